import { applyEdits, type Edit } from "../repair/edit.ts";
import { text } from "../repair/imports.ts";
import { exportAll } from "./module-sources.ts";
import { type CodeFile, isLocal, type Project, readCode } from "./project.ts";
import { fileOf } from "./references.ts";
import type { Resources } from "./resources.ts";
import { plainSpecifier } from "./specifiers.ts";

/** Writes `export * from "recharts"` out as a list of names, for the reason that `exportAll` has. */
export function listStars(resources: Resources, project: Project, file: CodeFile): CodeFile {
  const edits = file.shape.stars.flatMap((from): Edit[] => {
    const known = resources.exports.get(plainSpecifier(from));
    if (!known || fileOf(resources, project, from, file.path) !== undefined) return [];
    const found = new RegExp(`export\\s*\\*\\s*from\\s*["']${RegExp.escape(from)}["'];?`).exec(file.text);
    const own = new Set([...known].filter((name) => name !== "default" && !file.shape.exported.includes(name)));
    return found ? [{ start: found.index, end: found.index + found[0].length, text: exportAll(from, own) }] : [];
  });
  return edits.length === 0 ? file : readCode(file.path, applyEdits(file.text, edits));
}

/**
 * Leads `require("react")` of a library through a module of the bundle: the bundler leaves `require` in place for what
 * the frame loads by itself, and no browser knows it. Line numbers stay as they are.
 */
export function importRequired(file: CodeFile): CodeFile {
  if (!/\brequire\s*\(/.test(file.text)) return file;
  const { tokens } = file.scan;
  const edits = tokens.flatMap((token, index): Edit[] => {
    const [open, name, close] = [tokens[index + 1], tokens[index + 2], tokens[index + 3]];
    if (token.kind !== "word" || text(file.scan, token) !== "require" || name?.kind !== "string" || !open || !close) {
      return [];
    }
    if (file.text[open.start] !== "(" || file.text[close.start] !== ")") return [];
    const from = text(file.scan, name).slice(1, -1);
    if (isLocal(from)) return [];
    const taken = /^\s*\??\./.test(file.text.slice(close.end)) || /\}\s*=\s*$/.test(file.text.slice(0, token.start));
    return [{ start: token.start, end: close.end, text: `require("required:${from}").${taken ? "taken" : "whole"}` }];
  });
  return edits.length === 0 ? file : readCode(file.path, applyEdits(file.text, edits));
}
