import type { Scan, Token } from "./lexer.ts";

export interface ImportedName {
  imported: string;
  local: string;
  typeOnly: boolean;
  start: number;
  end: number;
}

export interface ImportDeclaration {
  from: string;
  /** The whole statement, its semicolon included. */
  start: number;
  end: number;
  typeOnly: boolean;
  default: { local: string; start: number; end: number } | undefined;
  namespace: { local: string; start: number; end: number } | undefined;
  named: ImportedName[];
  /** Just after `{` and just before `}`, when there are braces. */
  braces: { start: number; end: number } | undefined;
  /** The specifier without its quotes. */
  specifier: { start: number; end: number };
}

/** Every static import of a source, in order. An import that is not finished is left out. */
export function importDeclarations(scan: Scan): ImportDeclaration[] {
  const found: ImportDeclaration[] = [];
  for (let at = 0; at < scan.tokens.length; at++) {
    const token = scan.tokens[at];
    if (!token || token.depth > 0 || token.kind !== "word" || text(scan, token) !== "import") continue;
    const read = readImport(scan, at);
    if (read) {
      found.push(read.declaration);
      at = read.next - 1;
    }
  }
  return found;
}

export const text = (scan: Scan, token: Token): string => scan.source.slice(token.start, token.end);

function readImport(scan: Scan, first: number): { declaration: ImportDeclaration; next: number } | undefined {
  const tokens = scan.tokens;
  let at = first + 1;
  const word = (index: number): string => {
    const token = tokens[index];
    return token ? text(scan, token) : "";
  };
  const declaration: ImportDeclaration = {
    from: "",
    start: tokens[first]?.start ?? 0,
    end: 0,
    typeOnly: false,
    default: undefined,
    namespace: undefined,
    named: [],
    braces: undefined,
    specifier: { start: 0, end: 0 },
  };
  if (word(at) === "type" && word(at + 1) !== "from" && word(at + 1) !== ",") {
    declaration.typeOnly = true;
    at++;
  }
  for (; at < tokens.length; at++) {
    const token = tokens[at];
    if (!token) return undefined;
    const value = text(scan, token);
    if (token.kind === "string") {
      declaration.from = value.slice(1, -1);
      declaration.specifier = { start: token.start + 1, end: token.end - 1 };
      declaration.end = word(at + 1) === ";" ? (tokens[at + 1]?.end ?? token.end) : token.end;
      return { declaration, next: at + 1 };
    }
    if (value === "from" || value === ",") continue;
    if (value === "*") {
      const local = tokens[at + 2];
      if (word(at + 1) !== "as" || !local) return undefined;
      declaration.namespace = { local: text(scan, local), start: token.start, end: local.end };
      at += 2;
    } else if (value === "{") {
      const close = readNames(scan, at + 1, declaration);
      if (close < 0) return undefined;
      declaration.braces = { start: token.end, end: tokens[close]?.start ?? token.end };
      at = close;
    } else if (token.kind === "word") {
      declaration.default = { local: value, start: token.start, end: token.end };
    } else return undefined;
  }
  return undefined;
}

/** @returns the index of the closing brace, or -1 */
function readNames(scan: Scan, from: number, declaration: ImportDeclaration): number {
  for (let at = from; at < scan.tokens.length; at++) {
    const token = scan.tokens[at];
    if (!token) return -1;
    let value = text(scan, token);
    if (value === "}") return at;
    if (value === ",") continue;
    if (token.kind !== "word" && token.kind !== "string") return -1;
    const start = token.start;
    let typeOnly = declaration.typeOnly;
    const following = scan.tokens[at + 1];
    if (value === "type" && following?.kind === "word" && text(scan, following) !== "as") {
      typeOnly = true;
      at++;
      value = text(scan, following);
    }
    let last = scan.tokens[at];
    let local = value;
    const as = scan.tokens[at + 1];
    const alias = scan.tokens[at + 2];
    if (as && alias && text(scan, as) === "as") {
      local = text(scan, alias);
      last = alias;
      at += 2;
    }
    declaration.named.push({ imported: value, local, typeOnly, start, end: last?.end ?? token.end });
  }
  return -1;
}
