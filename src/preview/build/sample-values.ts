import { inferredType } from "./inferred-types.ts";
import { librarySample } from "./library-samples.ts";
import { readable } from "./text.ts";
import type { TypeReader, TypeSource } from "./type-reader.ts";
import { objectKeys } from "./type-reader.ts";
import { closingBracket, reference, splitTop } from "./type-text.ts";

const mostDepth = 6;

const texts: [RegExp, string][] = [
  [/^(href|url|link|to)$/i, "#"],
  [/(image|avatar|photo|logo|src|thumbnail|cover|picture)/i, "/placeholder.svg?height=200&width=200"],
  [/e-?mail/i, "ada@example.com"],
  [
    /(description|subtitle|text|body|content|message|summary|bio|excerpt)/i,
    "A short text that shows how this looks with real content.",
  ],
  [/(date|time|createdAt|updatedAt)$/i, "2026-01-15"],
  [/(price|amount|total|cost|revenue)/i, "$29"],
  [/(^|user|full|first)name$|author|owner|assignee/i, "Ada Lovelace"],
  [/^id$|Id$/, "sample-1"],
  [/colou?r/i, "#3b82f6"],
  [/phone/i, "+1 555 0100"],
  [/(trend|change|delta)/i, "+12%"],
  [/initials/i, "AL"],
  [/currency/i, "USD"],
  [/locale|lang/i, "en"],
  [/slug|path/i, "sample"],
  [/country/i, "Portugal"],
  [/city|location/i, "Lisbon"],
];

/** A plausible text for a property of the given name. */
export const sampleText = (name: string): string =>
  texts.find(([pattern]) => pattern.test(name))?.[1] ?? readable(name);

export function sampleNumber(name: string): number {
  if (/year/i.test(name)) return 2026;
  if (/percent|progress|completion|score/i.test(name)) return 64;
  if (/rating|stars/i.test(name)) return 4;
  if (/price|amount|cost|salary|total|revenue/i.test(name)) return 29;
  if (/page|step|index|level|quantity/i.test(name)) return 1;
  return 12;
}

const isTrue = (name: string): boolean =>
  /^(open|is(?!Loading|Disabled|Error|Pending|Submitting)|has|show|visible|enabled|active|checked)/.test(name);

/** A component for a prop that wants one, and a function that only says that it was called; both in the mount module. */
const icon = "$icon";
const noop = (name: string, result: string): string =>
  `(...args) => { console.log(${JSON.stringify(`${name} was called with`)}, ...args); ${result === "undefined" ? "" : `return ${result};`} }`;

