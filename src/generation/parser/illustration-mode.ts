import { couldBeFence, type Fence, readFence, readInfo } from "./fence.ts";
import type { Mode, Reader } from "./mode.ts";

/** A block that only shows something, a command or a fragment: it stays part of the explanation, fences included. */
export class IllustrationMode implements Mode {
  readonly #reader: Reader;
  readonly #open: Fence;
  readonly #markdown: boolean;
  #depth = 0;

  /** @param raw the opening line as it was written */
  constructor(reader: Reader, open: Fence, raw: string) {
    this.#reader = reader;
    this.#open = open;
    this.#markdown = /^(md|mdx|markdown)\b/i.test(open.info);
    this.text(`${raw}\n`);
  }

  holds(line: string): boolean {
    return couldBeFence(line);
  }

  line(line: string, ended: boolean): void {
    const text = ended ? `${line}\n` : line;
    const fence = readFence(line);
    if (fence && fence.char === this.#open.char && fence.length >= this.#open.length) {
      if (fence.info === "") {
        if (this.#depth-- === 0) this.#reader.rest();
      } else if (this.#markdown && readInfo(fence.info).path === undefined) {
        this.#depth++;
      } else {
        // The end of this block was forgotten: the fence opens the next one.
        this.#reader.rest();
        this.#reader.replay(text);
        return;
      }
    }
    this.text(text);
  }

  text(text: string): void {
    this.#reader.emit({ type: "explanation", data: { text } });
  }

  end(): void {}
}
