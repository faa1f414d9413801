const limits = { depth: 4, entries: 40, text: 4000 };

/** A value as the console shows it, never longer than a few thousand characters and safe for any object. */
export function describe(value: unknown): string {
  return typeof value === "string" ? cut(value) : cut(show(value, 0, new Set()));
}

const cut = (text: string): string =>
  text.length > limits.text ? `${text.slice(0, limits.text)}… (${text.length} characters)` : text;

function show(value: unknown, depth: number, above: Set<object>): string {
  if (typeof value === "string") return JSON.stringify(value.length > 400 ? `${value.slice(0, 400)}…` : value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return `ƒ ${value.name || "anonymous"}()`;
  if (typeof value === "symbol") return value.toString();
  if (typeof value !== "object" || value === null) return String(value);
  if (above.has(value)) return "[circular]";
  if (depth >= limits.depth) return Array.isArray(value) ? "[…]" : "{…}";
  above.add(value);
  try {
    return showObject(value, depth, above);
  } catch {
    return "[unreadable]";
  } finally {
    above.delete(value);
  }
}

function showObject(value: object, depth: number, above: Set<object>): string {
  if (value instanceof Error) return value.stack?.includes(value.message) ? firstLine(value) : String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (value instanceof RegExp) return String(value);
  if (value instanceof Element) return `<${value.tagName.toLowerCase()}${value.id ? ` id="${value.id}"` : ""}>`;
  if (value instanceof Event) return `${value.constructor.name} { type: ${JSON.stringify(value.type)} }`;
  if (value instanceof Map) {
    const pairs = [...value].slice(0, limits.entries);
    return `Map(${value.size}) {${pairs.map(([k, v]) => `${show(k, depth + 1, above)} => ${show(v, depth + 1, above)}`).join(", ")}}`;
  }
  if (value instanceof Set) {
    return `Set(${value.size}) {${[...value]
      .slice(0, limits.entries)
      .map((item) => show(item, depth + 1, above))
      .join(", ")}}`;
  }
  if (Array.isArray(value)) {
    const items = value.slice(0, limits.entries).map((item) => show(item, depth + 1, above));
    return `[${items.join(", ")}${value.length > limits.entries ? ", …" : ""}]`;
  }
  const keys = Object.keys(value);
  const pairs = keys
    .slice(0, limits.entries)
    .map((key) => `${key}: ${show(Reflect.get(value, key), depth + 1, above)}`);
  const name = Object.getPrototypeOf(value)?.constructor?.name;
  const prefix = name && name !== "Object" ? `${name} ` : "";
  return `${prefix}{${pairs.join(", ")}${keys.length > limits.entries ? ", …" : ""}}`;
}

const firstLine = (error: Error): string => `${error.name}: ${error.message}`;

/** `console.log("%s is %d", …)`: the placeholders of the first argument are filled, styles are dropped. */
export function formatArguments(args: unknown[]): string[] {
  const [first, ...rest] = args;
  if (typeof first !== "string" || !/%[sdifoOc]/.test(first)) return args.slice(0, 20).map(describe);
  const left = [...rest];
  const text = first.replace(/%([sdifoOc%])/g, (whole, kind: string) => {
    if (kind === "%") return "%";
    if (left.length === 0) return whole;
    const value = left.shift();
    return kind === "c" ? "" : describe(value);
  });
  return [cut(text), ...left.slice(0, 20).map(describe)];
}
