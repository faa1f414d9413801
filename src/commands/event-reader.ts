/** Takes an event stream of our own server apart (`\n` line ends, one `data` line); comments are skipped. */
export class EventReader {
  readonly #decoder = new TextDecoder();
  #rest = "";

  push(chunk: Uint8Array): { event: string; data: string }[] {
    this.#rest += this.#decoder.decode(chunk, { stream: true });
    const frames = this.#rest.split("\n\n");
    this.#rest = frames.pop() ?? "";
    return frames.flatMap((frame) => {
      const fields = new Map<string, string>();
      for (const line of frame.split("\n")) {
        const colon = line.indexOf(": ");
        if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 2));
      }
      const data = fields.get("data");
      return data === undefined ? [] : [{ event: fields.get("event") ?? "message", data }];
    });
  }
}
