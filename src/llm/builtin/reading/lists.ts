import { joins, membersBefore, membersEach, ownMembers } from "./parts.ts";
import { phrase, type Source, type Token } from "./tokens.ts";
import { sameWord } from "./words.ts";

/** One member of a list such as "name, e-mail and company". */
export interface Item {
  text: string;
  norm: string;
  quoted: boolean;
  /** Token range, end exclusive. */
  from: number;
  to: number;
}

const leads = new Set(
  "with including include includes having has containing contains showing shows listing lists like namely for called named are is mit avec con und".split(
    " ",
  ),
);
const ends = new Set(
  "with no in on at that which where so when using without but then please as make it should from to under below above inside into".split(
    " ",
  ),
);
const articles = new Set(
  "a an the some my our your its their also another one optional required new ein eine einen un une una le la el der die das".split(
    " ",
  ),
);

/** The list that starts at a token; stops at the end of the clause. */
export function listFrom(source: Source, start: number): Item[] {
  const { tokens } = source;
  const items: Item[] = [];
  let from = start;
  const close = (to: number) => {
    let first = from;
    while (first < to && articles.has(tokens[first]?.norm ?? "") && !(first === to - 1 && tokens[first]?.raw === "A"))
      first++;
    const text = phrase(source, first, to).replace(/^[-–•*]\s*/, "");
    const norm = tokens
      .slice(first, to)
      .map((token) => token.norm)
      .join(" ");
    if (text !== "" && items.length < 40)
      items.push({ text, norm, quoted: tokens[first]?.kind === "quote", from: first, to });
  };
  let at = start;
  for (; at < tokens.length; at++) {
    const token = tokens[at];
    if (!token) break;
    const separator =
      token.raw === "," ||
      token.raw === "&" ||
      token.raw === "/" ||
      token.raw === "+" ||
      (joins.has(token.norm) && token.raw === token.norm) ||
      token.raw === "\n";
    const priced = token.kind === "price" || (/^(?:at|for|from)$/.test(token.norm) && tokens[at + 1]?.kind === "price");
    if (priced && at > start) {
      close(at);
      from = token.kind === "price" ? at + 1 : at + 2;
      at = from - 1;
      continue;
    }
    if (separator && token.kind !== "quote") {
      close(at);
      from = at + 1;
      continue;
    }
    if (token.kind === "punct" && /[.;:!?()[\]{}]/.test(token.raw)) break;
    if (at > start && (endsList(tokens, at) || (at === from && startsOrder(tokens, at)))) break;
    if (at - from > 6) break;
  }
  close(at);
  return items;
}

/** "highlight the last plan", "keep it calm": an order after the list. */
const startsOrder = (tokens: readonly Token[], at: number): boolean =>
  (verbs.has(tokens[at]?.norm ?? "") || /^(?:highlight|keep|sort|center|align|mark)$/.test(tokens[at]?.norm ?? "")) &&
  /^(?:the|it|them|a|an|all|everything|this|each|every)$/.test(tokens[at + 1]?.norm ?? "");

const inNames = /^(?:do|progress|review|transit|stock|hold|testing|qa|time)$/;

/** Whether the word ends a list; the first word of "To Do", "in progress" or "On Hold" does not. */
function endsList(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (token?.kind !== "word" || !ends.has(token.norm)) return false;
  const next = tokens[at + 1]?.raw === "-" ? tokens[at + 2] : tokens[at + 1];
  if (/^(?:to|in|on)$/.test(token.norm) && inNames.test(next?.norm ?? "")) return false;
  return !(/^\p{Lu}/u.test(token.raw) && /^\p{Lu}/u.test(next?.raw ?? ""));
}

/** The list that ends just before a token: "name, email and company" in "name, email and company fields". */
export function listBefore(source: Source, end: number): Item[] {
  const { tokens } = source;
  let start = end;
  let words = 0;
  while (start > 0) {
    const token = tokens[start - 1];
    if (!token) break;
    const separator = token.raw === "," || token.raw === "&" || token.raw === "/" || joins.has(token.norm);
    if (token.kind === "punct" && !separator) break;
    if (token.kind === "word" && (leads.has(token.norm) || endsList(tokens, start - 1) || verbs.has(token.norm))) break;
    words = separator ? 0 : words + 1;
    if (words > 4) break;
    start--;
  }
  return start === end ? [] : listFrom({ text: source.text, tokens: tokens.slice(0, end) }, start);
}

