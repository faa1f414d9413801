export interface ScriptToken {
  kind: "word" | "number" | "string" | "template" | "regex" | "punct" | "end";
  /** As written; for strings and template texts what they mean. */
  text: string;
  /** Of a template: its literal parts, one more than there are expressions. */
  parts?: string[];
  /** Of a template: the source of each expression. */
  expressions?: string[];
}

const word = /[A-Za-z_$][\w$]*/y;
const number = /0[xX][\da-fA-F]+|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const space = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const regex = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;
const punct = /\.\.\.|=>|\?\?|\?\.|&&|\|\||===|!==|==|!=|<=|>=|[{}()[\],:;.?=+\-*/%!<>&|~^@#]/y;
const escapes: Record<string, string> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v", "0": "\0", "\n": "" };

/**
 * Cuts JavaScript into tokens, as far as configuration files need it.
 * @throws SyntaxError at what is no JavaScript
 */
export function scriptTokens(source: string): ScriptToken[] {
  const tokens: ScriptToken[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(source)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  while (true) {
    take(space);
    const char = source[at];
    if (char === undefined) return [...tokens, { kind: "end", text: "" }];
    if (char === '"' || char === "'") {
      const end = endOf(source, at);
      tokens.push({ kind: "string", text: plainText(source.slice(at + 1, end)) });
      at = end + 1;
      continue;
    }
    if (char === "`") {
      const template = readTemplate(source, at);
      tokens.push({ kind: "template", text: "", parts: template.parts, expressions: template.expressions });
      at = template.end;
      continue;
    }
    const name = take(word);
    if (name !== undefined) {
      tokens.push({ kind: "word", text: name });
      continue;
    }
    const digits = take(number);
    if (digits !== undefined) {
      tokens.push({ kind: "number", text: digits.replaceAll("_", "") });
      continue;
    }
    const last = tokens.at(-1);
    const operand = !last || (last.kind === "punct" && !/^[)\]}]$/.test(last.text)) || last.text === "return";
    const pattern = char === "/" && operand ? take(regex) : undefined;
    const sign = pattern ?? take(punct);
    if (sign === undefined) throw new SyntaxError(`"${char}" was not expected`);
    tokens.push({ kind: pattern ? "regex" : "punct", text: sign });
  }
}

/** Where the string that begins at `start` ends. */
function endOf(source: string, start: number): number {
  for (let at = start + 1; at < source.length; at++) {
    if (source[at] === "\\") at++;
    else if (source[at] === source[start]) return at;
  }
  throw new SyntaxError("a string does not end");
}

const plainText = (text: string): string =>
  text.replace(/\\(?:u\{([\da-fA-F]+)\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|([\s\S]))/g, (_, a, b, c, char: string) => {
    const code: string | undefined = a ?? b ?? c;
    return code === undefined
      ? (escapes[char] ?? char)
      : String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(code, 16)));
  });

function readTemplate(source: string, start: number): { parts: string[]; expressions: string[]; end: number } {
  const parts: string[] = [];
  const expressions: string[] = [];
  let from = start + 1;
  for (let at = from; at < source.length; at++) {
    if (source[at] === "\\") at++;
    else if (source[at] === "`")
      return { parts: [...parts, plainText(source.slice(from, at))], expressions, end: at + 1 };
    else if (source[at] === "$" && source[at + 1] === "{") {
      parts.push(plainText(source.slice(from, at)));
      const end = closing(source, at + 2);
      expressions.push(source.slice(at + 2, end));
      at = end;
      from = end + 1;
    }
  }
  throw new SyntaxError("a template string does not end");
}

function closing(source: string, start: number): number {
  let depth = 1;
  for (let at = start; at < source.length; at++) {
    const char = source[at];
    if (char === '"' || char === "'") at = endOf(source, at);
    else if (char === "{") depth++;
    else if (char === "}" && --depth === 0) return at;
  }
  throw new SyntaxError("a template string does not end");
}
