/** How close the text that a model wanted to replace came to what is in the file; the first that holds is used. */
export type EditMatch = "exact" | "trailing-space" | "indentation" | "look-alike";

export interface AppliedEdit {
  text: string;
  match: EditMatch;
  /** In how many places the searched text was found; the first is the one that was changed. */
  places: number;
}

const lookAlikes: [RegExp, string][] = [
  [/[\u2018\u2019\u201A\u201B\u2032\u00B4]/g, "'"],
  [/[\u201C\u201D\u201E\u201F\u2033\u00AB\u00BB]/g, '"'],
  [/[\u2010-\u2015\u2212]/g, "-"],
  [/\u2026/g, "..."],
  [/[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/g, " "],
  [/[\u200B-\u200D\u2060\uFEFF]/g, ""],
  [/&apos;|&#39;/g, "'"],
  [/&quot;/g, '"'],
];

function foldLookAlikes(line: string): string {
  let text = line.normalize("NFKC");
  for (const [pattern, plain] of lookAlikes) text = text.replace(pattern, plain);
  return text.trim();
}

const ladder: { match: EditMatch; fold: (line: string) => string }[] = [
  { match: "exact", fold: (line) => line },
  { match: "trailing-space", fold: (line) => line.trimEnd() },
  { match: "indentation", fold: (line) => line.trim() },
  { match: "look-alike", fold: foldLookAlikes },
];

/**
 * Replaces `search` by `replace` once, trying ever looser ways of comparing lines: exactly, without trailing space,
 * without indentation (the replacement is then indented like the place it goes to), with typographic look-alikes folded.
 * @returns undefined when nothing matches
 */
export function applyEdit(text: string, search: string, replace: string): AppliedEdit | undefined {
  if (text.includes("\r\n")) {
    const applied = applyEdit(text.replaceAll("\r\n", "\n"), search, replace);
    return applied && { ...applied, text: applied.text.replaceAll("\n", "\r\n") };
  }
  const wanted = withoutOuterBlankLines(search.split("\n"));
  if (wanted.length === 0) return text.trim() === "" ? { text: replace, match: "exact", places: 1 } : undefined;
  const lines = text.split("\n");
  for (const { match, fold } of ladder) {
    const starts = findLines(lines.map(fold), wanted.map(fold));
    const [start] = starts;
    if (start !== undefined) {
      const end = start + wanted.length;
      const put = replacement(replace, search, match === "exact" ? undefined : indentShift(lines, start, wanted));
      return { text: [...lines.slice(0, start), ...put, ...lines.slice(end)].join("\n"), match, places: starts.length };
    }
    if (match === "exact") {
      const inside = applyInsideLine(text, search, replace);
      if (inside) return inside;
    }
  }
  return undefined;
}

/** Part of a line, or text that starts or ends in mid-line. */
function applyInsideLine(text: string, search: string, replace: string): AppliedEdit | undefined {
  const needle = search.replace(/\n$/, "");
  const at = needle === "" ? -1 : text.indexOf(needle);
  if (at < 0) return undefined;
  const put = replace.replace(/\n$/, "");
  const places = text.split(needle).length - 1;
  return { text: text.slice(0, at) + put + text.slice(at + needle.length), match: "exact", places };
}

function withoutOuterBlankLines(lines: string[]): string[] {
  let start = 0;
  let end = lines.length;
  while (start < end && lines[start]?.trim() === "") start++;
  while (end > start && lines[end - 1]?.trim() === "") end--;
  return lines.slice(start, end);
}

function findLines(lines: string[], wanted: string[]): number[] {
  const starts: number[] = [];
  for (let start = 0; start + wanted.length <= lines.length; start++) {
    if (wanted.every((line, index) => line === lines[start + index])) starts.push(start);
  }
  return starts;
}

/** The lines to put in, without the blank ones that only mirrored blank lines around the searched text. */
function replacement(replace: string, search: string, shift: ((line: string) => string) | undefined): string[] {
  let lines = replace.split("\n");
  if (lines.at(-1) === "") lines = lines.slice(0, -1);
  if (/^[ \t]*\n/.test(search)) while (lines[0]?.trim() === "") lines = lines.slice(1);
  if (/\n[ \t]*\n?$/.test(search.replace(/\n$/, ""))) while (lines.at(-1)?.trim() === "") lines = lines.slice(0, -1);
  return shift ? lines.map(shift) : lines;
}

const indentOf = (line: string): string => /^[ \t]*/.exec(line)?.[0] ?? "";

function indentShift(lines: string[], start: number, wanted: string[]): (line: string) => string {
  const there = indentOf(lines[start] ?? "");
  const here = indentOf(wanted[0] ?? "");
  if (there === here) return (line) => line;
  if (there.endsWith(here)) {
    const more = there.slice(0, there.length - here.length);
    return (line) => (line.trim() === "" ? line : more + line);
  }
  return (line) => (line.startsWith(here) ? there + line.slice(here.length) : line);
}
