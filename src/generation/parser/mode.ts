import type { GenerationEvent } from "../events.ts";
import type { Answer } from "./answer.ts";

/**
 * One way of reading the answer. The parser collects a line while `holds` says that it may still be a marker; a line
 * that cannot be one is passed to `text` piece by piece as it arrives.
 */
export interface Mode {
  /** Takes a marker off the start of an unfinished line and returns what follows it; undefined when there is none. */
  early?(line: string): string | undefined;
  /** Must hold for every prefix of a line that it holds for, or the result would depend on how the text was cut. */
  holds(line: string): boolean;
  /** A whole line that was held. @param ended false when the answer stopped before the line break */
  line(line: string, ended: boolean): void;
  /** Text of a line that is no marker, its line break included. */
  text(text: string): void;
  /** Ends this mode wherever it stands in a line. */
  readonly marker?: string;
  /** The marker was met and taken out. @param before the character in front of it @returns false when it is text after all */
  marked?(before: string): boolean;
  /** The answer is over. */
  end(cut: boolean): void;
}

/** What a mode may do to the parser that drives it. */
export interface Reader {
  readonly answer: Answer;
  /** Only blocks that say their path become files. */
  readonly explicitOnly: boolean;
  emit(event: GenerationEvent): void;
  become(mode: Mode): void;
  /** Back to explanation. */
  rest(): void;
  /** Puts text in front of what is still to be read. */
  replay(text: string): void;
}

/** Tells about something in a file that the parser met. */
export function notice(
  reader: Reader,
  path: string,
  message: string,
  severity: "error" | "warning" | "info",
  repaired = false,
): void {
  reader.emit({
    type: "diagnostic",
    data: { path, line: 1, column: 1, message, severity, ...(repaired ? { repaired } : {}) },
  });
}
