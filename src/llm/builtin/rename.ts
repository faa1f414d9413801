import { str } from "./code/escape.ts";
import type { Rename } from "./reading/edits.ts";

const shownKeys =
  "title|name|label|description|text|question|answer|action|subtitle|value|heading|body|quote|role|message|placeholder|aria-label|hint|features";

/**
 * Replaces shown texts in composed code: text between tags and the strings of properties that are shown.
 * Whole words only; class names, imports and code stay as they are.
 */
export function replaceTexts(source: string, renames: readonly Rename[]): string {
  return renames.reduce((out, rename) => (rename.from.length < 2 ? out : replaceOne(out, rename)), source);
}

function replaceOne(source: string, { from, to }: Rename): string {
  const words = new RegExp(
    `(?<![\\p{L}\\p{N}])${from.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\p{L}\\p{N}])`,
    "giu",
  );
  const inner = str(to).slice(1, -1);
  const shown = new RegExp(
    `((?:^|[\\s{(,])"?(?:${shownKeys})"?(?:: |=))("(?:[^"\\\\\\n]|\\\\.)*"|\\["[^\\]\\n]*\\])`,
    "g",
  );
  const properties = source.replace(
    shown,
    (_, key: string, value: string) =>
      key + value.replace(words, () => (key.endsWith("=") && /["\\&]/.test(to) ? "" : inner)),
  );
  return properties.replace(/(?<=[\w"}/'?]>|<\/\w+>)([^<>{}=;]+)(?=<\/?[A-Za-z]|\{)/g, (segment: string) =>
    segment.replace(words, () => (/[{}<>"\\&`]/.test(to) ? `{${str(to)}}` : to)),
  );
}
