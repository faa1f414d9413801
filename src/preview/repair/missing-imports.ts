import { type CodeFile, diagnosticAt, type Project } from "../build/project.ts";
import type { Resources } from "../build/resources.ts";
import { mended, type Repair } from "./edit.ts";
import { text } from "./imports.ts";
import type { Token } from "./lexer.ts";

/** Where well-known names come from when the kit does not have them. Earlier lines win. */
const homes: [module: string, names: string[]][] = [
  ["next/link", ["Link"]],
  ["next/image", ["Image"]],
  ["framer-motion", ["motion", "AnimatePresence"]],
  [
    "recharts",
    "AreaChart BarChart LineChart PieChart RadarChart RadialBarChart ComposedChart ScatterChart ResponsiveContainer CartesianGrid XAxis YAxis Area Bar Line Pie Cell Radar PolarGrid PolarAngleAxis".split(
      " ",
    ),
  ],
  ["next-themes", ["useTheme"]],
  ["next/navigation", ["useRouter", "usePathname", "useSearchParams", "useParams"]],
  ["react-hook-form", ["useForm", "useFieldArray", "Controller"]],
  ["@hookform/resolvers/zod", ["zodResolver"]],
  ["class-variance-authority", ["cva"]],
  ["clsx", ["clsx"]],
  ["tailwind-merge", ["twMerge"]],
  ["@/lib/utils", ["cn"]],
];
const defaults = new Set(["next/link", "next/image"]);
const notReact = new Set(["act", "version", "Children", "cache", "use"]);

/** Adds the import of a known component, icon, hook or helper that is used but never imported. */
export function repairMissingImports(
  resources: Resources,
  project: Project,
  file: CodeFile,
  partial: boolean,
): Repair & { appended: string } {
  const used = usedNames(file);
  const wanted = new Map<string, { name: string; at: number }[]>();
  const repair: Repair = { edits: [], diagnostics: [] };
  const stubs: string[] = [];
  for (const { name, at, isTag } of used) {
    // `React.FC` alone is a type and nothing at run time.
    if (name === "React" && !/\bReact\s*\./.test(withoutTypes(file.text))) continue;
    const home = homeOf(resources, project, file, name, isTag);
    if (home) wanted.set(home, [...(wanted.get(home) ?? []), { name, at }]);
    else if (isTag && partial) stubs.push(name);
    else if (isTag) {
      repair.diagnostics.push(
        diagnosticAt(file, at, {
          message: `<${name}> is used but neither declared nor imported.`,
          severity: "error",
          fix: "Import it, or write it in this file.",
        }),
      );
    }
  }
  for (const [module, names] of wanted) {
    addImport(
      file,
      module,
      names.map(({ name }) => name),
      repair,
    );
    for (const { name, at } of names) {
      repair.diagnostics.push(
        mended(file, at, `${name} is used but not imported.`, `It is imported from "${module}".`),
      );
    }
  }
  const appended = stubs
    .map((name) => `\nfunction ${name}(props: { children?: unknown }) { return props.children ?? null; }`)
    .join("");
  return { ...repair, appended };
}

function withoutTypes(source: string): string {
  try {
    return new Bun.Transpiler({ loader: "tsx" }).transformSync(source);
  } catch {
    return source;
  }
}

interface Use {
  name: string;
  at: number;
  isTag: boolean;
}

/** Names that the file uses as components, hooks or helpers and binds nowhere. */
function usedNames(file: CodeFile): Use[] {
  const { scan } = file;
  const bound = boundNames(file);
  const found = new Map<string, Use>();
  const note = (name: string, at: number, isTag: boolean) => {
    if (!bound.has(name) && !found.has(name)) found.set(name, { name, at, isTag });
  };
  for (const [index, token] of scan.tokens.entries()) {
    const value = text(scan, token);
    if (token.kind === "tagName") {
      const root = value.split(".")[0] ?? "";
      if (/^[A-Z]/.test(root) || value.includes(".")) note(root, token.start, true);
    } else if (token.kind === "word" && isReference(file, index)) {
      if (/^use[A-Z]/.test(value) && /^[(<]$/.test(next(file, index))) note(value, token.start, false);
      else if (/^(cn|cva|clsx|twMerge|zodResolver|forwardRef|memo|createContext|toast)$/.test(value))
        note(value, token.start, false);
      else if (value === "React" && next(file, index) === ".") note(value, token.start, false);
      else if (isIconValue(file, index, value)) note(value, token.start, false);
    }
  }
  return [...found.values()];
}

const next = (file: CodeFile, index: number): string => {
  const token = file.scan.tokens[index + 1];
  return token ? text(file.scan, token) : "";
};
const previous = (file: CodeFile, index: number): string => {
  const token = file.scan.tokens[index - 1];
  return token ? text(file.scan, token) : "";
};

/** A call or a member access, not a property name. */
const isReference = (file: CodeFile, index: number): boolean => {
  const before = previous(file, index);
  return before !== "." && before !== "?." && !/^(function|const|let|var|class|type|interface)$/.test(before);
};

/** `icon: Home,` in a list of data. */
const isIconValue = (file: CodeFile, index: number, value: string): boolean =>
  /^[A-Z][a-zA-Z0-9]+$/.test(value) &&
  previous(file, index) === ":" &&
  /^icon$/i.test(previous(file, index - 1)) &&
  /^[,}]$/.test(next(file, index));

