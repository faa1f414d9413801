import type { Fault, Open, OpenKind, Scan, Token, TokenKind } from "./tokens.ts";

export type { Fault, Open, OpenKind, Scan, Token, TokenKind } from "./tokens.ts";

const expressionWords = new Set(
  "return typeof case do else in of void delete throw new await yield default instanceof extends".split(" "),
);
const isWordStart = (code: number) =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code === 36 || code > 127;
const isDigit = (code: number) => code >= 48 && code <= 57;
const isWord = (code: number) => isWordStart(code) || isDigit(code);
const isSpace = (code: number) => code === 32 || (code >= 9 && code <= 13) || code === 0xfeff || code === 0xa0;
const closes: Record<string, OpenKind[]> = { "}": ["{", "${", "jsx{"], ")": ["("], "]": ["["] };

/**
 * A tolerant scanner for JavaScript, TypeScript and JSX. It never fails: what does not fit is noted under `faults`,
 * and what is still open at the end under `open`, which is all that a repair needs to know.
 */
export function scan(source: string): Scan {
  return new Scanner(source).run();
}

class Scanner {
  readonly #source: string;
  readonly #tokens: Token[] = [];
  readonly #open: Open[] = [];
  readonly #faults: Fault[] = [];
  #at = 0;
  #cut: Scan["cut"];
  /** Whether the next `/` or `<` in code begins an operand. */
  #operand = true;

  constructor(source: string) {
    this.#source = source;
  }

  run(): Scan {
    if (this.#source.startsWith("#!")) this.#at = this.#lineEnd(0);
    while (this.#at < this.#source.length) {
      const top = this.#open.at(-1)?.kind;
      if (top === "element") this.#children();
      else if (top === "tag") this.#tag();
      else if (top === "template") this.#template();
      else this.#code();
    }
    return {
      source: this.#source,
      tokens: this.#tokens,
      open: this.#open,
      faults: this.#faults,
      cut: this.#cut,
    };
  }

  #code(): void {
    const { code, next } = this.#peek();
    if (isSpace(code)) this.#at++;
    else if (code === 47 && (next === 47 || next === 42)) this.#comment();
    else if (isWordStart(code) || code === 35) this.#word();
    else if (isDigit(code) || (code === 46 && isDigit(next))) this.#number();
    else if (code === 34 || code === 39) this.#string(code);
    else if (code === 96) this.#push("template", 1);
    else if (code === 47 && this.#operand) this.#regex();
    else if (code === 60 && this.#operand && this.#beginsElement()) this.#openTag();
    else this.#punct(code);
  }

  #punct(code: number): void {
    const char = String.fromCharCode(code);
    const closing = closes[char];
    if (char === "{" || char === "(" || char === "[") this.#push(char, 1);
    else if (closing) this.#close(char, closing);
    else this.#operator(char);
  }

  #operator(char: string): void {
    const start = this.#at;
    const two = this.#source.slice(start, start + 2);
    this.#at += two === "=>" || two === "?." || two === "++" || two === "--" ? 2 : 1;
    if (this.#source.startsWith("...", start)) this.#at = start + 3;
    this.#token("punct", start);
    this.#operand = two !== "++" && two !== "--" && char !== ".";
  }

  #close(char: string, kinds: OpenKind[]): void {
    const start = this.#at++;
    let level = this.#open.length - 1;
    while (level >= 0) {
      const open = this.#open[level];
      if (!open || open.kind === "element" || open.kind === "tag" || open.kind === "template") level = -1;
      else if (kinds.includes(open.kind)) break;
      else level--;
    }
    if (level < 0) {
      this.#faults.push({ kind: "stray-close", start, end: this.#at, name: char });
    } else {
      const closed = this.#open[level];
      this.#open.length = level;
      this.#token("punct", start);
      this.#operand = closed?.kind === "{" && char === "}";
      return;
    }
    this.#operand = false;
  }

