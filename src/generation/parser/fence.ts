import { looksLikePath, tidyPath } from "./file-names.ts";

/** A line that is a run of backticks or tildes, with what follows it. */
export interface Fence {
  indent: string;
  char: "`" | "~";
  length: number;
  info: string;
}

/** What an opening fence says about its block. */
export interface FenceInfo {
  /** Lower case; empty when none is named. */
  language: string;
  path: string | undefined;
  /** The block holds search/replace edits of `path`. */
  edit: boolean;
}

/** @returns undefined when the line is no fence: inline code that starts with three backticks is none */
export function readFence(line: string): Fence | undefined {
  const found = /^([ \t]*)(`{3,}|~{3,})[ \t]*(.*?)[ \t]*$/.exec(line);
  if (!found) return undefined;
  const [, indent = "", run = "", info = ""] = found;
  if (run.startsWith("`") && info.includes("`")) return undefined;
  return { indent, char: run.startsWith("`") ? "`" : "~", length: run.length, info };
}

/** True while an unfinished line could still turn out to be a fence; closed under taking prefixes. */
export const couldBeFence = (line: string): boolean => /^[ \t]*(?:`{0,2}|~{0,2})$|^[ \t]*(?:`{3}|~{3})/.test(line);

const pathKeys = new Set(["file", "path", "filename", "filepath", "file_path", "filename:", "title", "name"]);

/** Reads `tsx file="a.tsx"`, `tsx a.tsx`, `tsx:a.tsx`, `a.tsx`, `tsx title="a.tsx"`, `{file=a.tsx}` and `edit a.tsx`. */
export function readInfo(info: string): FenceInfo {
  const words = info.replace(/[{}]/g, " ").match(/[\w-]+\s*[=:]\s*(?:"[^"]*"|'[^']*')|"[^"]*"|'[^']*'|\S+/g) ?? [];
  const found: FenceInfo = { language: "", path: undefined, edit: false };
  for (const [index, word] of words.entries()) {
    const attribute = /^([\w-]+)\s*[=:]\s*(?:"([^"]*)"|'([^']*)'|(\S*))$/.exec(word);
    if (attribute) readAttribute(found, attribute[1] ?? "", attribute[2] ?? attribute[3] ?? attribute[4] ?? "", index);
    else readWord(found, word.replace(/^["']|["'],?$/g, ""), index);
  }
  return found;
}

function readAttribute(found: FenceInfo, key: string, value: string, index: number): void {
  const name = key.toLowerCase();
  if (name === "edit" && value !== "") {
    found.edit = true;
    found.path = tidyPath(value);
  } else if (pathKeys.has(name)) {
    // A title may be any sentence; only the keys that mean a path are believed without looking.
    if (value !== "" && (!["title", "name"].includes(name) || looksLikePath(value))) found.path ??= tidyPath(value);
  } else if (index === 0) {
    found.language = name;
    if (looksLikePath(value)) found.path ??= tidyPath(value);
  }
}

function readWord(found: FenceInfo, word: string, index: number): void {
  if (word.toLowerCase() === "edit" && found.path === undefined) {
    found.edit = true;
  } else if (looksLikePath(word) || (index > 0 && /^(\.{0,2}\/|[\w@-]+\/)\S*$/.test(word))) {
    found.path ??= tidyPath(word);
  } else if (index === 0) {
    found.language = word.toLowerCase().replace(/[,;:].*$/, "");
  }
}

/** `<file path="…">` at the start of a line, with what follows it on that line. */
export function readFileTag(line: string): { path: string; rest: string } | undefined {
  const found =
    /^[ \t]*<file\s+(?:[\w-]+\s*=\s*(?:"[^"]*"|'[^']*')\s+)*?(?:path|name|file|filename)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))[^>]*>(.*)$/i.exec(
      line,
    );
  if (!found) return undefined;
  return { path: tidyPath(found[1] ?? found[2] ?? found[3] ?? ""), rest: found[4] ?? "" };
}

/** `<delete path="…" />` alone on a line: the marker that takes a file out of the project. */
export function readDeleteTag(line: string): string | undefined {
  const found = /^[ \t]*<delete\s+(?:path|file|name)\s*=\s*["']([^"'>]+)["']\s*\/?>(?:\s*<\/delete>)?[ \t]*$/i.exec(
    line,
  );
  return found?.[1] === undefined ? undefined : tidyPath(found[1]);
}

/** True while an unfinished line could still turn out to be one of our tags; closed under taking prefixes. */
export function couldBeTag(line: string): boolean {
  const text = line.trimStart().toLowerCase();
  return ["<file ", "<delete ", "<think>", "<thinking>", "</think>", "</thinking>"].some(
    (tag) => tag.startsWith(text) || (tag.endsWith(" ") && text.startsWith(tag)),
  );
}