/** An expression of a plausible value for a type. */
export function sampleValue(reader: TypeReader, name: string, type: TypeSource, depth = 0): string {
  const text = type.text
    .replace(/^\|\s*/, "")
    .replace(/^readonly\s+/, "")
    .trim();
  const of = (source: string): TypeSource => ({ ...type, text: source.trim() });
  const value = (source: string, called = name) => sampleValue(reader, called, of(source), depth + 1);
  if (depth > mostDepth || text === "" || /^(undefined|null|void|never)$/.test(text))
    return text === "null" ? "null" : "undefined";
  if (text.startsWith("(") && closingBracket(text, 0) === text.length - 1) return value(text.slice(1, -1));

  const arrow = functionResult(text);
  if (arrow !== undefined)
    return noop(
      name,
      /^(void|undefined|any|unknown|never|Promise<\s*void\s*>)$/.test(arrow) ? "undefined" : value(arrow),
    );
  const union = splitTop(text, "|").map((part) => part.trim());
  if (union.length > 1) return value(union.find((part) => !/^(undefined|null|false)$/.test(part)) ?? "undefined");
  const untyped =
    /^(any|unknown|object|\{\})(\[\])?$|^(Readonly)?Array<(any|unknown)>$|^Record<string,\s*(any|unknown)>(\[\])?$/.test(
      text,
    );
  const used = untyped ? inferredType(name, reader.body) : "string";
  if (used !== "string" && used !== text && depth < 3) return sampleValue(reader, name, of(used), depth + 1);
  const keys = text === "string" ? reader.lookupKeys(name, type.file) : [];
  if (keys[0] !== undefined) return JSON.stringify(keys[0]);
  const list = /^([\s\S]+)\[\]$/.exec(text)?.[1];
  if (list !== undefined && !/^typeof\b/.test(list)) return items(reader, name, of(list), depth);
  if (text.startsWith("["))
    return `[${splitTop(text.slice(1, -1), ",")
      .map((one) => value(one.replace(/^\s*\w+\??\s*:/, "")))
      .join(", ")}]`;
  if (/^["'`]|^-?\d|^(true|false)$/.test(text)) return text;
  const simple = primitive(name, text);
  if (simple !== undefined) return simple;

  const found = reference(text);
  const library = found && fromLibrary(type, text, found.name);
  if (library !== undefined) return library;
  const [first = "unknown", second = "unknown"] = found?.args ?? [];
  switch (found?.name.replace(/^React\./, "")) {
    case "Array":
    case "ReadonlyArray":
      return items(reader, name, of(first), depth);
    case "Promise":
      return `Promise.resolve(${value(first)})`;
    case "Set":
    case "ReadonlySet":
      return `new Set([${value(first)}])`;
    case "Map":
    case "ReadonlyMap":
      return `new Map([[${value(first, "key")}, ${value(second)}]])`;
    case "Record": {
      const keys = reader.literals(of(first));
      const used = keys.length > 0 ? keys : ["one", "two"];
      return `{ ${used.map((key) => `${JSON.stringify(key)}: ${value(second, keys.length > 0 ? key : name)}`).join(", ")} }`;
    }
    case "RefObject":
    case "MutableRefObject":
      return "{ current: null }";
    case "Dispatch":
    case "SetStateAction":
      return noop(name, "undefined");
    default:
  }
  const made = fromMembers(reader, name, type, depth);
  if (made !== undefined) return made;
  // A type that is not there, or a parameter that is left open: how the value is used says what it is.
  const guessed = found && depth < 3 && !reader.resolve(type) ? inferredType(name, reader.body) : "string";
  return guessed === "string" ? "undefined" : sampleValue(reader, name, of(guessed), depth + 1);
}

function fromLibrary(type: TypeSource, text: string, name: string): string | undefined {
  const hook = /^ReturnType<\s*typeof\s+(useForm|useReactTable)\b/.exec(text)?.[1];
  if (hook) return hook === "useForm" ? "$form" : "$table";
  const taken = type.file.imports.find(({ named }) => named.some(({ local }) => local === name));
  return librarySample(taken?.from, taken?.named.find(({ local }) => local === name)?.imported ?? name);
}

function fromMembers(reader: TypeReader, name: string, type: TypeSource, depth: number): string | undefined {
  const text = type.text.trim();
  const index = /^\{\s*\[\s*\w+\s*:\s*\w+\s*\]\s*:\s*([\s\S]+?);?\s*\}$/.exec(text)?.[1];
  if (index) return `{ one: ${sampleValue(reader, name, { ...type, text: index }, depth + 1)} }`;
  const members = reader.members(type);
  if (members.length > 0) {
    const pairs = members
      .filter((member) => !member.optional)
      .map((member) => `${JSON.stringify(member.name)}: ${sampleValue(reader, member.name, member.type, depth + 1)}`);
    return `{ ${pairs.join(", ")} }`;
  }
  if (text === "{}" || text === "object") return "{}";
  const literal = reader.literals(type)[0];
  if (literal !== undefined) return JSON.stringify(literal);
  const accessed = /^([\s\S]+)\[\s*(number|["']([\w-]+)["'])\s*\]$/.exec(text);
  if (accessed) {
    const [, base = "", , key] = accessed;
    const constant = /^\(?\s*typeof\s+(\w+)\s*\)?$/.exec(base)?.[1];
    if (constant) {
      const source = reader.initializer(constant, type.file) ?? "";
      return source.startsWith("[") ? splitTop(source.slice(1, -1), ",")[0]?.trim() : undefined;
    }
    if (key === undefined) return sampleValue(reader, name, { ...type, text: base.replace(/\[\]$/, "") }, depth + 1);
    const member = reader.members({ ...type, text: base }).find((one) => one.name === key);
    return member ? sampleValue(reader, key, member.type, depth + 1) : undefined;
  }
  const same = /^typeof\s+(\w+)$/.exec(text)?.[1];
  if (same) {
    const source = reader.initializer(same, type.file) ?? "";
    return /^[[{"'`\d]/.test(source) && !/=>|\bfunction\b|<\w/.test(source) ? source : undefined;
  }
  const named = reader.resolve(type);
  if (named && named.text !== text) return sampleValue(reader, name, named, depth + 1);
  return objectKeys(text).length > 0 ? "{}" : undefined;
}

/** Three items that differ, at least in what serves as their key. */
function items(reader: TypeReader, name: string, type: TypeSource, depth: number): string {
  const singular = name.replace(/ies$/, "y").replace(/(ss)$|s$/, "$1");
  const options = reader.literals(type);
  const item = sampleValue(reader, singular, type, depth + 1);
  const made = [0, 1, 2].map((index) => {
    const option = options[index];
    return options.length > 1 ? (option === undefined ? undefined : JSON.stringify(option)) : numbered(item, index);
  });
  return `[${made.filter((one) => one !== undefined).join(", ")}]`;
}

const numbered = (item: string, index: number): string =>
  item
    .replace(
      /"(id|key|title|name|label|value|slug|question|text)": "([^"]*)"/g,
      (_, key, text) => `"${key}": "${text} ${index + 1}"`,
    )
    .replace(/^"([^"]*)"$/, `"$1 ${index + 1}"`)
    .replace(/^(\d+)$/, (_, value: string) => String(Number(value) + 6 * index))
    .replace(/"id": \d+/g, `"id": ${index + 1}`)
    .replace(
      /"(value|amount|count|total|price|sales|revenue)": (\d+)/g,
      (_, key, value: string) => `"${key}": ${Number(value) + 7 * index}`,
    );

/** What a function type returns; undefined when it is none. */
function functionResult(text: string): string | undefined {
  if (/^(React\.)?\w*EventHandler(<[\s\S]*>)?$|^Function$/.test(text)) return "void";
  const start = text.startsWith("<") ? closingBracket(text, 0) + 1 : 0;
  const open = text.slice(start).trimStart().startsWith("(") ? text.indexOf("(", start) : -1;
  if (open < 0) return undefined;
  const rest = text.slice(closingBracket(text, open) + 1);
  return /^\s*=>\s*([\s\S]+)$/.exec(rest)?.[1]?.trim();
}

function primitive(name: string, text: string): string | undefined {
  if (text === "string") return JSON.stringify(sampleText(name));
  if (text === "number" || text === "bigint") return text === "bigint" ? "12n" : String(sampleNumber(name));
  if (text === "boolean") return String(isTrue(name));
  if (text === "Date") return "new Date(2026, 0, 15)";
  if (text === "symbol") return "Symbol()";
  if (text === "File") return 'new File([""], "sample.txt")';
  if (/^(React\.)?(ReactNode|ReactElement|ReactChild|JSX\.Element|Element)\b/.test(text)) {
    return /icon/i.test(name) ? `$element(${icon})` : JSON.stringify(readable(name));
  }
  if (
    /^(React\.)?(ComponentType|ElementType|FC|FunctionComponent|ForwardRefExoticComponent|JSXElementConstructor|SVGProps)\b|^(Lucide|Tabler)Icon\b|^IconType$|^typeof [A-Z]\w*Icon$/.test(
      text,
    )
  )
    return icon;
  if (/^(any|unknown)$/.test(text)) return JSON.stringify(sampleText(name));
  if (/^(React\.)?CSSProperties$/.test(text)) return "{}";
  return undefined;
}
