import { camelCase } from "./text.ts";

export interface CssModule {
  /** The sheet with its classes made unique. */
  css: string;
  /** The class as it was written → everything that it stands for, separated by spaces. */
  names: Map<string, string>;
}

/**
 * Makes the classes of a CSS module unique, as bundlers do; `composes` and `:global` keep their meaning, names of
 * keyframes stay global.
 * @param composed the names of another module that `composes … from` asks for
 */
export function cssModule(
  path: string,
  source: string,
  composed: (from: string) => ReadonlyMap<string, string> | undefined = () => undefined,
): CssModule {
  const stem = (path.split("/").at(-1) ?? "").split(".")[0]?.replace(/[^\w-]/g, "-") ?? "";
  const suffix = Bun.hash(path).toString(36).slice(0, 5);
  const names = new Map<string, string>();
  const unique = (name: string): string => {
    const known = names.get(name)?.split(" ")[0];
    if (known !== undefined) return known;
    const made = `${stem}_${name}_${suffix}`;
    names.set(name, made);
    return made;
  };
  let css = "";
  let prelude = "";
  const selectors: string[] = [];
  for (const part of source.match(
    /\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^)]*\)|[{};]|[^{};"'/u]+|[\s\S]/g,
  ) ?? []) {
    if (part === "{") {
      const selector = scoped(prelude, unique);
      selectors.push(prelude);
      css += `${selector}{`;
      prelude = "";
    } else if (part === "}" || part === ";") {
      const composes = /^\s*composes\s*:\s*([^;]*)$/.exec(prelude)?.[1];
      if (composes !== undefined) compose(selectors.at(-1) ?? "", composes, names, unique, composed);
      else css += prelude + part;
      if (part === "}") {
        if (composes !== undefined) css += part;
        selectors.pop();
      }
      prelude = "";
    } else prelude += part;
  }
  return { css: css + prelude, names };
}

function scoped(prelude: string, unique: (name: string) => string): string {
  if (/^\s*@(?!scope)/.test(prelude.replace(/\/\*[\s\S]*?\*\//g, ""))) return prelude;
  return prelude
    .split(/(:global\([^()]*(?:\([^()]*\)[^()]*)*\)|:global\s[^,{]*|\[[^\]]*\]|\/\*[\s\S]*?\*\/)/)
    .map((piece) => {
      if (piece.startsWith(":global(")) return piece.slice(8, -1);
      if (piece.startsWith(":global")) return piece.slice(7).trimStart();
      if (piece.startsWith("[") || piece.startsWith("/*")) return piece;
      return piece
        .replace(/:local\(([^()]*)\)/g, "$1")
        .replace(/:local\s+/g, "")
        .replace(/\.(-?[A-Za-z_][\w-]*)/g, (_, name: string) => `.${unique(name)}`);
    })
    .join("");
}

function compose(
  selector: string,
  value: string,
  names: Map<string, string>,
  unique: (name: string) => string,
  composed: (from: string) => ReadonlyMap<string, string> | undefined,
): void {
  const found = /^([\s\S]*?)(?:\s+from\s+(?:["']([^"']+)["']|(global)))?\s*$/.exec(value);
  const [, list = "", file, global] = found ?? [];
  const others = file === undefined ? undefined : composed(file);
  const added = list
    .trim()
    .split(/[\s,]+/)
    .map((name) =>
      global ? name : file === undefined ? (names.get(name) ?? unique(name)) : (others?.get(name) ?? name),
    );
  for (const [, name = ""] of selector.matchAll(/\.(-?[A-Za-z_][\w-]*)/g)) {
    unique(name);
    names.set(name, [names.get(name) ?? "", ...added].join(" "));
  }
}

/** The module that code sees: an object of names as the default export, and each that is an identifier by itself. */
export function cssModuleSource({ names }: CssModule): string {
  const all = new Map<string, string>();
  for (const [name, value] of names) {
    all.set(name, value);
    all.set(camelCase(name), value);
  }
  const named = [...all].filter(([name]) => /^[A-Za-z_$][\w$]*$/.test(name) && !reserved.has(name));
  return [
    `export default ${JSON.stringify(Object.fromEntries(all))};`,
    ...named.map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`),
  ].join("\n");
}

const reserved = new Set(
  "break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof new null return static super switch this throw true try typeof var void while with yield let await".split(
    " ",
  ),
);
