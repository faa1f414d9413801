import { text } from "./imports.ts";
import type { Scan, Token } from "./lexer.ts";

export interface ModuleShape {
  hasDefault: boolean;
  /** The local name behind the default export, where it has one. */
  defaultName: string | undefined;
  /** Exported values in the order of the source, without `default`. */
  exported: string[];
  /** Everything declared at the top level that exists at run time. */
  declared: string[];
  /** Modules of `export * from`. */
  stars: string[];
}

const valueWords = new Set(["function", "class", "const", "let", "var", "enum"]);

/** What a module exports and declares, read from its tokens. */
export function moduleShape(scan: Scan): ModuleShape {
  const shape: ModuleShape = { hasDefault: false, defaultName: undefined, exported: [], declared: [], stars: [] };
  const top = scan.tokens.filter((token) => token.depth === 0);
  for (let at = 0; at < top.length; at++) {
    const word = at < top.length ? value(scan, top[at]) : "";
    if (top[at]?.kind !== "word") continue;
    if (word === "export") at = readExport(scan, top, at, shape);
    else if (valueWords.has(word)) declare(scan, top, at, shape);
    else if ((word === "module" || word === "exports") && !shape.hasDefault) readCommonJs(scan, top, at, shape);
  }
  return shape;
}

const value = (scan: Scan, token: Token | undefined): string => (token ? text(scan, token) : "");

function declare(scan: Scan, top: Token[], at: number, shape: ModuleShape): string | undefined {
  let next = at + 1;
  // `const enum`, `function*`
  while (value(scan, top[next]) === "*" || value(scan, top[next]) === "enum") next++;
  const name = top[next];
  if (name?.kind !== "word") return undefined;
  const local = value(scan, name);
  shape.declared.push(local);
  return local;
}

function readExport(scan: Scan, top: Token[], at: number, shape: ModuleShape): number {
  let next = at + 1;
  let word = value(scan, top[next]);
  if (word === "type" || word === "interface" || word === "declare") return next;
  if (word === "default") {
    shape.hasDefault = true;
    next++;
    word = value(scan, top[next]);
    if (word === "async") word = value(scan, top[++next]);
    if (word === "function" || word === "class") shape.defaultName = declare(scan, top, next, shape);
    else if (top[next]?.kind === "word" && word !== "abstract") shape.defaultName = word;
    return next;
  }
  if (word === "*") {
    const from = top.slice(next, next + 5).find((token) => token.kind === "string");
    if (from && value(scan, top[next + 1]) === "as") shape.exported.push(value(scan, top[next + 2]));
    else if (from) shape.stars.push(value(scan, from).slice(1, -1));
    return next;
  }
  if (word === "{") {
    readList(scan, top[next], shape);
    return next;
  }
  if (word === "async" || word === "abstract") word = value(scan, top[++next]);
  if (valueWords.has(word)) {
    const name = declare(scan, top, next, shape);
    if (name) shape.exported.push(name);
  }
  return next;
}

/** `module.exports = Name`, `module.exports = { A, B }`, `exports.Name = …` */
function readCommonJs(scan: Scan, top: Token[], at: number, shape: ModuleShape): void {
  if (value(scan, top[at + 1]) !== ".") return;
  const [name, equals, set] = [value(scan, top[at + 2]), value(scan, top[at + 3]), top[at + 4]];
  if (value(scan, top[at]) === "exports") {
    if (equals === "=" && /^\w+$/.test(name)) shape.exported.push(name);
  } else if (name === "exports" && equals === "=" && value(scan, set) === "{") readList(scan, set, shape);
  else if (name === "exports" && equals === "=") {
    shape.hasDefault = true;
    if (set?.kind === "word" && !/^(function|class|async)$/.test(value(scan, set)))
      shape.defaultName = value(scan, set);
  }
}

/** `export { A, B as C, D as default }` */
function readList(scan: Scan, brace: Token | undefined, shape: ModuleShape): void {
  if (!brace) return;
  let at = scan.tokens.indexOf(brace) + 1;
  for (; at < scan.tokens.length && value(scan, scan.tokens[at]) !== "}"; at++) {
    const name = value(scan, scan.tokens[at]);
    if (name === "," || scan.tokens[at]?.kind !== "word") continue;
    if (name === "type" && scan.tokens[at + 1]?.kind === "word") {
      at++;
      continue;
    }
    const renamed = value(scan, scan.tokens[at + 1]) === "as" ? value(scan, scan.tokens[at + 2]) : undefined;
    if (renamed === "default") {
      shape.hasDefault = true;
      shape.defaultName = name;
    } else shape.exported.push(renamed ?? name);
    if (renamed) at += 2;
  }
}

/** Whether a name could be a component's: React takes lower case for HTML. */
export const isComponentName = (name: string): boolean =>
  /^[A-Z]/.test(name) && !/^[A-Z0-9_]+$/.test(name.slice(1) || "a");
