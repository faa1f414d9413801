/** An identifier or expression to print as it is inside `literal`. */
export class Raw {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

export const raw = (source: string): Raw => new Raw(source);

export type Literal =
  | string
  | number
  | boolean
  | null
  | undefined
  | Raw
  | readonly Literal[]
  | { [key: string]: Literal };

/** A JavaScript string literal in double quotes. */
export function str(value: string): string {
  return JSON.stringify(value).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

/** Text between two JSX tags. What JSX would read as markup or the import scan as code becomes a string expression. */
export function text(value: string): string {
  const plain = value.trim();
  if (plain === "") return "";
  return /[{}<>"'`\\&\u2028\u2029]|\/\/|\/\*|Icon\b|^\s|\s$/.test(value) ? `{${str(value)}}` : plain;
}

/** The value of a JSX attribute, with its quotes or braces: `label=${attr("Name")}`. */
export function attr(value: string): string {
  return /["\\&\n\r\u2028\u2029]/.test(value) ? `{${str(value)}}` : `"${value}"`;
}

/** A value as JavaScript source; keys that are identifiers stay bare, `undefined` members are left out. */
export function literal(value: Literal): string {
  if (value === undefined) return "undefined";
  if (value instanceof Raw) return value.source;
  if (typeof value === "string") return str(value);
  if (value === null || typeof value !== "object") return String(value);
  if (isList(value)) return `[${value.map(literal).join(", ")}]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{ ${members.map(([key, member]) => `${property(key)}: ${literal(member)}`).join(", ")} }`;
}

/** A list of values, one to a line, as the formatter keeps objects open when they start on a new line. */
export function rows(values: readonly Literal[]): string {
  return `[\n${values.map((value) => `  ${literal(value)},`).join("\n")}\n]`;
}

const isList = (value: object): value is readonly Literal[] => Array.isArray(value);

const property = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : str(key));
