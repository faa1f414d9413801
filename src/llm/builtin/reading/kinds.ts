import type { AnyKind } from "../kind.ts";
import type { Reading } from "./reading.ts";
import type { Token } from "./tokens.ts";
import { sameWord } from "./words.ts";

/** A place in a turn where a kind is named. */
export interface KindHit {
  kind: AnyKind;
  weight: number;
  /** Token range, end exclusive. */
  at: number;
  end: number;
  negated: boolean;
}

/** A kind needs this much to be what the turn is about. */
export const threshold = 5;

/** Finds where kinds are named; the longest phrase at a place wins, and its words name nothing else. */
export function kindHits(reading: Reading, kinds: readonly AnyKind[]): KindHit[] {
  const { tokens } = reading.source;
  const hits: KindHit[] = [];
  for (let at = 0; at < tokens.length; ) {
    const letter = tokens[at]?.norm[0];
    const found: { kind: AnyKind; weight: number; length: number }[] = [];
    for (const kind of kinds) {
      for (const { words, weight } of kind.phrases) {
        // A slip never changes the first letter.
        const length = words[0]?.[0] === letter ? spanAt(words, reading, at) : 0;
        if (length > 0) found.push({ kind, weight, length });
      }
    }
    const longest = Math.max(1, ...found.map(({ length }) => length));
    for (const { kind, weight, length } of found) {
      if (length === longest)
        hits.push({
          kind,
          weight,
          at,
          end: at + length,
          negated: reading.negated[at] === true,
        });
    }
    at += longest;
  }
  return hits;
}

/** Total weight of a kind; a phrase that is said twice counts once, what is asked away not at all. */
export function scoreOf(hits: readonly KindHit[], kind: string): number {
  const phrases = new Map<number, number>();
  for (const hit of hits) if (hit.kind.name === kind && !hit.negated) phrases.set(hit.at, hit.weight);
  return [...phrases.values()].reduce((sum, weight) => sum + weight, 0);
}

/** Words, and numbers as in "404 page". */
export const isReadable = (token: Token | undefined): token is Token =>
  token?.kind === "word" || token?.kind === "number";

/** How many tokens the phrase covers at this place (hyphens between its words are skipped), or 0. */
function spanAt(words: readonly string[], reading: Reading, at: number): number {
  const { tokens } = reading.source;
  let next = at;
  for (const [index, word] of words.entries()) {
    if (index > 0 && tokens[next]?.raw === "-") next++;
    const token = tokens[next];
    if (!isReadable(token) || reading.named[next] || !sameWord(token.norm, word)) return 0;
    next++;
  }
  return next - at;
}

const sectionWords = "section page component form block bar grid area area part row card list layout".split(" ");

/** Whether the kind's words end the thing named, as in "a FAQ section", not "a team column". */
export function coversObject(reading: Reading, hit: KindHit): boolean {
  const next = reading.source.tokens[hit.end];
  if (next?.kind !== "word") return true;
  return (
    sectionWords.some((word) => sameWord(word, next.norm)) ||
    /^(?:and|with|to|at|on|in|below|above|under|before|after|with|as|for|from|please|too|instead|that|which|or|but|of)$/.test(
      next.norm,
    )
  );
}

/** "a sign-up button", "the team column": the kind only says what the next word is for. */
export function isModifier(reading: Reading, hit: KindHit): boolean {
  const next = reading.source.tokens[hit.end];
  return (
    next?.kind === "word" &&
    ["button", "link", "icon", "field", "column", "tab", "item", "label", "input", "toggle", "badge"].some((word) =>
      sameWord(word, next.norm),
    )
  );
}
