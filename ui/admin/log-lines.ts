import type { LogLine } from "../lib/engine-types.ts";

export type SeqLine = LogLine & { seq: number };
export type LogLevel = LogLine["level"];

const order: LogLevel[] = ["debug", "info", "warning", "error"];

export interface LogFilter {
  text: string;
  /** The least that is shown. */
  level: LogLevel;
}

/** Whether a line is of the level and has the text in it. */
export function passes(line: LogLine, filter: LogFilter): boolean {
  if (order.indexOf(line.level) < order.indexOf(filter.level)) return false;
  return filter.text === "" || line.text.toLowerCase().includes(filter.text.toLowerCase());
}

/** A run of lines that is drawn as one; it changes only at its end. */
export interface LogBlock {
  key: number;
  lines: SeqLine[];
}

const blockSize = 100;
const mostBlocks = 60;

/** Appends what is newer than everything before; the oldest blocks go when there are too many. */
export function appendLines(blocks: readonly LogBlock[], fresh: readonly SeqLine[]): LogBlock[] {
  const result = [...blocks];
  let last = result.at(-1);
  let newest = last?.lines.at(-1)?.seq ?? 0;
  for (const line of fresh) {
    if (line.seq <= newest) continue;
    newest = line.seq;
    if (!last || last.lines.length >= blockSize) {
      last = { key: line.seq, lines: [line] };
      result.push(last);
    } else {
      last = { key: last.key, lines: [...last.lines, line] };
      result[result.length - 1] = last;
    }
  }
  return result.slice(-mostBlocks);
}

/** The parts of a text, every other one a match; ["no match"] when nothing matches. */
export function split(text: string, wanted: string): string[] {
  if (wanted === "") return [text];
  const parts: string[] = [];
  const low = text.toLowerCase();
  const find = wanted.toLowerCase();
  let from = 0;
  for (let at = low.indexOf(find); at >= 0; at = low.indexOf(find, from)) {
    parts.push(text.slice(from, at), text.slice(at, at + find.length));
    from = at + find.length;
  }
  return [...parts, text.slice(from)];
}
