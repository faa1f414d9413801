/**
 * Makes one text of chunks that were cut anywhere: drops a byte order mark, turns CRLF into LF, and never lets half a
 * surrogate pair through.
 */
export class TextIntake {
  #held = "";
  #begun = false;

  push(chunk: string): string {
    let text = this.#held + chunk;
    this.#held = "";
    if (!this.#begun) {
      if (text === "") return "";
      this.#begun = true;
      if (text.startsWith("\uFEFF")) text = text.slice(1);
    }
    const last = text.charCodeAt(text.length - 1);
    if (last === 13 || (last >= 0xd800 && last <= 0xdbff)) {
      this.#held = text.slice(-1);
      text = text.slice(0, -1);
    }
    return text.replaceAll("\r\n", "\n").toWellFormed();
  }

  /** What was held back when the stream ended. */
  end(): string {
    const text = this.#held.toWellFormed();
    this.#held = "";
    return text;
  }
}
