import type { Mode, Reader } from "./mode.ts";

/** Between `<think>` and `</think>`: everything is reasoning, fences included. */
export class ReasoningMode implements Mode {
  readonly marker: string;
  #begun = false;
  readonly #reader: Reader;

  constructor(reader: Reader, tag: string) {
    this.#reader = reader;
    this.marker = `</${tag.toLowerCase()}>`;
  }

  holds(): boolean {
    return false;
  }

  line(): void {}

  text(text: string): void {
    const shown = this.#begun ? text : text.trimStart();
    if (shown === "") return;
    this.#begun = true;
    this.#reader.emit({ type: "reasoning", data: { text: shown } });
  }

  marked(): boolean {
    this.#reader.rest();
    return true;
  }

  end(): void {}
}
