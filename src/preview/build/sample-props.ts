import type { Diagnostic } from "../contract.ts";
import { text } from "../repair/imports.ts";
import type { Token } from "../repair/lexer.ts";
import type { Mount } from "./entry.ts";
import { type CodeFile, diagnosticAt, type Project } from "./project.ts";

export interface SampleProps {
  /** An object literal. */
  source: string;
  /** Says that values were made up, when some were. */
  note: Diagnostic | undefined;
}

const none: SampleProps = { source: "{}", note: undefined };
const mostDepth = 4;

/**
 * Plausible values for the props that a mounted component requires, read from its types. Only what stands in the same
 * file is understood; everything else gets a harmless value.
 */
export function sampleProps(project: Project, mount: Mount): SampleProps {
  const file = project.code.get(mount.path);
  const name = mount.name === "default" ? file?.shape.defaultName : mount.name;
  if (!file || !name) return none;
  const parameter = propsParameter(file, name);
  if (!parameter) return none;
  const members = typeMembers(file, parameter.type, 0);
  const given = members.filter((member) => !member.optional && !parameter.defaulted.has(member.name));
  if (given.length === 0) return none;
  const pairs = given.map(
    (member) => `${JSON.stringify(member.name)}: ${sampleValue(file, member.name, member.type, 0)}`,
  );
  return {
    source: `{ ${pairs.join(", ")} }`,
    note: diagnosticAt(file, parameter.at, {
      message: `${name} is shown with sample values for ${given.map((member) => member.name).join(", ")}.`,
      severity: "info",
    }),
  };
}

interface Member {
  name: string;
  optional: boolean;
  /** Source of its type. */
  type: string;
}

/** The type of a component's first parameter, and the names to which its pattern gives a default. */
function propsParameter(
  file: CodeFile,
  name: string,
): { type: string; defaulted: Set<string>; at: number } | undefined {
  const { tokens } = file.scan;
  const declared = tokens.findIndex(
    (token, index) => token.depth === 0 && text(file.scan, token) === name && isDeclaring(file, tokens[index - 1]),
  );
  if (declared < 0) return undefined;
  const annotated = /^\s*:\s*(?:React\.)?(?:FC|FunctionComponent|VFC)<([\s\S]{1,2000}?)>\s*=/.exec(
    file.text.slice(tokens[declared]?.end ?? 0),
  );
  const open = tokens.findIndex(
    (token, index) => index > declared && token.depth === 0 && text(file.scan, token) === "(",
  );
  const close = open < 0 ? -1 : matching(file, open);
  if (close < 0) return undefined;
  const inside = tokens.slice(open + 1, close);
  const pattern = inside[0] && text(file.scan, inside[0]) === "{" ? matching(file, open + 1) : open + 1;
  const defaulted = new Set<string>();
  for (let at = open + 2; at < pattern; at++) {
    if (value(file, tokens[at + 1]) === "=" && tokens[at]?.kind === "word") defaulted.add(value(file, tokens[at]));
  }
  const colon = tokens[pattern + 1];
  const at = tokens[declared]?.start ?? 0;
  if (annotated?.[1]) return { type: annotated[1], defaulted, at };
  if (value(file, colon) !== ":" || !colon) return undefined;
  return { type: file.text.slice(colon.end, tokens[close]?.start), defaulted, at };
}

const isDeclaring = (file: CodeFile, token: Token | undefined): boolean =>
  /^(function|const|let|var)$/.test(value(file, token));
const value = (file: CodeFile, token: Token | undefined): string => (token ? text(file.scan, token) : "");

function matching(file: CodeFile, open: number): number {
  const { tokens } = file.scan;
  const depth = tokens[open]?.depth ?? 0;
  return tokens.findIndex(
    (token, index) => index > open && token.depth === depth && /^[)\]}]$/.test(value(file, token)),
  );
}

/** The members of an object type, a named type of the file, or an intersection of them. */
function typeMembers(file: CodeFile, type: string, depth: number): Member[] {
  if (depth > mostDepth) return [];
  return splitTop(type, "&").flatMap((part) => {
    const source = part.trim().replace(/^Readonly<([\s\S]*)>$/, "$1");
    if (source.startsWith("{")) return objectMembers(source);
    const named = /^([A-Z]\w*)(?:<[\s\S]*>)?$/.exec(source)?.[1];
    const body = named ? namedType(file, named) : undefined;
    return body === undefined ? [] : typeMembers(file, body, depth + 1);
  });
}

/** The body of `interface Name {…}` or `type Name = …`. */
function namedType(file: CodeFile, name: string): string | undefined {
  const found = new RegExp(`\\b(?:interface\\s+${name}\\b([^{]*)|type\\s+${name}\\b(?:<[^=]*>)?\\s*=\\s*)`).exec(
    file.text,
  );
  if (!found) return undefined;
  const start = found.index + found[0].length;
  const body = file.text.slice(start, endOfType(file.text, start));
  const parents = /extends\s+([\s\S]+)/.exec(found[1] ?? "")?.[1];
  return parents ? `${body} & ${splitTop(parents, ",").join(" & ")}` : body;
}

