import { distinct, type Field, fieldOf, isKnownField } from "./fields.ts";
import { isReadable } from "./kinds.ts";
import { type Item, listNear } from "./lists.ts";
import { countOf } from "./numbers.ts";
import { isPart } from "./parts.ts";
import type { Reading } from "./reading.ts";
import { sameWord, sentence } from "./words.ts";

/** How many of any of these nouns; `previous` is what "two more" and "another" add to. */
export const count = (reading: Reading, nouns: readonly string[], previous = 0): number | undefined =>
  countOf(reading.counts, nouns, previous);

/** A number kept within bounds. */
export const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

/** Where a word or phrase ("monthly", "bar chart") stands in the turn, or -1. Tolerates plurals and one slip. */
export function find(reading: Reading, phraseText: string, from = 0): number {
  const words = phraseText.split(" ");
  const { tokens } = reading.source;
  for (let at = from; at < tokens.length; at++) if (fitsAt(reading, words, at)) return at;
  return -1;
}

function fitsAt(reading: Reading, words: readonly string[], at: number): boolean {
  const { tokens } = reading.source;
  let next = at;
  for (const [index, word] of words.entries()) {
    if (index > 0 && tokens[next]?.raw === "-") next++;
    const token = tokens[next];
    if (!isReadable(token) || reading.named[next] || !sameWord(token.norm, word)) return false;
    next++;
  }
  return true;
}

/** Whether any of the phrases is said, asked for or not. */
export const says = (reading: Reading, phrases: readonly string[]): boolean =>
  phrases.some((phrase) => find(reading, phrase) >= 0);

/** True when one of the phrases is asked for, false when it is asked away, `otherwise` when none is said. */
export function wants(reading: Reading, phrases: readonly string[], otherwise: boolean): boolean {
  let answer = otherwise;
  let last = -1;
  for (const phrase of phrases) {
    const at = find(reading, phrase);
    if (at > last) {
      last = at;
      answer = !reading.negated[at];
    }
  }
  return answer;
}

/** The first of several choices that is asked for: `choice(reading, { bar: ["bar chart", "bars"] }, previous)`. */
export function choice<Name extends string>(
  reading: Reading,
  choices: Record<Name, readonly string[]>,
  otherwise: Name,
): Name {
  let best = otherwise;
  let earliest = Number.POSITIVE_INFINITY;
  for (const name in choices) {
    for (const phrase of choices[name]) {
      const at = find(reading, phrase);
      if (at >= 0 && at < earliest && !reading.negated[at]) {
        earliest = at;
        best = name;
      }
    }
  }
  return best;
}

export interface NameRules {
  /** What the members are called: `["tier", "plan"]`. */
  nouns: readonly string[];
  /** Taken in order when there are more members than names. */
  defaults: readonly string[];
  /** How many without a word about it; all defaults when left out. */
  usual?: number;
  least?: number;
  most?: number;
}

/**
 * A list of names (plans, columns, links, tabs) brought up to date by a turn: listed anew, counted, added to, removed
 * from, renamed. `previous` is undefined on the first turn.
 */
export function editNames(reading: Reading, previous: readonly string[] | undefined, rules: NameRules): string[] {
  const { nouns, defaults, usual = defaults.length, least = 1, most = 12 } = rules;
  const adds = addedNames(reading, nouns);
  const adding = reading.adds.some((item) =>
    item.norm.split(" ").some((word) => nouns.some((noun) => sameWord(word, noun))),
  );
  const near = namesOf(reading, nouns);
  // "the column Done" speaks of one that is there.
  const known = near?.length === 1 && previous?.some((name) => `${near[0]} `.startsWith(`${name} `));
  const listed = adding || known ? undefined : near;
  if (adding && adds.length === 0 && near) adds.push(...near);
  let names = listed ?? [...(previous ?? defaults.slice(0, usual))];
  for (const rename of reading.renames)
    names = names.map((name, index) =>
      alike(name, rename.from, nouns) || index === placeOf(rename.from, names.length, nouns)
        ? sentence(rename.to)
        : name,
    );
  const gone = reading.removes.filter((item) => !item.quoted || names.includes(item.text));
  names = names.filter((name) => !gone.some((item) => alike(name, item.text, nouns)));
  if (gone.some((item) => nouns.some((noun) => sameWord(item.norm.replace(/^(?:last|one|1) /, ""), noun))))
    names = names.slice(0, -1);
  const named = adds.filter((name) => name !== "" && !names.some((other) => alike(other, name, nouns)));
  names.push(...named);
  const wanted =
    count(reading, nouns, names.length - named.length) ?? names.length + adds.filter((name) => name === "").length;
  return resize(names, clamp(wanted, named.length > 0 ? Math.max(least, names.length) : least, most), defaults);
}

const places = ["first", "second", "third", "fourth", "fifth"];

/** "the middle plan" → its index among `length`, or -1. */
export function placeOf(phraseText: string, length: number, nouns: readonly string[]): number {
  const words = phraseText.toLowerCase().split(/\s+/);
  if (!words.some((word) => nouns.some((noun) => sameWord(word, noun)))) return -1;
  if (words.includes("last")) return length - 1;
  if (words.includes("middle")) return Math.floor(length / 2);
  return places.findIndex((place) => words.includes(place));
}

