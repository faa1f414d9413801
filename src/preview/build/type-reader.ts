import type { CodeFile, Project } from "./project.ts";
import { fileOf } from "./references.ts";
import type { Resources } from "./resources.ts";
import { closingBracket, reference, splitTop, withoutComments } from "./type-text.ts";

/** A type as it is written, the file in which its names mean something, and what its type parameters stand for. */
export interface TypeSource {
  text: string;
  file: CodeFile;
  parameters: ReadonlyMap<string, TypeSource>;
}

export interface Member {
  name: string;
  optional: boolean;
  type: TypeSource;
}

const mostDepth = 8;

/** Reads types from the texts of a project, across its files. Nothing is checked; what is not understood is unknown. */
export class TypeReader {
  readonly #resources: Resources;
  readonly #project: Project;
  /** The component whose props are read, for types that say nothing. */
  body = "";

  constructor(resources: Resources, project: Project) {
    this.#resources = resources;
    this.#project = project;
  }

  type(text: string, file: CodeFile): TypeSource {
    return { text: text.trim(), file, parameters: new Map() };
  }

  /** The members of an object type, of a named type, or of types built from them; empty when it has none. */
  members(type: TypeSource, depth = 0): Member[] {
    if (depth > mostDepth) return [];
    const text = plain(type.text);
    const parts = splitTop(text, "&");
    if (parts.length > 1)
      return merged(parts.flatMap((part) => this.members({ ...type, text: part.trim() }, depth + 1)));
    if (splitTop(text, "|").length > 1) return [];
    if (text.startsWith("{")) return objectMembers(type, text);
    const built = this.#built(type, text, depth);
    if (built) return built;
    const named = this.resolve({ ...type, text });
    return named && named.text !== text ? this.members(named, depth + 1) : [];
  }

