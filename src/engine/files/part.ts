import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import type { RepositoryFile } from "./choice.ts";
import { expectedHash, hashFor, readThrough } from "./hash.ts";
import { writeWhole } from "./manifest.ts";
import { suffixes } from "./names.ts";

const range = z.object({ start: z.number(), end: z.number(), done: z.number() });
/** Bytes from `start` up to and without `end`; the first `done` of them are in the file. */
export type Range = z.infer<typeof range>;

const state = z.object({
  size: z.number(),
  /** Its expected hash, or null: another content under the same name begins anew. */
  hash: z.string().nullable(),
  /** What the server called the content, where no hash is known. */
  etag: z.string().nullable(),
  ranges: z.array(range),
});
type State = z.infer<typeof state>;

/** How many bytes of an unfinished file are there, for lists. */
export function bytesInPart(path: string): number {
  const known = readState(path);
  return known ? known.ranges.reduce((sum, { done }) => sum + done, 0) : 0;
}

/** Makes a file that somebody put there into a part that has all its bytes, so that its hash is checked and it need not come again. */
export function adoptAsPart(path: string, file: RepositoryFile): void {
  renameSync(path, path + suffixes.part);
  const whole = [{ start: 0, end: file.size, done: file.size }];
  writeWhole(path + suffixes.state, JSON.stringify({ ...fresh(file, file.size), ranges: whole }), false);
}

function readState(path: string): State | undefined {
  try {
    return state.parse(JSON.parse(readFileSync(path + suffixes.state, "utf8")));
  } catch {
    return undefined;
  }
}

/**
 * A file on its way: `PATH.part` holds the bytes, `PATH.part.json` which of them are there. The state is written after
 * the bytes, so that a killed process loses at most what came since the last `save`; a power cut may lose more, which
 * the hash at the end finds out.
 */
export class PartFile {
  readonly #path: string;
  readonly #file: RepositoryFile;
  readonly #handle: FileHandle;
  #state: State;
  #hash;
  /** The hash has seen everything before this. */
  #hashed = 0;
  #catching: Promise<void> | undefined;
  #closed = false;

  private constructor(path: string, file: RepositoryFile, handle: FileHandle, known: State) {
    this.#path = path;
    this.#file = file;
    this.#handle = handle;
    this.#state = known;
    this.#hash = hashFor(file);
  }

  /** Opens what is there of this content, or begins. */
  static async open(path: string, file: RepositoryFile, rangeBytes: number): Promise<PartFile> {
    mkdirSync(dirname(path), { recursive: true });
    const known = readState(path);
    const fits =
      known !== undefined &&
      existsSync(path + suffixes.part) &&
      known.size === file.size &&
      known.hash === (expectedHash(file) ?? null) &&
      covers(known.ranges, file.size);
    const handle = fits ? await open(path + suffixes.part, "r+") : undefined;
    const written = handle ? (await handle.stat()).size : 0;
    if (handle && known?.ranges.every(({ start, done }) => done === 0 || start + done <= written))
      return new PartFile(path, file, handle, known);
    await handle?.close();
    // Removed, not emptied: it may be a hard link to a file of somebody else.
    rmSync(path + suffixes.part, { force: true });
    return new PartFile(path, file, await open(path + suffixes.part, "wx+"), fresh(file, rangeBytes));
  }

  get ranges(): readonly Range[] {
    return this.#state.ranges;
  }

  get bytes(): number {
    return this.#state.ranges.reduce((sum, { done }) => sum + done, 0);
  }

  /** What the server called the content so far; undefined before it has answered. */
  get etag(): string | undefined {
    return this.#state.etag ?? undefined;
  }

  set etag(value: string | undefined) {
    this.#state.etag = value ?? null;
  }

