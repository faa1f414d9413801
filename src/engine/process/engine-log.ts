import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../platform/clock.ts";
import type { LogLine } from "../contract.ts";
import { openLogFile } from "./log-file.ts";
import { formatLine, parseLine } from "./log-format.ts";

export type NumberedLine = LogLine & { seq: number };

export interface LogQuery {
  /** At most so many, the newest of those that match. */
  limit: number;
  /** Text that a line contains, in any case. */
  q?: string | undefined;
  /** This level and those above it. */
  level?: LogLine["level"] | undefined;
  /** Only lines with a smaller number: for reading further back. */
  before?: number | undefined;
}

export interface EngineLog {
  append(line: LogLine): NumberedLine;
  /** A line of our own between the engine's. */
  note(text: string, level?: LogLine["level"]): NumberedLine;
  /** The last `count` lines, oldest first. */
  tail(count: number): NumberedLine[];
  /** Oldest first. */
  read(query: LogQuery): NumberedLine[];
  /** @returns what ends it */
  subscribe(listener: (line: NumberedLine) => void): () => void;
  /** Resolves when everything was written or given up. */
  close(): Promise<void>;
}

const keptLines = 5_000;
/** Characters; lines can be long. */
const keptCharacters = 8 * 1024 * 1024;
const severity: readonly LogLine["level"][] = ["debug", "info", "warning", "error"];

/**
 * The log of one engine: its last 5,000 lines in memory, more in `FOLDER/ENGINE.log` (three files of 10 MiB). Lines are
 * numbered on from where an earlier run left off. A full disk costs lines on disk and nothing else.
 */
export function openEngineLog(
  folder: string,
  engineId: string,
  clock: Clock,
  limits: { fileBytes?: number; files?: number } = {},
): EngineLog {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    // Then it lives in memory alone.
  }
  const file = openLogFile(join(folder, `${engineId.replace(/[^A-Za-z0-9._-]/g, "_")}.log`), {
    fileBytes: limits.fileBytes ?? 10 * 1024 * 1024,
    files: limits.files ?? 3,
  });
  const listeners = new Set<(line: NumberedLine) => void>();
  let lines: NumberedLine[] = [];
  let characters = 0;

  const keep = (line: NumberedLine): void => {
    lines.push(line);
    characters += line.text.length;
    // In strides: taking one line off the front of a long array for each new one costs too much.
    if (lines.length < keptLines * 1.25 && characters < keptCharacters * 1.25) return;
    let from = Math.max(0, lines.length - keptLines);
    for (let at = 0; at < from; at++) characters -= lines[at]?.text.length ?? 0;
    for (; characters > keptCharacters && from < lines.length - 1; from++) characters -= lines[from]?.text.length ?? 0;
    lines = lines.slice(from);
  };
  const recent = (): NumberedLine[] => (lines.length > keptLines ? lines.slice(-keptLines) : lines);

  let seq = 0;
  for (const text of file.readTail(keptCharacters)) {
    const line = parseLine(text);
    // Numbers go up, whatever a damaged file says.
    if (!line || line.seq <= seq) continue;
    seq = line.seq;
    keep(line);
  }

  const append = (line: LogLine): NumberedLine => {
    const numbered = { ...line, seq: ++seq };
    keep(numbered);
    file.append(formatLine(numbered));
    for (const listener of listeners) {
      try {
        listener(numbered);
      } catch {
        // A reader's trouble must not become the engine's.
      }
    }
    return numbered;
  };

  return {
    append,
    note: (text, level = "info") => append({ at: clock.now(), stream: "stderr", level, text }),
    tail: (count) => (count > 0 ? recent().slice(-count) : []),
    read({ limit, q, level, before }) {
      const wanted = q?.toLowerCase();
      const least = level === undefined ? 0 : severity.indexOf(level);
      const found: NumberedLine[] = [];
      const all = recent();
      for (let at = all.length - 1; at >= 0 && found.length < limit; at--) {
        const line = all[at];
        if (line === undefined) continue;
        if (before !== undefined && line.seq >= before) continue;
        if (severity.indexOf(line.level) < least) continue;
        if (wanted && !line.text.toLowerCase().includes(wanted)) continue;
        found.push(line);
      }
      return found.reverse();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      listeners.clear();
      return file.close();
    },
  };
}
