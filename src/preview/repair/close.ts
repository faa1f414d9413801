import { parses } from "./edit.ts";
import { type Open, type Scan, scan, type Token } from "./lexer.ts";

const mostAttempts = 40;

/**
 * Makes a source that stops in the middle into one that parses: the innermost thing that is not finished is cut off
 * or completed, and everything that is open around it is closed.
 * @returns undefined when no way was found
 */
export function closeSource(source: string): string | undefined {
  const scanned = scan(source);
  const tried = new Set<string>();
  for (const { at, filler } of cuts(scanned)) {
    const head = source.slice(0, at);
    const candidate = `${head}${filler}${closers(head + filler)}`;
    if (tried.has(candidate)) continue;
    if (tried.size >= mostAttempts) return undefined;
    tried.add(candidate);
    if (parses(candidate)) return candidate;
  }
  return undefined;
}

interface Cut {
  at: number;
  filler: string;
}

const fillers = ["", "null", "=> null"];

/** Places to cut at, the one that keeps most of what can be shown first. */
function* cuts(scanned: Scan): Generator<Cut> {
  const { source, open, tokens, cut } = scanned;
  let end = source.length;
  const top = open.at(-1);
  if (cut && !(cut.kind === "string" && (top?.kind === "tag" || top?.kind === "jsx{"))) end = cut.start;
  else if (cut?.kind === "string" && top?.kind === "tag" && !top.closing)
    yield { at: source.length, filler: cut.quote };
  if (cut?.kind === "string") end = cut.start;
  // Nothing follows the last word yet, so it may be half a word.
  const last = tokens.at(-1);
  if (last && last.end === source.length && last.kind === "word") end = last.start;
  if (top?.kind === "element") yield { at: textEnd(source), filler: "" };

  for (let level = open.length - 1; level >= 0; level--) {
    const frame = open[level];
    if (!frame) continue;
    const limit = Math.max(end, frame.start + 1);
    if (frame.kind === "tag") yield { at: frame.start, filler: "" };
    else if (frame.kind === "element") {
      yield { at: limit, filler: "" };
      yield { at: frame.start, filler: "" };
    } else if (frame.kind === "template") yield { at: source.length, filler: "" };
    else if (frame.kind === "{" && isBlock(scanned, frame)) {
      for (const at of statementEnds(tokens, level + 1, frame.start, end)) yield { at, filler: "" };
      yield { at: frame.start + 1, filler: "" };
    } else {
      const comma = lastComma(scanned, level + 1, frame.start, end);
      // In a list or object the last item is not finished: better none than half of one.
      if (frame.kind !== "jsx{" && frame.kind !== "(" && comma !== undefined) yield { at: comma, filler: "" };
      for (const filler of fillers) yield { at: limit, filler };
      if (comma !== undefined) yield { at: comma, filler: "" };
      if (frame.kind === "jsx{") yield { at: frame.start, filler: "" };
      if (frame.kind === "[" || frame.kind === "{") yield { at: frame.start + 1, filler: "" };
    }
    end = Math.min(end, frame.start);
  }
  for (const at of statementEnds(tokens, 0, -1, end)) yield { at, filler: "" };
  yield { at: 0, filler: "" };
}

/** A `<`, `</` or `{` that nothing follows yet is no text. */
const textEnd = (source: string): number => source.length - (/<\/?$/.exec(source)?.[0].length ?? 0);

/** Ends of whole statements at a depth, the latest first. */
function* statementEnds(tokens: Token[], depth: number, from: number, to: number): Generator<number> {
  let found = 0;
  for (let at = tokens.length - 1; at >= 0 && found < 6; at--) {
    const token = tokens[at];
    if (!token || token.start <= from) break;
    if (token.end > to || token.depth !== depth || token.kind === "tagName") continue;
    const next = tokens[at + 1];
    const ends = next === undefined || next.end > to || next.start > token.end;
    if (!ends) continue;
    found++;
    yield token.end;
  }
}

function lastComma(scanned: Scan, depth: number, from: number, to: number): number | undefined {
  for (let at = scanned.tokens.length - 1; at >= 0; at--) {
    const token = scanned.tokens[at];
    if (!token || token.start <= from) return undefined;
    if (token.depth === depth && token.start < to && scanned.source[token.start] === "," && token.kind === "punct") {
      return token.start;
    }
  }
  return undefined;
}

/** Whether a brace opens statements rather than an object. */
function isBlock(scanned: Scan, frame: Open): boolean {
  const before = scanned.tokens.findLast((token) => token.end <= frame.start);
  if (!before) return true;
  const text = scanned.source.slice(before.start, before.end);
  return (
    text === ")" ||
    text === "=>" ||
    text === ";" ||
    text === "{" ||
    text === "}" ||
    /^(else|try|finally|do)$/.test(text)
  );
}

const closing: Record<string, string> = { "{": "}", "(": ")", "[": "]", "${": "}", "jsx{": "}", template: "`" };

/** What has to follow a source so that everything open in it is closed. */
function closers(source: string): string {
  const scanned = scan(source);
  let text = "";
  for (let level = scanned.open.length - 1; level >= 0; level--) {
    const frame = scanned.open[level];
    if (!frame) continue;
    if (frame.kind === "tag") text += " />";
    else if (frame.kind === "element") text += `</${frame.name}>`;
    else text += " : null".repeat(pendingChoices(scanned, frame, level + 1)) + (closing[frame.kind] ?? "");
  }
  return text;
}

/** How many `condition ? …` inside a bracket still lack their other half. */
function pendingChoices(scanned: Scan, frame: Open, depth: number): number {
  if (frame.kind === "{" || frame.kind === "template") return 0;
  let pending = 0;
  const inside = scanned.tokens.filter((token) => token.depth === depth && token.start > frame.start);
  for (const [index, token] of inside.entries()) {
    if (token.kind !== "punct" || token.end - token.start !== 1) continue;
    const char = scanned.source[token.start];
    const doubled = scanned.source[token.end] === "?" || scanned.source[token.start - 1] === "?";
    if (char === "?" && !doubled && inside[index + 1]) pending++;
    else if (char === ":" && pending > 0) pending--;
    else if (char === "," || char === ";") pending = 0;
  }
  return pending;
}