  /** Writes the next bytes of a range. @throws what the file system says, `ENOSPC` among it */
  async write(into: Range, chunk: Uint8Array): Promise<void> {
    const from = into.start + into.done;
    for (let at = 0; at < chunk.length; ) {
      const { bytesWritten } = await this.#handle.write(chunk, at, chunk.length - at, from + at);
      at += bytesWritten;
    }
    into.done += chunk.length;
    if (this.#catching === undefined && from === this.#hashed) {
      this.#hash.update(chunk);
      this.#hashed += chunk.length;
    }
  }

  /** Lets the hash see what lies ready behind it, while other ranges are still on their way. */
  catchUp(signal?: AbortSignal): Promise<void> {
    this.#catching ??= this.#follow(signal).finally(() => {
      this.#catching = undefined;
    });
    return this.#catching;
  }

  async #follow(signal?: AbortSignal): Promise<void> {
    for (;;) {
      const ready = this.#contiguous();
      if (ready <= this.#hashed) return;
      await readThrough(
        this.#handle,
        this.#hashed,
        ready,
        (chunk) => {
          this.#hash.update(chunk);
          this.#hashed += chunk.length;
        },
        signal,
      );
      if (this.#hashed < ready) return;
    }
  }

  #contiguous(): number {
    let end = 0;
    for (const { start, done } of [...this.#state.ranges].sort((a, b) => a.start - b.start)) {
      if (start !== end) break;
      end = start + done;
    }
    return end;
  }

  /** Begins anew; `single` for servers that send a file only from its first byte on. */
  async restart(rangeBytes: number): Promise<void> {
    await this.#catching?.catch(() => {});
    this.#state = fresh(this.#file, rangeBytes);
    this.#hash = hashFor(this.#file);
    this.#hashed = 0;
    await this.#handle.truncate(0);
    this.save();
  }

  /** Notes which bytes are there. */
  save(): void {
    writeWhole(this.#path + suffixes.state, JSON.stringify(this.#state), false);
  }

  /**
   * Checks the hash, flushes and gives the file its name. With a wrong hash the file is kept aside as `PATH.damaged`.
   * @returns the hash that it has, and whether that is the right one
   */
  async finish(signal?: AbortSignal): Promise<{ right: boolean; hash: string }> {
    // One that runs already may have looked before the last bytes came.
    await this.#catching?.catch(() => {});
    await this.catchUp(signal);
    signal?.throwIfAborted();
    const found = this.#hash.digest("hex");
    const right = this.#hashed === this.#file.size && found === (expectedHash(this.#file) ?? found);
    if (right) await this.#handle.sync();
    this.#closed = true;
    await this.#handle.close();
    rmSync(this.#path + suffixes.state, { force: true });
    renameSync(this.#path + suffixes.part, right ? this.#path : this.#path + suffixes.damaged);
    if (right) {
      rmSync(this.#path + suffixes.damaged, { force: true });
      await syncFolder(dirname(this.#path));
    }
    return { right, hash: found };
  }

  /** Leaves it for another time; after `finish` it does nothing. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#catching?.catch(() => {});
    try {
      this.save();
    } catch {
      // On a full disk the earlier state stays, which says less than there is, and that is no loss but of time.
    }
    await this.#handle.close();
  }
}

function fresh(file: RepositoryFile, rangeBytes: number): State {
  const ranges: Range[] = [];
  for (let start = 0; start < file.size; start += rangeBytes)
    ranges.push({ start, end: Math.min(file.size, start + rangeBytes), done: 0 });
  return { size: file.size, hash: expectedHash(file) ?? null, etag: null, ranges };
}

function covers(ranges: readonly Range[], size: number): boolean {
  let end = 0;
  for (const { start, end: stop, done } of ranges) {
    if (start !== end || stop <= start || done < 0 || start + done > stop) return false;
    end = stop;
  }
  return end === size;
}

/** A rename is on the disk only once its folder is. */
export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } catch {
    // Some network file systems cannot flush a folder; the rename has happened all the same.
  } finally {
    await handle.close();
  }
}
