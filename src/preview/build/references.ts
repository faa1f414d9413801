import { iconPackages } from "../modules/icon-source.ts";
import { isMappedIcons } from "../modules/mapped-icons.ts";
import { text } from "../repair/imports.ts";
import { type CodeFile, isLocal, type Project, resolveLocal } from "./project.ts";
import type { Resources } from "./resources.ts";

export interface Reference {
  from: string;
  /** Where the specifier stands, without its quotes. */
  start: number;
  end: number;
}

/** Every module that a source names: `import`, `export … from`, `import()` and `require()`. */
export function references(file: CodeFile): Reference[] {
  const { tokens } = file.scan;
  const found: Reference[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== "string") continue;
    const before = word(file, index - 1);
    const called = before === "(" && /^(import|require)$/.test(word(file, index - 2));
    if (before !== "from" && before !== "import" && !called) continue;
    found.push({ from: text(file.scan, token).slice(1, -1), start: token.start + 1, end: token.end - 1 });
  }
  return found;
}

const word = (file: CodeFile, index: number): string => {
  const token = file.scan.tokens[index];
  return token && token.kind !== "string" ? text(file.scan, token) : "";
};

/** Whether the frame has a module of this name. */
export const isModule = (resources: Resources, name: string): boolean =>
  resources.imports[name] !== undefined || iconPackages[name] !== undefined || isOpen(resources, name);

/** Whether it answers to any name, and is written for each build. */
export const isOpen = (resources: Resources, name: string): boolean => resources.open.has(name) || isMappedIcons(name);

/** The project file behind a specifier. A module that the preview has wins over a bare path of the same name. */
export function fileOf(resources: Resources, project: Project, from: string, importer: string): string | undefined {
  if (!isLocal(from) && isModule(resources, from)) return undefined;
  return resolveLocal(project, from, importer);
}

/** The files that can be reached from some of them, themselves included. */
export function reachable(resources: Resources, project: Project, roots: string[]): Set<string> {
  const found = new Set<string>();
  const queue = [...roots];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    const file = project.code.get(path);
    if (!file) continue;
    for (const { from } of references(file)) {
      const target = fileOf(resources, project, from, path);
      if (target !== undefined) queue.push(target);
    }
  }
  return found;
}
