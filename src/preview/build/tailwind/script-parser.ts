import { type ScriptToken, scriptTokens } from "./script-tokens.ts";

/** What of JavaScript a configuration file may consist of. */
export type Expression =
  | { type: "value"; value: string | number | boolean | null | undefined }
  | { type: "regex"; source: string; flags: string }
  | { type: "template"; parts: string[]; expressions: Expression[] }
  | { type: "name"; name: string }
  | { type: "array"; items: { spread: boolean; value: Expression }[] }
  | { type: "object"; entries: ({ spread: Expression } | { key: Expression; value: Expression })[] }
  | { type: "function"; parameters: Pattern[]; body: Statement[] }
  | { type: "member"; object: Expression; key: Expression }
  | { type: "call"; callee: Expression; args: { spread: boolean; value: Expression }[] }
  | { type: "unary"; operator: string; value: Expression }
  | { type: "binary"; operator: string; left: Expression; right: Expression }
  | { type: "choice"; test: Expression; yes: Expression; no: Expression };

/** A parameter: one name, or the names taken out of an object or, by their position, out of a list. */
export type Pattern = { name: string } | { taken: { from: string; to: string }[] };

export type Statement =
  | { type: "declare"; pattern: Pattern; value: Expression }
  | { type: "return"; value: Expression }
  | { type: "do"; value: Expression }
  | { type: "if"; test: Expression; yes: Statement[]; no: Statement[] };

export interface Script {
  imports: { local: string; imported: string; from: string }[];
  statements: Statement[];
  /** What the file exports as its default, or as `module.exports`. */
  exported: Expression | undefined;
}

const precedence: Record<string, number> = {
  "??": 1,
  "||": 1,
  "&&": 2,
  "===": 3,
  "!==": 3,
  "==": 3,
  "!=": 3,
  "<": 4,
  ">": 4,
  "<=": 4,
  ">=": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
  "%": 6,
};

/**
 * Reads a configuration file. Statements that are not understood are passed over.
 * @throws SyntaxError when the file is no JavaScript
 */
export function parseScript(source: string): Script {
  const parser = new Parser(scriptTokens(source));
  return parser.script();
}

class Parser {
  readonly #tokens: ScriptToken[];
  #at = 0;
  #depth = 0;

  constructor(tokens: ScriptToken[]) {
    this.#tokens = tokens;
  }

