import { str } from "./code/escape.ts";
import type { Rename } from "./reading/edits.ts";

/** Properties of data and attributes of elements whose strings a person sees. */
const shownKeys =
  "title|name|label|description|text|question|answer|action|subtitle|heading|body|quote|role|message|placeholder|hint|features";
const shownAttributes = "title|label|placeholder|alt|aria-label";

/**
 * Replaces shown texts in composed code: text between tags and the strings of properties that are shown.
 * Whole words only; class names, imports and code stay as they are.
 */
export function replaceTexts(source: string, renames: readonly Rename[]): string {
  return renames.reduce((out, rename) => (rename.from.length < 2 ? out : replaceOne(out, rename)), source);
}

function replaceOne(source: string, { from, to }: Rename): string {
  const edge = (value: string) => `(?<![\\p{L}\\p{N}])${escapeRegExp(value)}(?![\\p{L}\\p{N}])`;
  const words = new RegExp(`(${edge(to)})|${edge(from)}`, "giu");
  const swap = (value: string, fresh: string) =>
    value.replace(words, (found: string, done: string | undefined) => (done === undefined ? fresh : found));
  const shown = new RegExp(
    `((?:^|[\\s{(,])(?:"?(?:${shownKeys})"?: |(?:${shownAttributes})=))("(?:[^"\\\\\\n]|\\\\.)*"|\\["[^\\]\\n]*\\])`,
    "g",
  );
  const properties = source.replace(shown, (_, key: string, value: string) =>
    key.endsWith("=") && /["\\&]/.test(to) ? key + value : key + swap(value, str(to).slice(1, -1)),
  );
  const between = /(?<=[\w"}/'?]>|<\/\w+>)([^<>{}=;]+)(?=<\/?[A-Za-z]|\{)/g;
  return properties.replace(between, (segment: string) => swap(segment, /[{}<>"\\&`]/.test(to) ? `{${str(to)}}` : to));
}

const escapeRegExp = (value: string): string => value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
