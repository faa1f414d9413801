/**
 * Everything in a source that could be a Tailwind class, without knowing the language around it. Tailwind itself
 * throws away what is none, so too much is harmless and too little is not.
 */
export function extractCandidates(source: string): string[] {
  const found = new Set<string>();
  let start = -1;
  let depth = 0;
  for (let at = 0; at <= source.length; at++) {
    const code = at < source.length ? source.charCodeAt(at) : 32;
    if (start >= 0 && depth > 0 && !isSpace(code)) {
      // Inside `[…]` or `(…)` of an arbitrary value quotes and angle brackets belong to the class.
      if (code === 91 || code === 40) depth++;
      else if (code === 93 || code === 41) depth--;
      continue;
    }
    if (isEnd(code)) {
      if (start >= 0 && (depth === 0 || isSpace(code))) {
        if (depth > 0) for (const part of source.slice(start, at).split(/[\s"'`]+/)) keep(found, part);
        else keep(found, source.slice(start, at));
        start = -1;
        depth = 0;
      }
      continue;
    }
    if (start < 0) {
      start = at;
      depth = 0;
    }
    if (at > start && (code === 91 || code === 40) && isOpening(source.charCodeAt(at - 1))) depth++;
    else if (at === start && code === 91) depth++;
  }
  return [...found];
}

function keep(found: Set<string>, word: string): void {
  let text = word.replace(/^[({,;=]+|[},;:.]+$/g, "");
  while (text.endsWith(")") && text.split("(").length < text.split(")").length) text = text.slice(0, -1);
  // `cn(foo[` and the like leave an unclosed bracket at the front.
  if (/^[a-z!@*[_-]/i.test(text) === false) text = text.replace(/^[^a-z!@*[_-]+/i, "");
  if (text.length < 2 || text.length > 256 || !/[a-z]/.test(text)) return;
  // Tailwind's own names are lower case up to the first separator; `useState(0)` and `Title` are none.
  if (/^[a-z]*[A-Z(.]/.test(text)) return;
  found.add(text);
}

const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);
/** White space, quotes, angle brackets, braces, `;` and `,` end a class outside of its brackets. */
const isEnd = (code: number): boolean =>
  isSpace(code) ||
  code === 34 ||
  code === 39 ||
  code === 96 ||
  code === 60 ||
  code === 62 ||
  code === 123 ||
  code === 125 ||
  code === 59 ||
  code === 44;
/** A bracket belongs to a class after `-`, `:`, `/` or `@`. */
const isOpening = (code: number): boolean => code === 45 || code === 58 || code === 47 || code === 64;
