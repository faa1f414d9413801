import { createHash, type Hash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import type { RepositoryFile } from "./choice.ts";

const chunkBytes = 1024 * 1024;

/** What is known of a file's content: SHA-256, or the SHA-1 that git gives a blob; undefined when neither. */
export function expectedHash(file: Pick<RepositoryFile, "sha256" | "gitOid">): string | undefined {
  return file.sha256 ?? file.gitOid;
}

/** A hash of the kind that the file is known by; SHA-256 where none is known. */
export function hashFor(file: Pick<RepositoryFile, "size" | "sha256" | "gitOid">): Hash {
  if (file.sha256 !== undefined || file.gitOid === undefined) return createHash("sha256");
  return createHash("sha1").update(`blob ${file.size}\0`);
}

/**
 * Reads a part of a file through `each`, a mebibyte at a time, so that the event loop is never held longer than one
 * takes to hash (half a millisecond).
 * @throws the signal's reason, or what the file system says
 */
export async function readThrough(
  handle: FileHandle,
  from: number,
  to: number,
  each: (chunk: Uint8Array) => void | Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const buffer = Buffer.allocUnsafe(chunkBytes);
  for (let at = from; at < to; ) {
    signal?.throwIfAborted();
    const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, to - at), at);
    if (bytesRead === 0) return;
    await each(buffer.subarray(0, bytesRead));
    at += bytesRead;
  }
}

/** The hash of a whole file, of the kind that it is known by, in hexadecimal. */
export async function hashFile(
  path: string,
  file: Pick<RepositoryFile, "size" | "sha256" | "gitOid">,
  signal?: AbortSignal,
  onBytes: (count: number) => void = () => {},
): Promise<string> {
  const hash = hashFor(file);
  const handle = await open(path, "r");
  try {
    const { size } = await handle.stat();
    await readThrough(
      handle,
      0,
      size,
      (chunk) => {
        hash.update(chunk);
        onBytes(chunk.length);
      },
      signal,
    );
  } finally {
    await handle.close();
  }
  return hash.digest("hex");
}
