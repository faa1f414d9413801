import { LlmError } from "./contract.ts";

export interface SseEvent {
  /** Empty where the stream named none. */
  event: string;
  data: string;
}

/** A line longer than this is no event any more; bounds what a broken server can make us hold. */
const longestLine = 8 * 1024 * 1024;

/**
 * Splits an event stream (WHATWG HTML, section 9.2) into events, whatever the chunks' borders: in a character, between
 * CR and LF, in a field name. Comments and unknown fields are skipped; a last event without its blank line counts.
 * One leniency: a bare line that starts with `{` is taken as data, since some proxies report errors unframed.
 */
export class SseParser {
  readonly #decoder = new TextDecoder("utf-8");
  #rest = "";
  #event = "";
  #data: string | undefined;
  #skipLineFeed = false;

  /** @throws LlmError `protocol` for an endless line */
  push(chunk: Uint8Array): SseEvent[] {
    return this.#take(this.#decoder.decode(chunk, { stream: true }));
  }

  /** What is left when the stream has ended. */
  finish(): SseEvent[] {
    return this.#take(`${this.#decoder.decode()}\n\n`);
  }

  #take(text: string): SseEvent[] {
    const events: SseEvent[] = [];
    let from = 0;
    if (this.#skipLineFeed && text !== "") {
      this.#skipLineFeed = false;
      if (text.startsWith("\n")) from = 1;
    }
    let lineFeed = text.indexOf("\n", from);
    let carriageReturn = text.indexOf("\r", from);
    while (lineFeed !== -1 || carriageReturn !== -1) {
      const isReturn = lineFeed === -1 || (carriageReturn !== -1 && carriageReturn < lineFeed);
      const end = isReturn ? carriageReturn : lineFeed;
      this.#line(this.#rest + text.slice(from, end), events);
      this.#rest = "";
      from = end + 1;
      if (isReturn && from === text.length) this.#skipLineFeed = true;
      if (isReturn && lineFeed === from) from++;
      if (lineFeed !== -1 && lineFeed < from) lineFeed = text.indexOf("\n", from);
      if (carriageReturn !== -1 && carriageReturn < from) carriageReturn = text.indexOf("\r", from);
    }
    this.#rest += text.slice(from);
    if (this.#rest.length > longestLine) throw new LlmError("protocol", "The model server sent an endless line.");
    return events;
  }

  #line(line: string, events: SseEvent[]): void {
    if (line === "") {
      if (this.#data !== undefined) events.push({ event: this.#event, data: this.#data });
      this.#data = undefined;
      this.#event = "";
      return;
    }
    if (line.startsWith("{")) {
      events.push({ event: this.#event, data: line });
      return;
    }
    const colon = line.indexOf(":");
    if (colon <= 0) return;
    const name = line.slice(0, colon);
    const value = line.slice(line.charCodeAt(colon + 1) === 32 ? colon + 2 : colon + 1);
    if (name === "data") this.#data = this.#data === undefined ? value : `${this.#data}\n${value}`;
    else if (name === "event") this.#event = value;
  }
}
