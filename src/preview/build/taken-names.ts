import type { Project } from "./project.ts";

export interface Taken {
  /** Module → the names that the project's files import from it. */
  taken: Map<string, Set<string>>;
  /** Modules imported as a namespace. */
  whole: Set<string>;
}

/** Which names the files of a project take from which modules. */
export function takenNames(project: Project): Taken {
  const taken = new Map<string, Set<string>>();
  const whole = new Set<string>();
  for (const file of project.code.values()) {
    for (const declaration of file.imports) {
      if (declaration.typeOnly) continue;
      const names = taken.get(declaration.from) ?? new Set<string>();
      taken.set(declaration.from, names);
      if (declaration.default) names.add("default");
      if (declaration.namespace) whole.add(declaration.from);
      for (const name of declaration.named) {
        if (name.typeOnly) continue;
        names.add(name.imported);
        if (name.imported === "icons" || name.imported === "DynamicIcon") whole.add(declaration.from);
      }
    }
    for (const [from, names] of reExports(file.text)) {
      const known = taken.get(from) ?? new Set<string>();
      for (const name of names) known.add(name);
      taken.set(from, known);
    }
  }
  return { taken, whole };
}

/** `export { A, B as C } from "x"` */
function reExports(source: string): [string, string[]][] {
  if (!source.includes("export {") && !source.includes("export{")) return [];
  return [...source.matchAll(/export\s*\{([^}]*)\}\s*from\s*["']([^"']+)["']/g)].map(([, list, from]) => [
    from ?? "",
    (list ?? "")
      .split(",")
      .map((part) => part.trim().split(/\s+as\s+/)[0] ?? "")
      .filter((name) => /^[\w$]+$/.test(name)),
  ]);
}