function resize(names: string[], wanted: number, defaults: readonly string[]): string[] {
  const out = names.slice(0, wanted);
  for (const name of defaults) if (out.length < wanted && !out.includes(name)) out.push(name);
  while (out.length < wanted) out.push(`${defaults[0] ?? "Item"} ${out.length + 1}`);
  return out;
}

/** Names that a turn lists for a noun, as labels. */
export function namesOf(reading: Reading, nouns: readonly string[]): string[] | undefined {
  const items = listNear(reading.source, nouns, (at) => isEdited(reading, at))?.filter(
    (item) => item.text.length <= 60,
  );
  const names = items?.map((item) => label(item)).filter((name) => name !== "");
  return names && names.length > 0 && !names.every((name) => /^\d+$/.test(name)) ? [...new Set(names)] : undefined;
}

/** "remove the column Done", "rename the column A to B": the noun says what is edited and lists nothing. */
const isEdited = (reading: Reading, at: number): boolean =>
  reading.negated[at] === true ||
  reading.renames.some((rename) => rename.start <= at && at < rename.end && /\s/.test(rename.from));

/** "add a column Status" → ["Status"]; "add a tier" → [""] (one more, unnamed). */
export function addedNames(reading: Reading, nouns: readonly string[]): string[] {
  let open = false;
  return reading.adds.flatMap((item) => {
    const one = /^(?:another )?(?:one )?(?:more )?(?:for|called|named) (.+)$/i.exec(item.text)?.[1];
    if (one) return [sentence(one)];
    const words = item.norm.split(" ");
    const at = words.findIndex((word) => nouns.some((noun) => sameWord(word, noun)));
    if (/^\d|^(?:another|two|three|four|five|one) /.test(item.norm) && at > 0) return [];
    if (at < 0) return open && words.length < 4 && (item.quoted || !isPart(item.norm)) ? [label(item)] : [];
    const raw = item.text.split(/\s+/);
    const name = [...raw.slice(0, at), ...raw.slice(at + 1)]
      .join(" ")
      .replace(/^(?:called|named|for|new|extra|a|an|the|:)\s+/i, "")
      .replace(/["“”'‘’]/g, "");
    open = at === 0 && name !== "";
    return [/^(?:more|new|another|extra)?$/i.test(name) ? "" : sentence(name)];
  });
}

const label = (item: Item): string =>
  (item.quoted ? item.text : sentence(item.text.replace(/["“”]/g, ""))).slice(0, 60);

function alike(name: string, other: string, nouns: readonly string[]): boolean {
  const bare = (value: string) =>
    value
      .toLowerCase()
      .split(/[\s"“”]+/)
      .filter((word) => word !== "the" && word !== "" && !nouns.some((noun) => sameWord(word, noun)))
      .join(" ");
  return name.toLowerCase() === other.toLowerCase() || (bare(other) !== "" && bare(name) === bare(other));
}

/** The fields of a form brought up to date by a turn: listed anew, added to, removed from, renamed. */
export function editFields(
  reading: Reading,
  previous: readonly Field[] | undefined,
  defaults: readonly Field[],
): Field[] {
  const adding = reading.adds.filter(
    (item) => isKnownField(item.norm) || /\b(?:field|input|dropdown|textarea|checkbox)s?\b/.test(item.norm),
  );
  let fields = [...((adding.length > 0 && previous) || !reading.fields ? (previous ?? defaults) : reading.fields)];
  fields = fields.filter(
    (field) =>
      !reading.removes.some(
        (item) => fieldOf(item.text).name === field.name || alike(field.label, item.text, ["field", "input"]),
      ),
  );
  for (const rename of reading.renames)
    fields = fields.map((field) =>
      alike(field.label, rename.from, ["field", "input", "label"]) ? { ...field, label: sentence(rename.to) } : field,
    );
  fields.push(...adding.map((item) => fieldOf(item.text)));
  const demand = /\bmake (?:the )?(.+?) (?:fields? )?(required|mandatory|optional)\b/i.exec(reading.source.text);
  if (demand)
    fields = fields.map((field) =>
      alike(field.label, demand[1] ?? "", ["field", "number"])
        ? { ...field, required: demand[2] !== "optional" }
        : field,
    );
  if (/\b(?:all|every) (?:fields? )?(?:are |is )?optional\b/i.test(reading.source.text))
    fields = fields.map((field) => ({ ...field, required: false }));
  const wanted = previous ? undefined : count(reading, ["field", "input"]);
  if (wanted !== undefined && reading.fields === undefined) fields = fields.slice(0, Math.max(1, wanted));
  for (const field of defaults)
    if (wanted !== undefined && fields.length < wanted && !fields.some((other) => other.name === field.name))
      fields.push(field);
  const kept = distinct(fields).slice(0, 24);
  return kept.length > 0 ? kept : [...defaults];
}
