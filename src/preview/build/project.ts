import type { Diagnostic, SourceFile } from "../contract.ts";
import { type ModuleShape, moduleShape } from "../repair/exports.ts";
import { type ImportDeclaration, importDeclarations } from "../repair/imports.ts";
import { type Scan, scan } from "../repair/lexer.ts";

export interface CodeFile {
  path: string;
  text: string;
  scan: Scan;
  imports: ImportDeclaration[];
  shape: ModuleShape;
}

/** The files of one build, as they are after repair. */
export interface Project {
  files: ReadonlyMap<string, string>;
  code: ReadonlyMap<string, CodeFile>;
}

export const isCode = (path: string): boolean => /\.(tsx|ts|jsx|js|mjs|mts)$/.test(path) && !/\.d\.m?ts$/.test(path);

export function readCode(path: string, text: string): CodeFile {
  const scanned = scan(text);
  return { path, text, scan: scanned, imports: importDeclarations(scanned), shape: moduleShape(scanned) };
}

export function createProject(files: SourceFile[]): Project {
  return {
    files: new Map(files.map((file) => [file.path, file.text])),
    code: new Map(files.filter((file) => isCode(file.path)).map((file) => [file.path, readCode(file.path, file.text)])),
  };
}

const endings = ["", ".tsx", ".ts", ".jsx", ".js", ".mjs", ".mts", ".json", ".css"];
const indexes = ["/index.tsx", "/index.ts", "/index.jsx", "/index.js"];

/**
 * The project file that a specifier means, or undefined.
 * @param importer the path of the importing file
 */
export function resolveLocal(project: Project, specifier: string, importer: string): string | undefined {
  for (const base of localBases(specifier, importer)) {
    for (const ending of [...endings, ...indexes]) {
      const path = (base + ending).replace(/^\//, "");
      if (project.files.has(path)) return path;
    }
    // TypeScript lets `./x.js` mean `./x.ts`.
    const stem = base.replace(/\.jsx?$/, "");
    if (stem !== base) for (const ending of [".tsx", ".ts"]) if (project.files.has(stem + ending)) return stem + ending;
  }
  return undefined;
}

/** Whether a specifier can only mean a file of the project. */
export const isLocal = (specifier: string): boolean => /^(\.\.?(\/|$)|\/|@\/|~\/|src\/)/.test(specifier);

function localBases(specifier: string, importer: string): string[] {
  const alias = /^[@~]\/(.*)$/.exec(specifier)?.[1];
  if (alias !== undefined) return [alias, `src/${alias}`, `app/${alias}`, `src/app/${alias}`];
  if (specifier.startsWith("/")) return [specifier.slice(1), `public${specifier}`];
  if (!specifier.startsWith(".")) return [specifier];
  const parts = importer.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return [parts.join("/")];
}

/** Line and column, both from 1, of an offset. */
export function position(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) {
    line++;
    lineStart = at + 1;
  }
  return { line, column: offset - lineStart + 1 };
}

export function diagnosticAt(
  file: { path: string; text: string },
  offset: number,
  rest: Omit<Diagnostic, "path" | "line" | "column">,
): Diagnostic {
  return { path: file.path, ...position(file.text, offset), ...rest };
}
