import { text } from "../repair/imports.ts";
import type { CodeFile, Project } from "./project.ts";

export interface Taken {
  /** Module → the names that the project's files import from it. */
  taken: Map<string, Set<string>>;
  /** Modules imported as a namespace. */
  whole: Set<string>;
  /** Module → what the project's files call its default export. */
  defaults: Map<string, Set<string>>;
  /** Module → what is used of it through a namespace, types included. */
  members: Map<string, Set<string>>;
}

/** Which names the files of a project take from which modules. */
export function takenNames(project: Project): Taken {
  const found: Taken = { taken: new Map(), whole: new Set(), defaults: new Map(), members: new Map() };
  for (const file of project.code.values()) {
    for (const declaration of file.imports) {
      if (declaration.typeOnly) continue;
      const names = entry(found.taken, declaration.from);
      if (declaration.default) {
        names.add("default");
        entry(found.defaults, declaration.from).add(declaration.default.local);
      }
      if (declaration.namespace) {
        found.whole.add(declaration.from);
        const { local } = declaration.namespace;
        for (const name of members(file, local)) entry(found.members, declaration.from).add(name);
        for (const name of memberTags(file, local)) names.add(name);
      }
      for (const name of declaration.named) {
        if (name.typeOnly) continue;
        names.add(name.imported);
        if (name.imported === "icons" || name.imported === "DynamicIcon") found.whole.add(declaration.from);
      }
    }
    for (const star of file.shape.stars) found.whole.add(star);
    for (const [from, names] of reExports(file.text)) for (const name of names) entry(found.taken, from).add(name);
    for (const [from, names] of lazyImports(file)) for (const name of names) entry(found.taken, from).add(name);
  }
  return found;
}

function entry(map: Map<string, Set<string>>, key: string): Set<string> {
  const known = map.get(key);
  if (known) return known;
  const made = new Set<string>();
  map.set(key, made);
  return made;
}

/** `Icons.Home` → `Home` */
function members(file: CodeFile, local: string): string[] {
  const pattern = new RegExp(`(?<![\\w$.])${local.replaceAll("$", "\\$")}\\s*\\.\\s*([A-Za-z_$][\\w$]*)`, "g");
  return [...file.text.matchAll(pattern)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}

/** `<Icons.Home />` → `Home` */
const memberTags = (file: CodeFile, local: string): string[] =>
  file.scan.tokens.flatMap((token) => {
    const tag = token.kind === "tagName" ? text(file.scan, token) : "";
    return tag.startsWith(`${local}.`) ? (tag.split(".")[1] ?? []) : [];
  });

/** `export { A, B as C } from "x"` */
function reExports(source: string): [string, string[]][] {
  if (!/export\s*\{/.test(source)) return [];
  return [...source.matchAll(/export\s*\{([^}]*)\}\s*from\s*["']([^"']+)["']/g)].map(([, list, from]) => [
    from ?? "",
    (list ?? "")
      .split(",")
      .map((part) => part.trim().split(/\s+as\s+/)[0] ?? "")
      .filter((name) => /^[\w$]+$/.test(name)),
  ]);
}

/** `import("x").then((m) => m.Name)`, `const { Name } = await import("x")`, `require("x").Name` */
function lazyImports(file: CodeFile): [string, string[]][] {
  const found: [string, string[]][] = [];
  const { tokens } = file.scan;
  for (const [index, token] of tokens.entries()) {
    const open = tokens[index - 1];
    const called = tokens[index - 2];
    if (token.kind !== "string" || !open || !called || file.text[open.start] !== "(") continue;
    if (!/^(import|require)$/.test(text(file.scan, called))) continue;
    const from = text(file.scan, token).slice(1, -1);
    const behind = file.text.slice(token.end, token.end + 200);
    const parameter = /^\s*\)\s*\.then\(\s*(?:async\s*)?\(?\s*([\w$]+)/.exec(behind)?.[1];
    const names = new Set<string>(["default"]);
    if (parameter) {
      for (const [, name = ""] of behind.matchAll(new RegExp(`\\b${parameter}\\.([\\w$]+)`, "g"))) names.add(name);
    }
    const patterns = [
      /^\s*\)\s*\.then\(\s*\(?\s*\{([^}]*)\}/.exec(behind)?.[1],
      /\{([^{}]*)\}\s*=\s*(?:await\s+)?$/.exec(file.text.slice(Math.max(0, called.start - 200), called.start))?.[1],
    ];
    for (const pattern of patterns) {
      for (const [, name = ""] of (pattern ?? "").matchAll(/(?:^|,)\s*([\w$]+)/g)) names.add(name);
    }
    const direct = /^\s*\)\s*\.(?!then\b|catch\b|finally\b)([\w$]+)/.exec(behind)?.[1];
    if (direct) names.add(direct);
    found.push([from, [...names]]);
  }
  return found;
}