const binding = /^(const|let|var|function|class|enum|interface|type|import|as|\*)$/;

/** Every name that is bound anywhere in the file; too many is safe, too few would add a wrong import. */
function boundNames(file: CodeFile): Set<string> {
  const { scan } = file;
  const bound = new Set<string>(file.shape.declared);
  for (const declaration of file.imports) {
    for (const name of [declaration.default, declaration.namespace, ...declaration.named])
      if (name) bound.add(name.local);
  }
  for (const [index, token] of scan.tokens.entries()) {
    if (token.kind !== "word") continue;
    const before = previous(file, index);
    const value = text(scan, token);
    if (binding.test(before)) bound.add(value);
    // Parameters and patterns: `({ icon: Icon })`, `[Icon, setIcon]`, `Icon =>`, `(Icon) =>`.
    else if (isPattern(file, index, token)) bound.add(value);
  }
  return bound;
}

function isPattern(file: CodeFile, index: number, token: Token): boolean {
  const { scan } = file;
  const before = previous(file, index);
  const after = next(file, index);
  if (after === "=>") return true;
  if (before === "." || token.depth === 0) return false;
  if (!/^[:,{[(]$|^\.\.\.$/.test(before) || !/^[,}\])=:?]$/.test(after)) return false;
  // Walk out to the bracket that began it and see what follows its end.
  for (let at = index + 1; at < scan.tokens.length; at++) {
    const one = scan.tokens[at];
    if (!one || one.depth >= token.depth) continue;
    const closing = text(scan, one);
    const behind = scan.tokens[at + 1];
    const following = behind ? text(scan, behind) : "";
    if (closing === "}" || closing === "]") {
      if (following === "=" || following === "of" || following === "in" || following === ":")
        return following !== ":" || closing === "}";
      if (following === ")" || following === "," || following === "}")
        return isPattern(file, at, one) || isParameterEnd(file, at + 1);
      return false;
    }
    return closing === ")" && (following === "=>" || following === "{" || following === ":");
  }
  return false;
}

/** Whether the bracket at an index ends a parameter list. */
function isParameterEnd(file: CodeFile, index: number): boolean {
  const { tokens } = file.scan;
  const depth = tokens[index]?.depth ?? 0;
  for (let at = index; at < tokens.length; at++) {
    const token = tokens[at];
    if (!token || text(file.scan, token) !== ")" || token.depth > depth) continue;
    const following = next(file, at);
    return following === "=>" || following === "{" || following === ":";
  }
  return false;
}

/** Where a name that the file uses is to be had, when one place is the obvious one. */
export function homeOf(
  resources: Resources,
  project: Project,
  file: CodeFile,
  name: string,
  isTag: boolean,
): string | undefined {
  if (name === "React") return "react";
  if (!isTag && resources.exports.get("react")?.has(name) && !notReact.has(name)) return "react";
  const listed = homes.find(([, names]) => names.includes(name))?.[0];
  // A file of the project that exports it comes first.
  for (const other of project.code.values()) {
    if (other.path !== file.path && other.shape.exported.includes(name)) return relative(file.path, other.path);
  }
  if (listed && (listed !== "@/lib/utils" || resources.imports[listed])) return listed;
  if (name === "toast") return "sonner";
  for (const [module, exported] of resources.exports) {
    if ((module.startsWith("@/components/ui/") || (!isTag && module.startsWith("@/hooks/"))) && exported.has(name))
      return module;
  }
  if (/^[A-Z]/.test(name) && resources.exports.get("lucide-react")?.has(name)) return "lucide-react";
  if (isTag && resources.exports.get("react")?.has(name)) return "react";
  return undefined;
}

export function relative(from: string, to: string): string {
  const folder = from.split("/").slice(0, -1);
  const target = to.replace(/\.[jt]sx?$/, "").split("/");
  let shared = 0;
  while (shared < folder.length && folder[shared] === target[shared]) shared++;
  const up = "../".repeat(folder.length - shared);
  return `${up || "./"}${target.slice(shared).join("/")}`;
}

/** @param names as they stand between the braces, `a as b` included */
export function addImport(file: CodeFile, module: string, names: string[], { edits }: Repair): void {
  const existing = file.imports.find((one) => one.from === module && one.braces && !one.typeOnly);
  if (existing?.braces && !defaults.has(module) && !names.includes("React")) {
    edits.push({ start: existing.braces.start, end: existing.braces.start, text: ` ${names.join(", ")},` });
    return;
  }
  const clause = names.includes("React")
    ? "* as React"
    : defaults.has(module)
      ? names.join(", ")
      : `{ ${names.join(", ")} }`;
  const at = file.imports[0]?.start ?? directiveEnd(file.text);
  edits.push({ start: at, end: at, text: `import ${clause} from "${module}";\n` });
  const others = names.filter((name) => name !== "React");
  if (names.includes("React") && others.length > 0) {
    edits.push({ start: at, end: at, text: `import { ${others.join(", ")} } from "${module}";\n` });
  }
}

/** Just after `"use client"` and the comments above it. */
function directiveEnd(source: string): number {
  const directive = /^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*["']use (?:client|server|strict)["'];?[ \t]*\n?/.exec(
    source,
  );
  return directive?.[0].length ?? 0;
}
