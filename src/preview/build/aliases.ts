/** A pattern of `paths`, `imports` or an alias of a bundler: what stands before and after its `*`, and what it means. */
export interface Alias {
  before: string;
  /** Undefined for an alias without `*`, which only means itself. */
  after: string | undefined;
  /** Paths from the root of the project, `*` where the matched part goes; the first that exists is taken. */
  targets: string[];
}

/** What the configuration files of a project say about the addresses of its own files. */
export function readAliases(files: ReadonlyMap<string, string>): Alias[] {
  const found: Alias[] = [];
  for (const [path, text] of files) {
    const name = path.split("/").at(-1) ?? "";
    const folder = path.split("/").slice(0, -1).join("/");
    if (/^(tsconfig|jsconfig)(\.\w+)?\.json$/.test(name)) found.push(...fromTypeScript(text, folder));
    else if (name === "package.json") found.push(...fromPackage(text, folder));
    else if (/^(vite|vitest)\.config\.[cm]?[jt]s$/.test(name)) found.push(...fromVite(text, folder));
  }
  // The longest fixed beginning wins, as in TypeScript.
  return found.sort((a, b) => b.before.length - a.before.length);
}

/** The paths that a specifier may mean, in the order in which they are tried; empty when no alias fits. */
export function aliasTargets(aliases: Alias[], specifier: string): string[] {
  for (const { before, after, targets } of aliases) {
    if (after === undefined) {
      if (specifier === before) return targets;
      continue;
    }
    if (specifier.length < before.length + after.length) continue;
    if (!specifier.startsWith(before) || !specifier.endsWith(after)) continue;
    const inner = specifier.slice(before.length, specifier.length - after.length);
    return targets.map((target) => target.replace("*", () => inner));
  }
  return [];
}

function fromTypeScript(text: string, folder: string): Alias[] {
  const options = member(parse(text), "compilerOptions");
  const base = member(options, "baseUrl");
  const root = typeof base === "string" ? join(folder, base) : folder;
  const aliases = entries(member(options, "paths")).map(([pattern, targets]) => alias(pattern, strings(targets), root));
  // With a base every bare specifier may be a file below it.
  return typeof base === "string" ? [...aliases, alias("*", ["*"], root)] : aliases;
}

const fromPackage = (text: string, folder: string): Alias[] =>
  entries(member(parse(text), "imports")).map(([pattern, target]) =>
    alias(pattern, [...strings(target), ...entries(target).flatMap(([, one]) => strings(one))], folder),
  );

/** `alias: { "@": path.resolve(__dirname, "./src") }`, `find: "@components", replacement: … "src/components"` */
function fromVite(text: string, folder: string): Alias[] {
  const pairs = [
    ...text.matchAll(
      /["']?([@~#$][\w@/-]*)["']?\s*:\s*[^}\n]*?["'](\.{0,2}\/?[\w./-]+)["']\s*(?:,\s*import\.meta\.url)?\s*\)/g,
    ),
    ...text.matchAll(/find:\s*["']([^"']+)["']\s*,\s*replacement:[^,}\n]*?["'](\.{0,2}\/?[\w./-]+)["']/g),
  ];
  return pairs.flatMap(([, name = "", target = ""]) => {
    const stem = name.replace(/\/$/, "");
    return [alias(stem, [target], folder), alias(`${stem}/*`, [`${target.replace(/\/$/, "")}/*`], folder)];
  });
}

function alias(pattern: string, targets: string[], root: string): Alias {
  const star = pattern.indexOf("*");
  return {
    before: star < 0 ? pattern : pattern.slice(0, star),
    after: star < 0 ? undefined : pattern.slice(star + 1),
    targets: targets.map((target) => join(root, target)),
  };
}

/** Joins a folder and a relative path; what would lead above the root stays at the root. */
export function join(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

function parse(text: string): unknown {
  try {
    return Bun.JSONC.parse(text);
  } catch {
    // A configuration that cannot be read only means that no alias is known.
    return undefined;
  }
}

const member = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
const entries = (value: unknown): [string, unknown][] =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
const strings = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === "string");
