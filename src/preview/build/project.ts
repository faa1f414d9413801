import type { Diagnostic, SourceFile } from "../contract.ts";
import { type ModuleShape, moduleShape } from "../repair/exports.ts";
import { type ImportDeclaration, importDeclarations } from "../repair/imports.ts";
import { type Scan, scan } from "../repair/lexer.ts";
import { type Alias, aliasTargets, join, readAliases } from "./aliases.ts";

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
  aliases: Alias[];
  /** Paths in lower case → as they are. */
  folded: ReadonlyMap<string, string>;
}

export const isCode = (path: string): boolean =>
  /\.(tsx|ts|jsx|js|mjs|cjs|mts|cts)$/.test(path) && !/\.d\.[cm]?ts$/.test(path);

export function readCode(path: string, text: string): CodeFile {
  const scanned = scan(text);
  return { path, text, scan: scanned, imports: importDeclarations(scanned), shape: moduleShape(scanned) };
}

export function createProject(files: SourceFile[]): Project {
  const texts = new Map(files.map((file) => [file.path, file.text]));
  return {
    files: texts,
    code: new Map(files.filter((file) => isCode(file.path)).map((file) => [file.path, readCode(file.path, file.text)])),
    aliases: readAliases(texts),
    folded: new Map(files.map(({ path }) => [path.toLowerCase(), path])),
  };
}

/** The same project with another text for one file. */
export const withFile = (project: Project, file: CodeFile): Project => ({
  ...project,
  files: new Map([...project.files, [file.path, file.text]]),
  code: new Map([...project.code, [file.path, file]]),
});

const endings = ["", ".tsx", ".ts", ".jsx", ".js", ".mjs", ".mts", ".cjs", ".json", ".css", ".svg"];
const indexes = ["/index.tsx", "/index.ts", "/index.jsx", "/index.js", "/index.mjs"];

/**
 * The project file that a specifier means, or undefined. A query such as `?url` is not part of the path.
 * @param importer the path of the importing file
 */
export const resolveLocal = (project: Project, specifier: string, importer: string): string | undefined =>
  resolveWith(project, specifier, importer, (path) => (project.files.has(path) ? path : undefined));

/** As `resolveLocal`, but for a specifier that has letters in the wrong case. */
export const resolveAnyCase = (project: Project, specifier: string, importer: string): string | undefined =>
  resolveWith(project, specifier, importer, (path) => project.folded.get(path.toLowerCase()));

function resolveWith(
  project: Project,
  specifier: string,
  importer: string,
  find: (path: string) => string | undefined,
): string | undefined {
  for (const base of localBases(project, specifier.replace(/\?.*$/, ""), importer)) {
    for (const ending of endings) {
      const found = find(base + ending);
      if (found !== undefined) return found;
    }
    // TypeScript lets `./x.js` mean `./x.ts`; generated code also writes `./x.ts` for `./x.tsx`.
    const stem = base.replace(/\.[cm]?[jt]sx?$/, "");
    const others = stem === base ? indexes : [".tsx", ".ts", ".jsx", ".js", ".mts"];
    for (const ending of others) {
      const found = find((stem + ending).replace(/^\//, ""));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Whether a specifier can only mean a file of the project. */
export const isLocal = (specifier: string): boolean => /^(\.\.?(\/|$)|\/|@\/|~\/|~$|src\/)/.test(specifier);

function localBases(project: Project, specifier: string, importer: string): string[] {
  const configured = aliasTargets(project.aliases, specifier);
  const alias = /^[@~]\/(.*)$/.exec(specifier)?.[1];
  if (alias !== undefined)
    return [
      ...configured,
      ...[alias, `src/${alias}`, `app/${alias}`, `src/app/${alias}`].map((path) => join("", path)),
    ];
  if (specifier.startsWith("/")) return [...configured, specifier.slice(1), `public${specifier}`];
  if (specifier.startsWith(".")) return [join(importer.split("/").slice(0, -1).join("/"), specifier)];
  return [...configured, specifier];
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