  /** `Omit<Props, "a">` and the other helpers that TypeScript and React bring along. */
  #built(type: TypeSource, text: string, depth: number): Member[] | undefined {
    const found = reference(text);
    const [first, second] = found?.args ?? [];
    if (!found || first === undefined) return undefined;
    const inner = () => this.members({ ...type, text: first }, depth + 1);
    switch (found.name.replace(/^React\./, "")) {
      case "Readonly":
      case "NonNullable":
      case "Required":
        return inner().map((one) => (found.name === "Required" ? { ...one, optional: false } : one));
      case "Partial":
        return inner().map((one) => ({ ...one, optional: true }));
      case "PropsWithChildren":
        return [...inner(), { name: "children", optional: false, type: { ...type, text: "React.ReactNode" } }];
      case "Pick":
        return inner().filter((one) => this.literals({ ...type, text: second ?? "" }).includes(one.name));
      case "Omit":
        return inner().filter((one) => !this.literals({ ...type, text: second ?? "" }).includes(one.name));
      default:
        return undefined;
    }
  }

  /** The texts of a union of literals, through names. */
  literals(type: TypeSource, depth = 0): string[] {
    if (depth > mostDepth) return [];
    return splitTop(type.text, "|").flatMap((part) => {
      const text = part.trim();
      const literal = /^["'](.*)["']$/.exec(text)?.[1];
      if (literal !== undefined) return [literal];
      const of = /^keyof\s+(?!typeof)([\s\S]+)$/.exec(text)?.[1];
      if (of) return this.members({ ...type, text: of }, depth + 1).map((one) => one.name);
      const keys = /^keyof\s+typeof\s+(\w+)$/.exec(text)?.[1];
      if (keys) return objectKeys(this.initializer(keys, type.file) ?? "");
      const named = this.resolve({ ...type, text });
      return named ? this.literals(named, depth + 1) : [];
    });
  }

  /** What a type's name stands for; undefined when that is not in the project. Enums become unions of their values. */
  resolve(type: TypeSource): TypeSource | undefined {
    const found = reference(plain(type.text));
    if (!found) return undefined;
    const given = type.parameters.get(found.name);
    if (given) return given;
    const declared = this.#declaration(found.name, type.file, new Set());
    if (!declared) return undefined;
    const parameters = new Map(
      declared.names.map((name, index) => {
        const arg = found.args[index] ?? declared.presets[index];
        const file = found.args[index] === undefined ? declared.file : type.file;
        return [name, { text: arg ?? "unknown", file, parameters: type.parameters }] as const;
      }),
    );
    return { text: declared.text, file: declared.file, parameters };
  }

  #declaration(name: string, file: CodeFile, seen: Set<string>): Declaration | undefined {
    if (seen.has(file.path + name) || seen.size > 40) return undefined;
    seen.add(file.path + name);
    const [space, inner] = name.split(".");
    for (const one of file.imports) {
      const target = () => {
        const path = fileOf(this.#resources, this.#project, one.from, file.path);
        return path === undefined ? undefined : this.#project.code.get(path);
      };
      const named = one.named.find(({ local }) => local === name);
      if (named) return this.#in(target(), named.imported, seen);
      if (one.default?.local === name) return this.#in(target(), target()?.shape.defaultName ?? name, seen);
      if (inner !== undefined && one.namespace?.local === space) return this.#in(target(), inner, seen);
    }
    return this.#in(file, name, seen);
  }

  /** A declaration in a file, or where it passes the name on from. */
  #in(file: CodeFile | undefined, name: string, seen: Set<string>): Declaration | undefined {
    if (!file) return undefined;
    const own = declarationIn(file, name);
    if (own) return own;
    const froms = [...file.text.matchAll(/export\s+(?:type\s+)?(?:\*|\{([^}]*)\})\s*from\s*["']([^"']+)["']/g)];
    for (const [, list, from = ""] of froms) {
      const renamed = new RegExp(`(?:^|[,\\s])(?:type\\s+)?(\\w+)\\s+as\\s+${RegExp.escape(name)}\\b`).exec(
        list ?? "",
      )?.[1];
      if (list !== undefined && !renamed && !new RegExp(`\\b${RegExp.escape(name)}\\b`).test(list)) continue;
      const path = fileOf(this.#resources, this.#project, from, file.path);
      const target = path === undefined ? undefined : this.#project.code.get(path);
      const found =
        target && !seen.has(target.path + (renamed ?? name)) ? this.#in(target, renamed ?? name, seen) : undefined;
      if (found) return found;
    }
    return file.imports.some(({ named }) => named.some(({ local }) => local === name))
      ? this.#declaration(name, file, seen)
      : undefined;
  }

  /** The keys of the constant that a text is looked up in: `icons[item.kind]`. */
  lookupKeys(name: string, file: CodeFile): string[] {
    const found = new RegExp(`\\b(\\w+)\\[(?:[\\w$]+\\??\\.)*${RegExp.escape(name)}(?:\\s+as\\s+[^\\]]+)?\\]`).exec(
      file.text,
    )?.[1];
    return found === undefined ? [] : objectKeys(this.initializer(found, file) ?? "");
  }

  /** The source of what a top-level `const` is set to. */
  initializer(name: string, file: CodeFile): string | undefined {
    const found = new RegExp(`\\b(?:const|let|var)\\s+${RegExp.escape(name)}\\b[^=;]*=\\s*`).exec(file.text);
    if (found) {
      const start = found.index + found[0].length;
      return /[{[(]/.test(file.text[start] ?? "")
        ? file.text.slice(start, closingBracket(file.text, start) + 1)
        : file.text.slice(start).split(/[;\n]/)[0];
    }
    const from = file.imports.find(({ named }) => named.some(({ local }) => local === name))?.from;
    const path = from === undefined ? undefined : fileOf(this.#resources, this.#project, from, file.path);
    const other = path === undefined ? undefined : this.#project.code.get(path);
    return other && other.path !== file.path ? this.initializer(name, other) : undefined;
  }
}

interface Declaration {
  text: string;
  file: CodeFile;
  /** Type parameters and what they are when nothing is given. */
  names: string[];
  presets: (string | undefined)[];
}

function declarationIn(file: CodeFile, name: string): Declaration | undefined {
  const found = new RegExp(`\\b(interface|type|enum)\\s+${RegExp.escape(name)}\\b\\s*`).exec(file.text);
  if (!found) return undefined;
  let at = found.index + found[0].length;
  let generics: string[] = [];
  if (file.text[at] === "<") {
    const end = closingBracket(file.text, at);
    generics = splitTop(file.text.slice(at + 1, end), ",");
    at = end + 1;
  }
  const names = generics.map((one) => /^\s*(?:const\s+|in\s+|out\s+)*(\w+)/.exec(one)?.[1] ?? "");
  const presets = generics.map(
    (one) => /=(?!>)\s*([\s\S]+)$/.exec(one)?.[1]?.trim() ?? /extends\s+([\s\S]+)$/.exec(one)?.[1]?.trim(),
  );
  const open = file.text.indexOf("{", at);
  if (found[1] === "enum")
    return { text: enumUnion(file.text.slice(open + 1, closingBracket(file.text, open))), file, names, presets };
  if (found[1] === "interface") {
    const parents = /^\s*extends\s+([\s\S]+)$/.exec(file.text.slice(at, open))?.[1];
    const body = file.text.slice(open, closingBracket(file.text, open) + 1);
    return { text: [body, ...splitTop(parents ?? "", ",")].map((one) => one.trim()).join(" & "), file, names, presets };
  }
  const equals = file.text.indexOf("=", at);
  return equals < 0 ? undefined : { text: typeAt(file.text, equals + 1), file, names, presets };
}

/** The type that begins at an offset, up to the end of its statement. */
export function typeAt(source: string, start: number): string {
  const rest = source.slice(start, start + 8000);
  const [first = ""] = splitTop(rest, ";\n").slice(0, 1);
  return withoutComments(first).trim();
}

const enumUnion = (body: string): string =>
  splitTop(withoutComments(body), ",")
    .map((one, index) => /=\s*([\s\S]+)$/.exec(one)?.[1]?.trim() ?? String(index))
    .join(" | ");

export const objectKeys = (source: string): string[] =>
  source.startsWith("{")
    ? splitTop(withoutComments(source.slice(1, -1)), ",").flatMap((one) => /^\s*["']?([\w$-]+)/.exec(one)?.[1] ?? [])
    : [];

const plain = (text: string): string => {
  const trimmed = withoutComments(text)
    .trim()
    .replace(/^[|&]\s*/, "");
  return trimmed.startsWith("(") && closingBracket(trimmed, 0) === trimmed.length - 1
    ? plain(trimmed.slice(1, -1))
    : trimmed;
};

function objectMembers(type: TypeSource, text: string): Member[] {
  const inner = withoutComments(text.slice(1, closingBracket(text, 0)));
  return splitTop(inner, ";,\n").flatMap((part) => {
    const found = /^\s*(?:readonly\s+)?["']?([A-Za-z_$][\w$-]*)["']?(\?)?\s*(:|\(|<)([\s\S]*)$/.exec(part);
    if (!found?.[1]) return [];
    const source =
      found[3] === ":"
        ? (found[4] ?? "").trim()
        : `(${/\)\s*:\s*([\s\S]+)$/.exec(part)?.[1] === undefined ? "" : "..._"}) => ${/\)\s*:\s*([\s\S]+)$/.exec(part)?.[1] ?? "void"}`;
    return [{ name: found[1], optional: found[2] === "?", type: { ...type, text: source } }];
  });
}

/** Of members that are there twice the later one counts. */
const merged = (members: Member[]): Member[] => [...new Map(members.map((one) => [one.name, one])).values()];