  #children(): void {
    const start = this.#at;
    while (this.#at < this.#source.length) {
      const { code, next } = this.#peek();
      if (code === 123) {
        if (this.#at > start) this.#token("text", start);
        this.#push("jsx{", 1);
        return;
      }
      if (code === 60 && (next === 47 || next === 62 || isWordStart(next))) {
        if (this.#at > start) this.#token("text", start);
        if (next === 47) this.#closingTag();
        else this.#openTag();
        return;
      }
      const atEnd = code === 60 && this.#at + 1 >= this.#source.length;
      if ((code === 60 && !atEnd) || code === 62 || code === 125) {
        const name = String.fromCharCode(code);
        this.#faults.push({ kind: "stray-text", start: this.#at, end: this.#at + 1, name });
      }
      this.#at++;
    }
    if (this.#at > start) this.#token("text", start);
  }

  #openTag(): void {
    const start = this.#at++;
    const name = this.#tagName();
    this.#open.push({ kind: "tag", start, name });
    this.#skipTypeArguments();
  }

  #closingTag(): void {
    const start = this.#at;
    this.#at += 2;
    const name = this.#tagName();
    while (this.#at < this.#source.length && isSpace(this.#source.charCodeAt(this.#at))) this.#at++;
    if (this.#at >= this.#source.length) {
      this.#open.push({ kind: "tag", start, name, closing: true });
      return;
    }
    if (this.#source[this.#at] === ">") this.#at++;
    let level = this.#open.length - 1;
    while (level >= 0 && this.#open[level]?.kind === "element" && this.#open[level]?.name !== name) level--;
    if (level < 0 || this.#open[level]?.kind !== "element") {
      this.#faults.push({ kind: "stray-closing-tag", start, end: this.#at, name });
      return;
    }
    for (const left of this.#open.slice(level + 1)) {
      const { name: unclosed, tagEnd = left.start } = left;
      this.#faults.push({ kind: "unclosed-element", start: left.start, end: start, name: unclosed, tagEnd });
    }
    this.#open.length = level;
    this.#operand = false;
  }

  #tagName(): string {
    const start = this.#at;
    while (this.#at < this.#source.length) {
      const code = this.#source.charCodeAt(this.#at);
      if (!isWord(code) && code !== 46 && code !== 45 && code !== 58) break;
      this.#at++;
    }
    if (this.#at > start) this.#token("tagName", start);
    return this.#source.slice(start, this.#at);
  }

  #tag(): void {
    const { code, next } = this.#peek();
    const start = this.#at;
    if (isSpace(code)) this.#at++;
    else if (code === 47 && (next === 47 || next === 42)) this.#comment();
    else if (code === 34 || code === 39) this.#string(code, true);
    else if (code === 123) this.#push("jsx{", 1);
    else if (code === 47 && next === 62) {
      this.#at += 2;
      this.#open.pop();
      this.#token("punct", start);
      this.#operand = false;
    } else if (code === 62) {
      this.#at++;
      const tag = this.#open.pop();
      this.#token("punct", start);
      if (tag) this.#open.push({ kind: "element", start: tag.start, name: tag.name, tagEnd: this.#at });
    } else if (isWordStart(code)) {
      while (this.#at < this.#source.length) {
        const part = this.#source.charCodeAt(this.#at);
        if (!isWord(part) && part !== 45 && part !== 58) break;
        this.#at++;
      }
      this.#token("attribute", start);
    } else {
      this.#at++;
      this.#token("punct", start);
    }
  }

  #template(): void {
    const start = this.#at;
    while (this.#at < this.#source.length) {
      const { code, next } = this.#peek();
      if (code === 92) this.#at += 2;
      else if (code === 96) {
        this.#at++;
        this.#open.pop();
        this.#token("template", start);
        this.#operand = false;
        return;
      } else if (code === 36 && next === 123) {
        if (this.#at > start) this.#token("template", start);
        this.#push("${", 2);
        return;
      } else this.#at++;
    }
    this.#at = this.#source.length;
  }

  #string(quote: number, jsx = false): void {
    const start = this.#at++;
    while (this.#at < this.#source.length) {
      const code = this.#source.charCodeAt(this.#at);
      if (code === 92 && !jsx) this.#at++;
      else if (code === quote) {
        this.#at++;
        this.#token("string", start);
        this.#operand = false;
        return;
      } else if (code === 10 && !jsx) {
        this.#faults.push({ kind: "unclosed-string", start, end: this.#at, name: String.fromCharCode(quote) });
        this.#token("string", start);
        this.#operand = false;
        return;
      }
      this.#at++;
    }
    this.#at = this.#source.length;
    this.#cut = { kind: "string", start, quote: String.fromCharCode(quote) };
  }

  #comment(): void {
    const start = this.#at;
    if (this.#source[start + 1] === "/") {
      this.#at = this.#lineEnd(start);
      return;
    }
    const end = this.#source.indexOf("*/", start + 2);
    if (end >= 0) {
      this.#at = end + 2;
      return;
    }
    this.#at = this.#source.length;
    this.#cut = { kind: "comment", start, quote: "*/" };
    this.#faults.push({ kind: "unclosed-comment", start, end: this.#at, name: "*/" });
  }

