import { closingBracket, splitTop } from "./type-text.ts";

/**
 * Types of values from how a source uses them, for components without types: `items.map((item) => item.title)` means a
 * list of objects with a title.
 */
export function inferredType(name: string, source: string, path = name, depth = 0): string {
  const own = `(?<![\\w$.])${path.replace(/[.$]/g, "\\$&").replaceAll("\\.", "\\??\\.")}`;
  const has = (pattern: string): RegExpExecArray | null => new RegExp(own + pattern).exec(source);
  if (name === "children") return "React.ReactNode";
  if (/^(on|handle|set)[A-Z]/.test(name) || (has("\\s*\\(") && depth === 0)) return "() => void";
  if (/^[A-Z]/.test(name) || new RegExp(`<${name}[\\s/>]`).test(source)) return "React.ComponentType";
  const series = seriesOf(name, source);
  if (series && depth === 0) return series;
  if (has(textMethod)) return "string";
  const mapped = has("\\??\\.(?:map|flatMap|forEach|filter|find|some|every|sort|slice|reduce)\\s*\\(");
  if (mapped && depth < 3) return `${itemType(source, own, depth)}[]`;
  const members = membersOf(source, own);
  if (members.length > 0 && depth < 3) {
    return `{ ${members.map((member) => `${member}: ${inferredType(member, source, `${path}.${member}`, depth + 1)}`).join("; ")} }`;
  }
  if (
    has("\\s*(?:\\?(?![.?])|&&|\\|\\|)") &&
    /^(is|has|show|can|should|loading|disabled|open|active|selected)/.test(name)
  )
    return "boolean";
  if (/^(is|has|show|can|should)[A-Z]|^(loading|disabled|open|active|checked|selected|dark)$/.test(name))
    return "boolean";
  if (
    has("\\s*(?:[*/%]|[-+]\\s*\\d|[<>]=?\\s*\\d)") ||
    has("\\.toFixed") ||
    /(count|total|number|amount|price|rating|percent|progress|quantity|index|size|width|height)$/i.test(name)
  )
    return "number";
  return "string";
}

/** What only texts can do; `slice` alone says nothing. */
const textMethod =
  "\\??\\.(?:charAt|charCodeAt|toUpperCase|toLowerCase|trim|split|replace|replaceAll|startsWith|endsWith|padStart|padEnd|substring|localeCompare)\\s*\\(";

/** `<LineChart data={rows}><XAxis dataKey="day" /><Line dataKey="visits" />`: what a chart asks of its rows. */
function seriesOf(name: string, source: string): string | undefined {
  if (!new RegExp(`\\bdata=\\{${name}\\}`).test(source)) return undefined;
  const keys = new Map<string, string>();
  for (const [, tag = "", , key = ""] of source.matchAll(
    /<(\w+)((?:(?!<\w|dataKey)[\s\S])*)dataKey=["']([\w-]+)["']/g,
  )) {
    keys.set(key, keys.get(key) ?? (/XAxis|AngleAxis|Label/.test(tag) ? "string" : "number"));
  }
  const label = /nameKey=["']([\w-]+)["']/.exec(source)?.[1];
  if (label) keys.set(label, "string");
  return keys.size === 0 ? undefined : `{ ${[...keys].map(([key, type]) => `"${key}": ${type}`).join("; ")} }[]`;
}

/** What the callbacks of a list ask of an item. */
function itemType(source: string, own: string, depth: number): string {
  const found = new RegExp(
    `${own}\\??\\.(?:\\w+\\([^()]*\\)\\??\\.)?(?:map|flatMap|forEach|filter|find|some|every)\\s*\\(\\s*(?:async\\s*)?(?:function\\s*)?\\(?\\s*(\\{[^}]*\\}|[\\w$]+)`,
  ).exec(source);
  const parameter = found?.[1] ?? "";
  if (parameter.startsWith("{")) {
    const names = splitTop(parameter.slice(1, -1), ",").flatMap((one) => /^\s*(\w+)/.exec(one)?.[1] ?? []);
    const body = source.slice((found?.index ?? 0) + (found?.[0].length ?? 0));
    return `{ ${names.map((name) => `${name}: ${inferredType(name, body, name, depth + 1)}`).join("; ")} }`;
  }
  if (parameter === "") return "string";
  // Only what the callback itself says: other lists may use the same name for their items.
  const open = source.indexOf("(", found?.index ?? 0);
  const call = source.indexOf("(", source.indexOf("map", open - 8));
  const body = source.slice(
    found?.index ?? 0,
    Math.max(closingBracket(source, call < 0 ? open : call), (found?.index ?? 0) + 200),
  );
  const members = membersOf(body, `(?<![\\w$.])${parameter.replaceAll("$", "\\$")}`);
  if (members.length === 0) return "string";
  return `{ ${members.map((member) => `${member}: ${inferredType(member, body, `${parameter}.${member}`, depth + 1)}`).join("; ")} }`;
}

const methods = new Set(
  "length map filter forEach find some every reduce slice sort join includes indexOf concat toString toFixed toLocaleString toUpperCase toLowerCase trim split replace charAt startsWith endsWith push pop flatMap reverse keys values entries then current preventDefault target padStart".split(
    " ",
  ),
);

const membersOf = (source: string, own: string): string[] => [
  ...new Set(
    [...source.matchAll(new RegExp(`${own}\\??\\.([A-Za-z_$][\\w$]*)`, "g"))]
      .map(([, member = ""]) => member)
      .filter((member) => !methods.has(member)),
  ),
];
