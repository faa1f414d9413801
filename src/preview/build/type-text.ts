/** Splits at any of the characters that stand outside of brackets and texts. */
export function splitTop(source: string, characters: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < source.length; at++) {
    const char = source[at] ?? "";
    if (char === '"' || char === "'" || char === "`") at = endOfText(source, at);
    else if ("{([<".includes(char)) depth++;
    else if ("})]".includes(char) || (char === ">" && source[at - 1] !== "=")) depth--;
    else if (depth === 0 && characters.includes(char)) {
      // A union may go on in the next line.
      if (char === "\n" && (/^\s*[|&?:]/.test(source.slice(at + 1)) || /[|&:=]\s*$/.test(source.slice(start, at))))
        continue;
      parts.push(source.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(source.slice(start));
  return parts.filter((part) => part.trim() !== "");
}

function endOfText(source: string, start: number): number {
  for (let at = start + 1; at < source.length; at++) {
    if (source[at] === "\\") at++;
    else if (source[at] === source[start]) return at;
    else if (source[at] === "\n" && source[start] !== "`") return start;
  }
  return start;
}

/** Index of the bracket that closes the one at `open`; the end of the source when none does. */
export function closingBracket(source: string, open: number): number {
  let depth = 0;
  for (let at = open; at < source.length; at++) {
    const char = source[at] ?? "";
    if (char === '"' || char === "'" || char === "`") at = endOfText(source, at);
    else if ("{([<".includes(char)) depth++;
    else if ("})]".includes(char) || (char === ">" && source[at - 1] !== "=")) {
      depth--;
      if (depth === 0) return at;
    }
  }
  return source.length;
}

/** `Name<A, B>` → its name and arguments; undefined for anything else. */
export function reference(type: string): { name: string; args: string[] } | undefined {
  const [, name, rest = ""] = /^([A-Za-z_$][\w$.]*)\s*(<[\s\S]*>)?$/.exec(type.trim()) ?? [];
  if (name === undefined || (rest !== "" && closingBracket(rest, 0) !== rest.length - 1)) return undefined;
  return { name, args: rest === "" ? [] : splitTop(rest.slice(1, -1), ",").map((one) => one.trim()) };
}

export const withoutComments = (source: string): string => source.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/[^\n]*/g, "");

/** A type on one line, no longer than a person wants to read. */
export const shortType = (text: string): string => text.replace(/\s+/g, " ").slice(0, 200);
