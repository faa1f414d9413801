import { type Item, listFrom, verbs } from "./lists.ts";
import { phrase, type Source, type Token } from "./tokens.ts";

export interface Rename {
  from: string;
  to: string;
  quoted: boolean;
  /** Tokens of what is renamed, end exclusive. */
  start: number;
  end: number;
}

export interface Edits {
  adds: Item[];
  removes: Item[];
  renames: Rename[];
}

const addWords = new Set(
  "add include insert append adding fuge hinzufugen ajoute ajouter anade agrega agregar".split(" "),
);
const removeWords = new Set(
  "remove delete drop hide removing without no entferne entfernen ohne losche sans supprime supprimer enleve sin quita elimina".split(
    " ",
  ),
);
const renameWords = new Set("rename change replace swap switch turn relabel umbenennen renomme cambia".split(" "));

const doing = /^(?:add|edit|delete|remove|rename|hide|drop|change|replace|switch|swap|turn)$/;

/**
 * Whether a verb is an order to the composer. It is not in "drag and drop", "a delete button", "edit and delete
 * actions", "a button to remove a row", "show/hide": there it says what the component does.
 */
function isOrder(tokens: readonly Token[], at: number): boolean {
  const verb = tokens[at]?.norm ?? "";
  if (!doing.test(verb)) return true;
  const before = tokens[at - 1];
  const next = tokens[at + 1]?.norm ?? "";
  if (/^(?:a|an|the|to|can|could|quick|bulk|monthly|yearly)$/.test(before?.norm ?? "")) return false;
  if (at > 0 && /^(?:buttons?|icons?|actions?|options?)$/.test(next)) return false;
  if (verb === "add" && /^(?:card|item|task|event|row|column|list|to|more)$/.test(next) && isButton(tokens[at + 2]))
    return false;
  if (verb === "drop" && /^(?:zone|area|down|shadow|target)s?$/.test(next)) return false;
  const joined =
    before?.raw === "/" || before?.raw === "&" || before?.raw === "-" || /^(?:and|or|n|und)$/.test(before?.norm ?? "");
  const earlier = tokens[at - (tokens[at - 2]?.raw === "-" ? 3 : 2)];
  return !(joined && /^(?:drag|show|edit|view|copy|open|duplicate|archive|star|pin|undo)$/.test(earlier?.norm ?? ""));
}

const isButton = (token: Token | undefined): boolean => /^(?:buttons?|icons?|actions?)$/.test(token?.norm ?? "");

/** What a turn adds, removes and renames. */
export function readEdits(source: Source): Edits {
  const edits: Edits = { adds: [], removes: [], renames: [] };
  for (const [at, token] of source.tokens.entries()) {
    if (token.kind !== "word" || !isOrder(source.tokens, at)) continue;
    if (addWords.has(token.norm)) edits.adds.push(...listFrom(source, at + 1));
    else if (removeWords.has(token.norm)) edits.removes.push(...listFrom(source, at + 1));
    else if (renameWords.has(token.norm)) {
      const rename = readRename(source, at + 1);
      if (rename) edits.renames.push(rename);
    } else if (token.norm === "rid" && source.tokens[at + 1]?.norm === "of")
      edits.removes.push(...listFrom(source, at + 2));
    else if (token.norm === "instead" && source.tokens[at + 1]?.norm === "of")
      edits.removes.push(...listFrom(source, at + 2));
  }
  return edits;
}

/** "X to Y", "X with Y", "X by Y", "X for Y", "X into Y". */
function readRename(source: Source, start: number): Rename | undefined {
  const { tokens } = source;
  let middle = start;
  while (middle < tokens.length && middle - start < 12 && !isMiddle(tokens[middle])) middle++;
  if (!isMiddle(tokens[middle]) || middle === start) return undefined;
  let end = middle + 1;
  while (end < tokens.length && end - middle < 12 && !endsClause(source, end, middle + 1)) end++;
  const quotedTo = tokens[middle + 1]?.kind === "quote";
  const from = trimmed(source, start, middle);
  const to = quotedTo ? (tokens[middle + 1]?.raw ?? "") : trimmed(source, middle + 1, end);
  return from && to ? { from, to, quoted: quotedTo, start, end: middle } : undefined;
}

const isMiddle = (token: Token | undefined): boolean =>
  token?.kind === "word" && /^(?:to|with|by|into|as|zu|en|par|por|for)$/.test(token.norm);

function endsClause(source: Source, at: number, start: number): boolean {
  const token = source.tokens[at];
  if (!token) return true;
  if (at > start && source.tokens[start]?.kind === "quote") return true;
  if (token.kind === "punct" && /^[.,;!?\n]$/.test(token.raw)) return true;
  return token.norm === "and" && verbs.has(source.tokens[at + 1]?.norm ?? "");
}

/** The phrase without a leading article. */
function trimmed(source: Source, from: number, to: number): string {
  let first = from;
  while (first < to - 1 && /^(?:the|a|an|my|our|der|die|das|le|la|el)$/.test(source.tokens[first]?.norm ?? "")) first++;
  const one = source.tokens[first];
  if (to - first > 1 && one?.kind !== "quote") {
    const quote = source.tokens.slice(first, to).find((token) => token.kind === "quote");
    if (quote) return quote.raw;
  }
  return one?.kind === "quote" ? one.raw : phrase(source, first, to);
}

/** For each token, whether it is asked away: "no footer", "without social login", "remove X and Y". */
export function readNegations(source: Source): boolean[] {
  const { tokens } = source;
  const negated = tokens.map(() => false);
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== "word" || !isOrder(tokens, at)) continue;
    const away =
      removeWords.has(token.norm) ||
      (token.norm === "rid" && tokens[at + 1]?.norm === "of") ||
      (token.norm === "instead" && tokens[at + 1]?.norm === "of") ||
      (/^(?:dont|not)$/.test(token.norm) && tokens[at + 1]?.norm !== "found");
    if (!away) continue;
    const commas = !/^(?:no|not|dont|without|ohne|sans|sin|instead)$/.test(token.norm);
    for (let next = at + 1; next < tokens.length && next < at + 24; next++) {
      const word = tokens[next];
      if (!word) break;
      if (word.kind === "punct" && /[.;!?\n:()]/.test(word.raw)) break;
      if (word.raw === "," && (!commas || verbs.has(tokens[next + 1]?.norm ?? ""))) break;
      if (word.kind === "word" && /^(?:but|with|from|in|instead|make)$/.test(word.norm)) break;
      if (
        word.norm === "and" &&
        (verbs.has(tokens[next + 1]?.norm ?? "") || /^(?:with|a|an)$/.test(tokens[next + 1]?.norm ?? ""))
      )
        break;
      negated[next] = true;
    }
  }
  return negated;
}
