import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { type FileHandle, open, rename, unlink } from "node:fs/promises";

export interface LogFile {
  append(text: string): void;
  /** The last whole lines of the files, oldest first; at most about so many bytes. */
  readTail(bytes: number): string[];
  close(): Promise<void>;
}

/** A disk that is slower than the lines come: what waits in memory is bounded. Characters. */
const mostPending = 4 * 1024 * 1024;
/** After a failed write, a full disk for example, nothing is tried for so long. Milliseconds. */
const restMs = 10_000;

/**
 * Appends to FILE; when that is full it becomes FILE.1, that FILE.2, and so on, and the oldest goes. Writing happens
 * behind the caller's back, one write at a time; what cannot be written is lost, without an error and without waiting.
 */
export function openLogFile(path: string, limits: { fileBytes: number; files: number }): LogFile {
  let pending = "";
  let writing: Promise<void> | undefined;
  let handle: FileHandle | undefined;
  let size = 0;
  let restUntil = 0;
  let lost = 0;

  const numbered = (number: number): string => (number === 0 ? path : `${path}.${number}`);

  async function rotate(): Promise<void> {
    await handle?.close();
    handle = undefined;
    await unlink(numbered(limits.files - 1)).catch(() => {});
    for (let number = limits.files - 2; number >= 0; number--) {
      await rename(numbered(number), numbered(number + 1)).catch(() => {});
    }
  }

  async function write(text: string): Promise<void> {
    if (handle && size >= limits.fileBytes) await rotate();
    if (!handle) {
      handle = await open(path, "a", 0o600);
      size = (await handle.stat()).size;
      // A line that was cut off by a kill or a full disk must not swallow the next one.
      if (size > 0 && !(await endsWithNewline(path, size))) text = `\n${text}`;
    }
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await handle.write(bytes, done);
      done += bytesWritten;
      size += bytesWritten;
    }
  }

  async function writeAll(): Promise<void> {
    while (pending !== "") {
      // By slices of a file's size at most, so that no file grows far beyond its limit.
      const cut = pending.length <= limits.fileBytes ? pending.length : pending.indexOf("\n", limits.fileBytes) + 1;
      const text = pending.slice(0, cut || pending.length);
      pending = pending.slice(text.length);
      try {
        await write(text);
      } catch {
        lost++;
        restUntil = performance.now() + restMs;
        await handle?.close().catch(() => {});
        handle = undefined;
        pending = "";
      }
    }
    // At once, not when the promise is looked at: a line that comes in between has to start a new one.
    writing = undefined;
  }

  return {
    append(text) {
      if (performance.now() < restUntil || pending.length + text.length > mostPending) {
        lost++;
        return;
      }
      pending += lost > 0 ? `(${lost} lines or more could not be written here)\n${text}` : text;
      lost = 0;
      writing ??= writeAll();
    },
    readTail(bytes) {
      const parts: string[] = [];
      let left = bytes;
      for (let number = 0; number < limits.files && left > 0; number++) {
        const { text, whole } = readEnd(numbered(number), left);
        parts.unshift(text);
        left -= text.length;
        if (!whole) break;
      }
      return parts.flatMap((part) => part.split("\n")).filter((line) => line !== "");
    },
    async close() {
      while (writing) await writing;
      await handle?.close().catch(() => {});
      handle = undefined;
    },
  };
}

async function endsWithNewline(path: string, size: number): Promise<boolean> {
  return (
    (await Bun.file(path)
      .slice(size - 1, size)
      .text()) === "\n"
  );
}

/** The end of a file; `whole` tells that it was all of it. */
function readEnd(path: string, bytes: number): { text: string; whole: boolean } {
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    const { size } = fstatSync(file);
    const length = Math.min(size, bytes);
    const buffer = Buffer.alloc(length);
    const read = readSync(file, buffer, 0, length, size - length);
    return { text: buffer.toString("utf8", 0, read), whole: length === size };
  } catch {
    return { text: "", whole: true };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
