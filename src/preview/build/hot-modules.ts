/**
 * What makes a bundle updatable in place. The frame evaluates every build as a whole, but a file that is as it was, with
 * everything it imports, keeps the instance that it already has there: its stores, contexts and counters live on, as
 * they do with a development server that loads files one by one.
 */
export interface Trail {
  /** Path → text that the bundler was given. */
  contents: Map<string, string>;
  /** Path → paths of what it imports inside the bundle. */
  imports: Map<string, Set<string>>;
}

export const newTrail = (): Trail => ({ contents: new Map(), imports: new Map() });

export function noteImport({ imports }: Trail, from: string, to: string): void {
  const known = imports.get(from) ?? new Set<string>();
  imports.set(from, known.add(to));
}

/** Names the helpers of `vitrine/runtime/hot` under which transformed code calls them. */
const helpers =
  'import { context as $keptContext, kept as $kept, register as $RefreshReg$, register as $register, signature as $RefreshSig$ } from "vitrine/runtime/hot";';

/**
 * Lets each module of the project ask the frame for its earlier instance before it runs.
 * Lines stay where they are, so that the source map holds.
 * @param js as the bundler wrote it: every file of the project is a function of its own, because the mount imports them
 * lazily, below a comment with its path and a list of its exports
 * @param fresh files that have to run in every build
 */
export function withHotModules(js: string, trail: Trail, fresh: ReadonlySet<string>): string {
  const imported = importedBindings(js);
  const seen = new Set<string>();
  let path: string | undefined;
  let namespace = "";
  let exported: [name: string, local: string][] = [];
  const lines = js.split("\n");
  for (const [at, line] of lines.entries()) {
    const section = /^\/\/ user:(.+)$/.exec(line)?.[1];
    if (section !== undefined && trail.contents.has(section) && !seen.has(section)) {
      seen.add(section);
      path = section;
      namespace = "";
      exported = [];
    }
    if (path === undefined) continue;
    const list = /^__export\(([\w$]+), \{$/.exec(line)?.[1];
    if (list !== undefined && namespace === "") {
      namespace = list;
      exported = exportList(lines, at + 1);
    }
    if (!/^var init_[\w$]+ = __esm\((?:async )?\(\) => \{$/.test(line)) continue;
    const restored = exported.filter(([, local]) => !imported.has(local));
    const restore = restored.map(([name, local]) => `${local} = old[${JSON.stringify(name)}];`).join(" ");
    const key = fresh.has(path) ? "" : moduleKey(trail, path);
    const asked = [JSON.stringify(path), JSON.stringify(key), "import.meta.url", namespace || "{}"];
    lines[at] = `${line} if ($kept(${asked.join(", ")}, (old) => { ${restore} })) return;`;
    path = undefined;
  }
  const text = lines.join("\n");
  const map = text.lastIndexOf("\n//# sourceMappingURL=");
  return map < 0 ? `${text}\n${helpers}\n` : `${text.slice(0, map)}\n${helpers}${text.slice(map)}`;
}

/** `  name: () => local,` up to the end of the list. */
function exportList(lines: string[], from: number): [string, string][] {
  const found: [string, string][] = [];
  for (let at = from; at < lines.length; at++) {
    const [, quoted, plain, local] =
      /^ {2}(?:("(?:[^"\\]|\\.)*")|([\w$]+)): \(\) => ([\w$]+),?$/.exec(lines[at] ?? "") ?? [];
    if (local === undefined) break;
    const name: unknown = quoted === undefined ? plain : JSON.parse(quoted);
    if (typeof name === "string") found.push([name, local]);
  }
  return found;
}

/** Bindings that come from outside of the bundle, which nothing can be assigned to. */
function importedBindings(js: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [, clause = ""] of js.matchAll(/^import\b([^"';]*)\bfrom\s*["']/gm)) {
    for (const [, renamed, plain] of clause.matchAll(/\bas\s+([\w$]+)|([\w$]+)/g)) names.add(renamed ?? plain ?? "");
  }
  return names;
}

/** Equal when a file and everything that it imports inside the bundle are equal. */
function moduleKey({ contents, imports }: Trail, path: string): string {
  const reached = new Set<string>();
  const queue = [path];
  for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
    if (reached.has(one)) continue;
    reached.add(one);
    queue.push(...(imports.get(one) ?? []));
  }
  const texts = [...reached].sort().map((one) => `${one}\0${contents.get(one) ?? ""}`);
  return Bun.hash(texts.join("\0\0")).toString(36);
}
