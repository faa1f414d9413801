import { definedComponent, derivePath, exportedComponent, hasJsx } from "./component-name.ts";
import { couldBeFence, type Fence, type FenceInfo, readFence } from "./fence.ts";
import { FileMode } from "./file-mode.ts";
import { commentPath, languageFits } from "./file-names.ts";
import { IllustrationMode } from "./illustration-mode.ts";
import type { Mode, Reader } from "./mode.ts";

/** How likely a block without a path is a component: `tsx` is, `ts` may be, `css` is not. */
function likelihood(language: string): "likely" | "maybe" | "no" {
  if (/^(tsx|jsx|react|typescriptreact|javascriptreact)$/.test(language)) return "likely";
  return /^(|ts|js|mjs|typescript|javascript)$/.test(language) ? "maybe" : "no";
}

/**
 * A block without a path: held back until its first line names one in a comment, its first exported component gives
 * it one, or it turns out to be an illustration.
 */
export class UndecidedMode implements Mode {
  readonly #reader: Reader;
  readonly #open: Fence;
  readonly #raw: string;
  readonly #language: string;
  #held = "";
  #current = "";
  #firstSeen = false;

  constructor(reader: Reader, open: Fence, info: FenceInfo, raw: string) {
    this.#reader = reader;
    this.#open = open;
    this.#raw = raw;
    this.#language = info.language;
  }

  holds(line: string): boolean {
    return couldBeFence(line);
  }

  line(line: string, ended: boolean): void {
    const fence = readFence(line);
    const text = ended ? `${line}\n` : line;
    if (fence && fence.char === this.#open.char && fence.length >= this.#open.length) {
      // The opening fence written twice.
      if (this.#held.trim() === "" && fence.info !== "") {
        this.#reader.rest();
        this.#reader.replay(text);
        return;
      }
      this.#held += text;
      this.#decide();
    } else {
      this.text(text);
    }
  }

  text(text: string): void {
    this.#held += text;
    this.#current += text;
    if (!text.endsWith("\n")) return;
    const line = this.#current.slice(0, -1);
    this.#current = "";
    this.#consider(line);
  }

  #consider(line: string): void {
    const text = line.trim();
    if (text === "" || /^["']use (client|server|strict)["'];?$/.test(text)) return;
    if (!this.#firstSeen) {
      this.#firstSeen = true;
      const path = commentPath(line);
      if (path !== undefined && languageFits(this.#language, path)) {
        this.#file(path);
        return;
      }
      const plain = this.#language === "" && !/^(import|export|function|const|async|type|interface|\/[/*])/.test(text);
      if (plain || likelihood(this.#language) === "no") {
        this.#illustrate();
        return;
      }
    }
    const component = exportedComponent(line);
    if (component !== undefined) this.#file(derivePath(component, this.#reader.answer.paths()));
  }

  /** The block is over and no line has decided. */
  #decide(): void {
    const jsx = hasJsx(this.#held);
    const component = definedComponent(this.#held);
    const certain = likelihood(this.#language) === "likely";
    if (component !== undefined && jsx) this.#file(derivePath(component, this.#reader.answer.paths()));
    else if (
      certain &&
      jsx &&
      this.#reader.answer.changed.size === 0 &&
      /\b(return|export|import)\b/.test(this.#held)
    ) {
      this.#file(derivePath(undefined, this.#reader.answer.paths()));
    } else this.#illustrate();
  }

  #file(path: string): void {
    this.#reader.become(new FileMode(this.#reader, path, this.#open));
    this.#reader.replay(this.#held);
  }

  #illustrate(): void {
    this.#reader.become(new IllustrationMode(this.#reader, this.#open, this.#raw));
    this.#reader.replay(this.#held);
  }

  end(): void {
    this.#decide();
  }
}
