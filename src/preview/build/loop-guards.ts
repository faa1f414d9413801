import { applyEdits, type Edit } from "../repair/edit.ts";
import { text } from "../repair/imports.ts";
import type { CodeFile } from "./project.ts";

/**
 * Puts a guard into the body of every loop, which ends one that keeps the page busy for seconds. In browsers that run
 * a sandboxed frame in the page's own process nothing else could. Line numbers stay as they are.
 */
export function guardLoops(file: CodeFile): string {
  if (!/\b(while|for|do)\b/.test(file.text)) return file.text;
  const { tokens } = file.scan;
  const edits: Edit[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== "word") continue;
    const word = text(file.scan, token);
    if (word !== "while" && word !== "for" && word !== "do") continue;
    const before = tokens[index - 1];
    if (before && /^(\.|\?\.|,|\{)$/.test(text(file.scan, before)) && isKey(file, index)) continue;
    const body = word === "do" ? tokens[index + 1] : tokens[afterCondition(file, index) + 1];
    if (body && text(file.scan, body) === "{") edits.push({ start: body.end, end: body.end, text: " $guard();" });
  }
  if (edits.length === 0) return file.text;
  return `${applyEdits(file.text, edits)}\nimport { loopGuard as $guard } from "vitrine/runtime";`;
}

/** `{ for: 1 }`, `x.do` */
const isKey = (file: CodeFile, index: number): boolean => {
  const next = file.scan.tokens[index + 1];
  const before = file.scan.tokens[index - 1];
  return (
    (next !== undefined && /^[:,}]$/.test(text(file.scan, next))) || (before ? text(file.scan, before) : "") === "."
  );
};

/** Index of the parenthesis that ends a loop's head. */
function afterCondition(file: CodeFile, index: number): number {
  const { tokens } = file.scan;
  const next = tokens[index + 1];
  const open = next && text(file.scan, next) === "await" ? index + 2 : index + 1;
  const first = tokens[open];
  if (!first || text(file.scan, first) !== "(") return tokens.length;
  return tokens.findIndex((token, at) => at > open && token.depth === first.depth && text(file.scan, token) === ")");
}