export const verbs = new Set(
  "add remove delete drop hide rename change replace make build create show give use set put swap move turn want need design generate write include insert append".split(
    " ",
  ),
);

/**
 * The named members of a noun: "columns: Name, Status", "plans called Free and Pro", "Home, Docs and Blog links",
 * "fields name, email". Nothing when the noun stands without names, or only where `skipped` says so.
 */
export function listNear(
  source: Source,
  nouns: readonly string[],
  skipped: (at: number) => boolean = () => false,
): Item[] | undefined {
  const { tokens } = source;
  const each = membersEach(source, nouns);
  if (each.length > 0) return each.some((item) => skipped(item.to)) ? undefined : each;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token?.kind !== "word" || skipped(at) || !nouns.some((noun) => sameWord(token.norm, noun))) continue;
    const after = membersAfter(source, at + 1);
    if (after) return after;
    const before = membersBefore(source, listBefore(source, at), at);
    if (before.length > 1) return before;
  }
  return undefined;
}

/** Members that follow a noun, by a colon, a word such as "called", a bracket, or capitals and quotes. */
function membersAfter(source: Source, at: number): Item[] | undefined {
  const { tokens } = source;
  const next = tokens[at];
  if (!next) return undefined;
  const members = (start: number, explicit: boolean): Item[] | undefined =>
    some(ownMembers(source, listFrom(source, start), explicit));
  if (next.raw === "(" || next.raw === ":" || next.raw === "-" || next.raw === "–")
    return members(skip(source, at + 1), true);
  if (next.norm === "such" && tokens[at + 1]?.norm === "as") return members(at + 2, true);
  if (/^(?:called|named|like|are|namely|for|is|labeled|labelled)$/.test(next.norm)) {
    const found = members(at + 1, false);
    // "stats for a hotel" says what they are about.
    return next.norm === "for" && found?.length === 1 && articles.has(tokens[at + 1]?.norm ?? "") ? undefined : found;
  }
  if (
    next.norm === "to" &&
    /^(?:change|set|make)$/.test(
      tokens[at - 2]?.norm === "the" ? (tokens[at - 3]?.norm ?? "") : (tokens[at - 2]?.norm ?? ""),
    )
  )
    return members(at + 1, true);
  if (next.kind === "quote") return members(at, false);
  const colon = next.norm === "with" ? tokens.slice(at, at + 5).findIndex((token) => token.raw === ":") : -1;
  if (colon > 0) return members(skip(source, at + colon + 1), true);
  return next.kind === "word" && (/^\p{Lu}/u.test(next.raw) || joined(source, at)) ? members(at, false) : undefined;
}

/** "fields name, email": a comma right after the first member. */
function joined(source: Source, at: number): boolean {
  const after = source.tokens[at + 1];
  if (ends.has(source.tokens[at]?.norm ?? "") && !endsList(source.tokens, at))
    return source.tokens[at + 2]?.raw === ",";
  return (
    source.tokens[at]?.kind === "word" &&
    !leads.has(source.tokens[at]?.norm ?? "") &&
    !joins.has(source.tokens[at]?.norm ?? "") &&
    !ends.has(source.tokens[at]?.norm ?? "") &&
    after?.raw === ","
  );
}

/** Past the line break that follows a colon. */
const skip = (source: Source, at: number): number => (source.tokens[at]?.raw === "\n" ? at + 1 : at);

const some = (items: Item[]): Item[] | undefined => (items.length > 0 ? items : undefined);

/** Everything that is asked for after "with", "including" and the like, over the whole turn. */
export function listsAfterWith(source: Source): Item[] {
  return source.tokens.flatMap((token, at) =>
    token.kind === "word" &&
    /^(?:with|including|include|includes|containing|contains|has|having|mit|avec|con|collects|asks|showing|shows)$/.test(
      token.norm,
    )
      ? listFrom(source, at + 1)
      : [],
  );
}
