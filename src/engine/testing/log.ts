import { writeSync } from "node:fs";

/** Writes like vLLM's logger (stdout) and like the bars and servers beside it (stderr). */
export interface StandInLog {
  /** `(NAME pid=N) INFO mm-dd HH:MM:SS [place] text`, one for each line of the text. */
  say(level: "DEBUG" | "INFO" | "WARNING" | "ERROR", place: string, text: string): void;
  /** uvicorn's way: `(NAME pid=N) INFO:     text`. */
  serve(text: string): void;
  /** As it is, after the name. */
  plain(text: string): void;
  /** One picture of tqdm's bar, without an end of line unless it is the last. */
  bar(text: string, last: boolean): void;
}

const two = (value: number): string => String(value).padStart(2, "0");

export function createStandInLog(name: string, pid: () => number): StandInLog {
  const prefix = () => `(${name} pid=${pid()}) `;
  const lines = (text: string, before: string): string =>
    text
      .split("\n")
      .map((line) => `${before}${line}\n`)
      .join("");
  return {
    say(level, place, text) {
      const at = new Date();
      const date = `${two(at.getMonth() + 1)}-${two(at.getDate())}`;
      const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
      write(1, lines(text, `${prefix()}${level} ${date} ${time} [${place}] `));
    },
    serve: (text) => write(2, lines(text, `${prefix()}INFO:     `)),
    plain: (text) => write(2, lines(text, prefix())),
    bar: (text, last) => write(2, `\r${text}${last ? "\n" : ""}`),
  };
}

/** At once and whole: a process that is about to kill itself has no time to flush. */
function write(file: 1 | 2, text: string): void {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(file, bytes, done);
    } catch (error) {
      // The reader is gone, or slow.
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) return;
      Bun.sleepSync(1);
    }
  }
}