  script(): Script {
    const script: Script = { imports: [], statements: [], exported: undefined };
    while (this.#peek().kind !== "end") {
      const start = this.#at;
      try {
        this.#topLevel(script);
      } catch (thrown) {
        if (!(thrown instanceof SyntaxError)) throw thrown;
        this.#at = start;
        this.#skipStatement();
      }
      if (this.#at === start) this.#at++;
    }
    return script;
  }

  #topLevel(script: Script): void {
    if (this.#take("import")) {
      this.#import(script);
      return;
    }
    if (this.#take("export")) {
      if (this.#take("default")) {
        script.exported = this.#is("function") ? this.#function() : this.expression();
        return;
      }
      if (this.#is("{")) {
        this.#skipStatement();
        return;
      }
    }
    if (this.#is("module") && this.#peek(2).text === "exports" && this.#peek(3).text === "=") {
      this.#at += 4;
      script.exported = this.expression();
      return;
    }
    script.statements.push(...this.#statement());
  }

  #import(script: Script): void {
    const locals: [local: string, imported: string][] = [];
    if (this.#peek().kind === "word") locals.push([this.#next().text, "default"]);
    this.#take(",");
    if (this.#take("*")) {
      this.#expect("as");
      locals.push([this.#next().text, "*"]);
    }
    if (this.#take("{")) {
      while (!this.#take("}")) {
        const imported = this.#next().text;
        locals.push([this.#take("as") ? this.#next().text : imported, imported]);
        this.#take(",");
      }
    }
    if (locals.length > 0) this.#expect("from");
    const from = this.#next().text;
    for (const [local, imported] of locals) script.imports.push({ local, imported, from });
    this.#take(";");
  }

  #statement(): Statement[] {
    if (this.#take(";")) return [];
    if (this.#take("return")) {
      const value: Expression =
        this.#is(";") || this.#is("}") ? { type: "value", value: undefined } : this.expression();
      this.#take(";");
      return [{ type: "return", value }];
    }
    if (this.#take("if")) {
      this.#expect("(");
      const test = this.expression();
      this.#expect(")");
      const yes = this.#block();
      return [{ type: "if", test, yes, no: this.#take("else") ? this.#block() : [] }];
    }
    if (this.#is("function")) {
      const name = this.#peek(1).text;
      return [{ type: "declare", pattern: { name }, value: this.#function() }];
    }
    if (!this.#take("const") && !this.#take("let") && !this.#take("var")) {
      const value = this.expression();
      if (this.#is("=")) throw new SyntaxError("an assignment");
      this.#take(";");
      return [{ type: "do", value }];
    }
    const declared: Statement[] = [];
    do {
      const pattern = this.#pattern();
      this.#expect("=");
      declared.push({ type: "declare", pattern, value: this.expression() });
    } while (this.#take(","));
    this.#take(";");
    return declared;
  }

  #block(): Statement[] {
    if (!this.#take("{")) return this.#statement();
    const statements: Statement[] = [];
    while (!this.#take("}")) statements.push(...this.#statement());
    return statements;
  }

  #function(): Expression {
    this.#expect("function");
    if (this.#peek().kind === "word") this.#at++;
    this.#expect("(");
    const parameters = this.#parameters();
    return { type: "function", parameters, body: this.#block() };
  }

  /** After the opening bracket, up to and with the closing one. */
  #parameters(): Pattern[] {
    const parameters: Pattern[] = [];
    while (!this.#take(")")) {
      parameters.push(this.#pattern());
      if (this.#take("=")) this.expression();
      this.#take(",");
    }
    return parameters;
  }

  #pattern(): Pattern {
    if (this.#take("[")) {
      const names: string[] = [];
      while (!this.#take("]")) {
        names.push(this.#is(",") ? "" : this.#word());
        this.#take(",");
      }
      return { taken: names.map((to, at) => ({ from: String(at), to })) };
    }
    if (!this.#take("{")) return { name: this.#word() };
    const taken: { from: string; to: string }[] = [];
    while (!this.#take("}")) {
      const from = this.#word();
      taken.push({ from, to: this.#take(":") ? this.#word() : from });
      if (this.#take("=")) this.expression();
      this.#take(",");
    }
    return { taken };
  }

  expression(): Expression {
    if (++this.#depth > 200) throw new SyntaxError("nested too deeply");
    const arrow = this.#arrow();
    const test = arrow ?? this.#binary(0);
    this.#depth--;
    if (arrow || !this.#take("?")) return test;
    const yes = this.expression();
    this.#expect(":");
    return { type: "choice", test, yes, no: this.expression() };
  }

  #arrow(): Expression | undefined {
    const start = this.#at;
    let parameters: Pattern[] | undefined;
    if (this.#peek().kind === "word" && this.#peek(1).text === "=>") parameters = [{ name: this.#word() }];
    else if (this.#is("(")) {
      try {
        this.#at++;
        parameters = this.#parameters();
      } catch (thrown) {
        if (!(thrown instanceof SyntaxError)) throw thrown;
      }
    }
    if (!parameters || !this.#take("=>")) {
      this.#at = start;
      return undefined;
    }
    if (this.#is("{")) return { type: "function", parameters, body: this.#block() };
    return { type: "function", parameters, body: [{ type: "return", value: this.expression() }] };
  }

  #binary(level: number): Expression {
    let left = this.#unary();
    for (;;) {
      const { kind, text } = this.#peek();
      const own = kind === "punct" ? precedence[text] : undefined;
      if (own === undefined || own <= level) return left;
      this.#at++;
      left = { type: "binary", operator: text, left, right: this.#binary(own) };
    }
  }

  #unary(): Expression {
    for (const operator of ["-", "+", "!"]) {
      if (this.#is(operator) && this.#take(operator)) return { type: "unary", operator, value: this.#unary() };
    }
    return this.#postfix(this.#primary());
  }

  #postfix(start: Expression): Expression {
    let object = start;
    for (;;) {
      if (this.#take(".") || this.#take("?.")) {
        object = { type: "member", object, key: { type: "value", value: this.#word() } };
      } else if (this.#take("[")) {
        object = { type: "member", object, key: this.expression() };
        this.#expect("]");
      } else if (this.#take("(")) {
        object = { type: "call", callee: object, args: this.#list(")") };
      } else return object;
    }
  }

  #list(end: string): { spread: boolean; value: Expression }[] {
    const items: { spread: boolean; value: Expression }[] = [];
    while (!this.#take(end)) {
      const spread = this.#take("...");
      items.push({ spread, value: this.expression() });
      if (!this.#take(",") && !this.#is(end)) throw new SyntaxError(`"${end}" is missing`);
    }
    return items;
  }

  #primary(): Expression {
    const token = this.#next();
    if (token.kind === "string") return { type: "value", value: token.text };
    if (token.kind === "number") return { type: "value", value: Number(token.text) };
    if (token.kind === "template") {
      const expressions = (token.expressions ?? []).map((source) => new Parser(scriptTokens(source)).expression());
      return { type: "template", parts: token.parts ?? [], expressions };
    }
    if (token.kind === "regex") {
      const end = token.text.lastIndexOf("/");
      return { type: "regex", source: token.text.slice(1, end), flags: token.text.slice(end + 1) };
    }
    if (token.kind === "word") return this.#named(token.text);
    if (token.text === "(") {
      const inner = this.expression();
      this.#expect(")");
      return inner;
    }
    if (token.text === "[") return { type: "array", items: this.#list("]") };
    if (token.text === "{") return this.#object();
    throw new SyntaxError(`"${token.text}" was not expected`);
  }

  #named(name: string): Expression {
    if (name === "true" || name === "false") return { type: "value", value: name === "true" };
    if (name === "null") return { type: "value", value: null };
    if (name === "undefined") return { type: "value", value: undefined };
    if (name === "function") {
      this.#at--;
      return this.#function();
    }
    return { type: "name", name };
  }

  #object(): Expression {
    const entries: Extract<Expression, { type: "object" }>["entries"] = [];
    while (!this.#take("}")) {
      if (this.#take("...")) entries.push({ spread: this.expression() });
      else entries.push(this.#entry());
      if (!this.#take(",") && !this.#is("}")) throw new SyntaxError('"}" is missing');
    }
    return { type: "object", entries };
  }

  #entry(): { key: Expression; value: Expression } {
    if (this.#take("[")) {
      const key = this.expression();
      this.#expect("]");
      this.#expect(":");
      return { key, value: this.expression() };
    }
    const token = this.#next();
    if (!/^(word|string|number)$/.test(token.kind)) throw new SyntaxError(`"${token.text}" was not expected`);
    const key: Expression = { type: "value", value: token.kind === "number" ? String(Number(token.text)) : token.text };
    if (this.#take("("))
      return { key, value: { type: "function", parameters: this.#parameters(), body: this.#block() } };
    return { key, value: this.#take(":") ? this.expression() : { type: "name", name: token.text } };
  }

  /** To the end of a statement, over whole brackets. */
  #skipStatement(): void {
    let depth = 0;
    for (; this.#peek().kind !== "end"; this.#at++) {
      const { kind, text } = this.#peek();
      if (kind !== "punct") continue;
      if (/^[{([]$/.test(text)) depth++;
      if (/^[})\]]$/.test(text)) depth--;
      if (depth <= 0 && (text === ";" || text === "}")) {
        this.#at++;
        return;
      }
    }
  }

  #peek(ahead = 0): ScriptToken {
    return this.#tokens[this.#at + ahead] ?? { kind: "end", text: "" };
  }

  #is(text: string): boolean {
    const token = this.#peek();
    return token.text === text && (token.kind === "punct" || token.kind === "word");
  }

  #take(text: string): boolean {
    const is = this.#is(text);
    if (is) this.#at++;
    return is;
  }

  #next(): ScriptToken {
    const token = this.#peek();
    this.#at++;
    return token;
  }

  #word(): string {
    const token = this.#next();
    if (token.kind !== "word") throw new SyntaxError(`"${token.text}" was not expected`);
    return token.text;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw new SyntaxError(`"${text}" is missing`);
  }
}