function endOfType(source: string, start: number): number {
  let depth = 0;
  for (let at = start; at < source.length; at++) {
    const char = source[at] ?? "";
    if ("{([<".includes(char)) depth++;
    else if ("})]".includes(char) || (char === ">" && source[at - 1] !== "=")) {
      depth--;
      if (depth === 0 && char === "}" && !/^\s*(\[|&|\|)/.test(source.slice(at + 1, at + 20))) return at + 1;
    } else if (
      depth === 0 &&
      (char === ";" ||
        (char === "\n" && /^\s*(export|const|function|interface|type|import)\b/.test(source.slice(at, at + 40))))
    )
      return at;
  }
  return source.length;
}

function objectMembers(source: string): Member[] {
  const inner = source.slice(1, source.lastIndexOf("}")).replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "");
  return splitTop(inner, ";,\n").flatMap((part) => {
    const found = /^\s*(?:readonly\s+)?["']?([A-Za-z_$][\w$-]*)["']?(\?)?\s*(:|\()([\s\S]*)$/.exec(part);
    if (!found?.[1]) return [];
    const type = found[3] === "(" ? "() => void" : (found[4] ?? "").trim();
    return [{ name: found[1], optional: found[2] === "?", type }];
  });
}

/** Splits at any of the characters that stand outside of brackets. */
function splitTop(source: string, characters: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < source.length; at++) {
    const char = source[at] ?? "";
    if ("{([<".includes(char)) depth++;
    else if ("})]".includes(char) || (char === ">" && source[at - 1] !== "=")) depth--;
    else if (depth === 0 && characters.includes(char)) {
      // A union may go on in the next line.
      if (char === "\n" && /^\s*[|&]/.test(source.slice(at + 1))) continue;
      parts.push(source.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(source.slice(start));
  return parts.filter((part) => part.trim() !== "");
}

const words: [RegExp, string][] = [
  [/^(href|url|link)$/i, '"#"'],
  [/(image|avatar|photo|logo|src|thumbnail|cover)/i, '"/placeholder.svg?height=200&width=200"'],
  [/e-?mail/i, '"ada@example.com"'],
  [
    /(description|subtitle|text|body|content|message|summary|bio)/i,
    '"A short text that shows how this looks with real content."',
  ],
  [/(date|time)/i, '"2026-01-15"'],
  [/(price|amount|total|cost)/i, '"$29"'],
  [/(^|user|full|first)name$|author/i, '"Ada Lovelace"'],
  [/^id$|Id$/, '"sample-1"'],
  [/colou?r/i, '"#3b82f6"'],
  [/phone/i, '"+1 555 0100"'],
];

function sampleValue(file: CodeFile, name: string, type: string, depth: number): string {
  const source = type
    .trim()
    .replace(/^\(([\s\S]*)\)$/, "$1")
    .replace(/^\|\s*/, "");
  if (depth > mostDepth) return "undefined";
  if (/=>/.test(source) || /^(React\.)?(Dispatch|\w*EventHandler|MouseEventHandler)</.test(source)) return "() => {}";
  const list =
    /^(?:readonly\s+)?([\s\S]+)\[\]$/.exec(source)?.[1] ?? /^(?:Readonly)?Array<([\s\S]+)>$/.exec(source)?.[1];
  if (list !== undefined) {
    const singular = name.replace(/ies$/, "y").replace(/s$/, "");
    const item = sampleValue(file, singular, list, depth + 1);
    return `[${[item, item, item].map((one, index) => numbered(one, index)).join(", ")}]`;
  }
  const union = splitTop(source, "|").map((part) => part.trim());
  if (union.length > 1) {
    const useful = union.find((part) => !/^(undefined|null|false)$/.test(part));
    return sampleValue(file, name, useful ?? "undefined", depth);
  }
  if (/^["'`\d-]|^(true|false)$/.test(source)) return source;
  if (source === "string") return words.find(([pattern]) => pattern.test(name))?.[1] ?? JSON.stringify(readable(name));
  if (source === "number" || source === "bigint")
    return /year/i.test(name) ? "2026" : /percent|progress|rating/i.test(name) ? "4" : "42";
  if (source === "boolean") return /^(open|is|has|show|visible|enabled|active)/.test(name) ? "true" : "false";
  if (source === "Date") return "new Date(2026, 0, 15)";
  if (/^(React\.)?(ReactNode|ReactElement|JSX\.Element)/.test(source)) return JSON.stringify(readable(name));
  if (/^(React\.)?(ComponentType|ElementType|FC)|^LucideIcon/.test(source)) return "() => null";
  if (/^Promise<\{/.test(source)) return "Promise.resolve({})";
  if (/^Record</.test(source)) return "{}";
  const members = typeMembers(file, source, depth);
  if (members.length > 0) {
    const pairs = members
      .filter((member) => !member.optional)
      .map((member) => `${JSON.stringify(member.name)}: ${sampleValue(file, member.name, member.type, depth + 1)}`);
    return `{ ${pairs.join(", ")} }`;
  }
  const alias = /^[A-Z]\w*$/.test(source) ? namedType(file, source) : undefined;
  return alias === undefined || alias.trim() === source ? "undefined" : sampleValue(file, name, alias, depth + 1);
}

/** Items of a list must differ, at least in what serves as their key. */
const numbered = (item: string, index: number): string =>
  item
    .replace(/"(id|key|title|name|label|value|slug)": "([^"]*)"/g, (_, key, text) => `"${key}": "${text} ${index + 1}"`)
    .replace(/^"([^"]*)"$/, `"$1 ${index + 1}"`)
    .replace(/"id": \d+/g, `"id": ${index + 1}`);

const readable = (name: string): string => {
  const spaced = name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
};
