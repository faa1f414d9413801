import type { FramePosition } from "./protocol.ts";

interface RawMap {
  sources: string[];
  mappings: string;
}

/** Generated column, source, line and column of one mapping, all from 0. */
type Segment = [column: number, source: number, line: number, originalColumn: number];

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Leads from a place in a bundle back to the project's file (source map version 3, read when first needed). */
export class PositionMap {
  readonly #js: string;
  #lines: Segment[][] | undefined;
  #sources: string[] = [];

  constructor(js: string) {
    this.#js = js;
  }

  /**
   * @param line from 1
   * @param column from 1
   * @returns undefined when the place is not in a file of the project
   */
  find(line: number, column: number): FramePosition | undefined {
    const segments = this.#read()[line - 1] ?? [];
    let best: Segment | undefined;
    for (const segment of segments) {
      if (segment[0] > column - 1) break;
      best = segment;
    }
    if (!best) return undefined;
    const source = this.#sources[best[1]] ?? "";
    const path = /(?:^|\/)user:\/?(.+)$/.exec(source)?.[1];
    return path === undefined ? undefined : { path, line: best[2] + 1, column: best[3] + 1 };
  }

  #read(): Segment[][] {
    if (this.#lines) return this.#lines;
    const encoded = /\/\/# sourceMappingURL=data:application\/json;base64,([A-Za-z0-9+/=]+)\s*$/.exec(this.#js)?.[1];
    this.#lines = [];
    if (encoded) {
      const bytes = Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
      const map: RawMap = JSON.parse(new TextDecoder().decode(bytes));
      this.#sources = map.sources;
      this.#lines = decode(map.mappings);
    }
    return this.#lines;
  }
}

function decode(mappings: string): Segment[][] {
  const lines: Segment[][] = [];
  let source = 0;
  let line = 0;
  let original = 0;
  for (const row of mappings.split(";")) {
    let column = 0;
    const segments: Segment[] = [];
    for (const part of row.split(",")) {
      const [dColumn, dSource, dLine, dOriginal] = numbers(part);
      if (dColumn === undefined) continue;
      column += dColumn;
      if (dSource === undefined || dLine === undefined || dOriginal === undefined) continue;
      source += dSource;
      line += dLine;
      original += dOriginal;
      segments.push([column, source, line, original]);
    }
    lines.push(segments);
  }
  return lines;
}

/** Base-64 variable-length quantities, least significant digits first, sign in the lowest bit. */
function numbers(text: string): number[] {
  const found: number[] = [];
  let value = 0;
  let shift = 0;
  for (const char of text) {
    const digit = digits.indexOf(char);
    value += (digit & 31) << shift;
    if (digit & 32) shift += 5;
    else {
      found.push(value & 1 ? -(value >> 1) : value >> 1);
      value = 0;
      shift = 0;
    }
  }
  return found;
}
