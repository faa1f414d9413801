import type { DownloadProgress } from "../../engine/index.ts";
import type { Io } from "../command.ts";
import { duration, gigabytes } from "./text.ts";

/** "12.4 of 27.9 GB  44 %  112.0 MB/s  2 min 18 s left  model-00003.safetensors" */
export function progressText({ bytes, totalBytes, bytesPerSecond, secondsLeft, file }: DownloadProgress): string {
  const share = totalBytes > 0 ? Math.floor((bytes / totalBytes) * 100) : 0;
  const parts = [`${gigabytes(bytes)} of ${gigabytes(totalBytes)}`, `${String(share).padStart(3)} %`];
  if (bytesPerSecond > 0) parts.push(`${gigabytes(bytesPerSecond)}/s`);
  if (secondsLeft !== null && secondsLeft > 0) parts.push(`${duration(secondsLeft)} left`);
  if (file !== "") parts.push(file);
  return parts.join("  ");
}

/** A line per so many milliseconds where nothing can be written over. */
const plainEveryMs = 5_000;

/** As much of a stream as is needed to write over a line. */
export interface Terminal {
  isTTY: boolean;
  columns: number;
  write(text: string): unknown;
}

/** Progress on stderr: one line that is written over on a terminal, a plain line every few seconds otherwise. */
export function createProgressLine(io: Io, terminal: Terminal = process.stderr) {
  let lastAt = 0;
  let last = "";
  const width = () => Math.max(20, (terminal.columns || 80) - 1);
  return {
    show(progress: DownloadProgress): void {
      if (progress.totalBytes === 0) return;
      const text = progressText(progress);
      if (terminal.isTTY) terminal.write(`\r\u001b[2K${text.slice(0, width())}`);
      else if (Date.now() - lastAt >= plainEveryMs) {
        lastAt = Date.now();
        io.err(text);
      }
      last = text;
    },
    /** Ends the line, so that what follows begins on one of its own. */
    end(): void {
      if (terminal.isTTY && last !== "") terminal.write("\n");
      else if (last !== "") io.err(last);
      last = "";
    },
  };
}

/** Runs `work` with a signal that Ctrl+C or a polite kill aborts; a second Ctrl+C ends the program at once. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(1);
    controller.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  try {
    return await work(controller.signal);
  } finally {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
  }
}
