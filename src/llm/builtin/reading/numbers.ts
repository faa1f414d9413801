import type { Source, Token } from "./tokens.ts";
import { sameWord } from "./words.ts";

export interface Count {
  value: number;
  /** Index of its first token. */
  at: number;
  /** Up to three words that follow it, the thing counted among them. */
  nouns: string[];
  /** "two more tiers", "another column": to be added to what is there. */
  more: boolean;
}

const spelled: Record<string, number> = {
  one: 1,
  single: 1,
  two: 2,
  couple: 2,
  pair: 2,
  double: 2,
  three: 3,
  triple: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  dozen: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  fifty: 50,
  hundred: 100,
  zwei: 2,
  drei: 3,
  vier: 4,
  funf: 5,
  sechs: 6,
  sieben: 7,
  acht: 8,
  neun: 9,
  zehn: 10,
  deux: 2,
  trois: 3,
  quatre: 4,
  cinq: 5,
  sept: 7,
  huit: 8,
  neuf: 9,
  dix: 10,
  dos: 2,
  tres: 3,
  cuatro: 4,
  cinco: 5,
  seis: 6,
  siete: 7,
  ocho: 8,
  nueve: 9,
  diez: 10,
};

/** Every counted thing of a turn, in order. */
export function readCounts({ tokens }: Source): Count[] {
  const counts: Count[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (!token) continue;
    const value = numberIn(token);
    const another = token.norm === "another" || (token.norm === "extra" && tokens[at - 1]?.kind !== "number");
    if (value === undefined && !another) continue;
    let next = at + 1;
    let total = value ?? 1;
    if (tokens[next]?.norm === "dozen" && token.norm !== "dozen") {
      total *= 12;
      next++;
    }
    let more = another || tokens[at - 1]?.norm === "another";
    const nouns: string[] = [];
    while (nouns.length < 3) {
      const word = tokens[next++];
      if (!word) break;
      if (word.kind === "punct" && word.raw === "-") continue;
      if (word.kind !== "word" || stops.has(word.norm)) break;
      if (word.norm === "more" || word.norm === "extra" || word.norm === "additional") more = true;
      else if (word.norm !== "of") nouns.push(word.norm);
    }
    if (nouns.length === 0) {
      const before = tokens[at - 1]?.raw === ":" || tokens[at - 1]?.norm === "to" ? tokens[at - 2] : tokens[at - 1];
      if (before?.kind === "word") nouns.push(before.norm);
    }
    counts.push({ value: total, at, nouns, more });
  }
  return counts;
}

/** How many of any of these nouns the turn asks for; `previous` is what "two more" adds to. */
export function countOf(counts: readonly Count[], nouns: readonly string[], previous = 0): number | undefined {
  for (const count of counts) {
    const hit = count.nouns.some((word) => nouns.some((noun) => sameWord(word, noun)));
    if (hit) return count.more ? previous + count.value : count.value;
  }
  return undefined;
}

/** A number in digits, or spelled in lower case. */
export const isCountWord = (token: Token | undefined): boolean =>
  token !== undefined && token.raw === token.norm && numberIn(token) !== undefined;

function numberIn(token: Token): number | undefined {
  if (token.kind === "number") {
    const value = Number(token.raw.replaceAll(",", ""));
    return Number.isInteger(value) && value >= 0 && value <= 1_000 ? value : undefined;
  }
  return token.kind === "word" && Object.hasOwn(spelled, token.norm) ? spelled[token.norm] : undefined;
}

const stops = new Set("and with for in on to or but per from at by like as".split(" "));