  #regex(): void {
    const start = this.#at++;
    let inClass = false;
    while (this.#at < this.#source.length) {
      const code = this.#source.charCodeAt(this.#at);
      if (code === 10) break;
      if (code === 92) this.#at++;
      else if (code === 91) inClass = true;
      else if (code === 93) inClass = false;
      else if (code === 47 && !inClass) {
        this.#at++;
        while (isWord(this.#source.charCodeAt(this.#at))) this.#at++;
        this.#token("regex", start);
        this.#operand = false;
        return;
      }
      this.#at++;
    }
    if (this.#at >= this.#source.length) {
      this.#at = this.#source.length;
      this.#cut = { kind: "regex", start, quote: "/" };
      return;
    }
    // A line ended first: it was a division after all.
    this.#at = start + 1;
    this.#token("punct", start);
    this.#operand = true;
  }

  #word(): void {
    const start = this.#at++;
    while (this.#at < this.#source.length && isWord(this.#source.charCodeAt(this.#at))) this.#at++;
    const before = this.#tokens.at(-1);
    const afterDot = before !== undefined && before.end === start && this.#source[before.end - 1] === ".";
    this.#token("word", start);
    this.#operand = !afterDot && expressionWords.has(this.#source.slice(start, this.#at));
  }

  #number(): void {
    const start = this.#at++;
    while (this.#at < this.#source.length) {
      const code = this.#source.charCodeAt(this.#at);
      if (!isWord(code) && code !== 46) break;
      this.#at++;
    }
    this.#token("number", start);
    this.#operand = false;
  }

  /** Tells an element from a type parameter list such as `<T,>(x: T) => …`. */
  #beginsElement(): boolean {
    const next = this.#source.charCodeAt(this.#at + 1);
    if (next === 62) return true;
    if (!isWordStart(next)) return false;
    const head = /^<([\w$.:-]+)\s*(,|=|extends\b|>\s*\()?/.exec(this.#source.slice(this.#at, this.#at + 80));
    if (!head?.[2]) return true;
    if (head[2].startsWith(">"))
      return this.#source.includes(`</${head[1]}`, this.#at) || !/^[A-Z]/.test(head[1] ?? "");
    return false;
  }

  #skipTypeArguments(): void {
    if (this.#source[this.#at] !== "<") return;
    let level = 0;
    for (let at = this.#at; at < this.#source.length; at++) {
      if (this.#source[at] === "<") level++;
      else if (this.#source[at] === ">" && --level === 0) {
        this.#at = at + 1;
        return;
      }
    }
  }

  #peek(): { code: number; next: number } {
    return { code: this.#source.charCodeAt(this.#at), next: this.#source.charCodeAt(this.#at + 1) };
  }

  #push(kind: OpenKind, length: number): void {
    const start = this.#at;
    this.#at += length;
    if (kind !== "template") this.#token("punct", start);
    this.#open.push({ kind, start, name: "" });
    this.#operand = true;
  }

  #token(kind: TokenKind, start: number): void {
    this.#tokens.push({ kind, start, end: this.#at, depth: this.#open.length });
  }

  #lineEnd(from: number): number {
    const end = this.#source.indexOf("\n", from);
    return end < 0 ? this.#source.length : end;
  }
}
