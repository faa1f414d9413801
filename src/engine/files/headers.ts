import { closeSync, openSync, readSync } from "node:fs";

/** What is wrong with a weights file, as the end of a sentence; undefined when its beginning is sound. */
export type HeaderProblem = string | undefined;

/** Headers larger than this are not believed; the format's own readers draw the same line at 100 MB. */
const largestHeader = 100_000_000;

/**
 * A safetensors file begins with the length of its header (8 bytes, little-endian), then the header as JSON, then the
 * tensors whose `data_offsets` count from there; the last one ends with the file.
 */
export function safetensorsProblem(path: string, size: number): HeaderProblem {
  const start = readStart(path, 8);
  if (start.length < 8) return "is too short to be safetensors";
  const length = Number(start.readBigUInt64LE());
  if (length < 2 || length > largestHeader || 8 + length > size)
    return "has a header that does not fit into the file, so it is cut or no safetensors file";
  const end = dataEnd(
    readStart(path, 8 + length)
      .subarray(8)
      .toString("utf8"),
  );
  if (end === undefined) return "has a header that cannot be read";
  if (8 + length + end !== size) return `is ${size} bytes long where its header says ${8 + length + end}`;
  return undefined;
}

function dataEnd(header: string): number | undefined {
  try {
    const parsed: unknown = JSON.parse(header);
    if (typeof parsed !== "object" || parsed === null) return undefined;
    let end = 0;
    for (const [name, tensor] of Object.entries(parsed)) {
      if (name === "__metadata__") continue;
      const offsets: unknown =
        typeof tensor === "object" && tensor !== null && "data_offsets" in tensor ? tensor.data_offsets : undefined;
      const last: unknown = Array.isArray(offsets) ? offsets[1] : undefined;
      if (typeof last !== "number") return undefined;
      end = Math.max(end, last);
    }
    return end;
  } catch {
    return undefined;
  }
}

/** GGUF begins with its name, its version and how many tensors and facts follow. */
export function ggufProblem(path: string): HeaderProblem {
  const start = readStart(path, 24);
  if (start.length < 24 || start.toString("latin1", 0, 4) !== "GGUF") return "is no GGUF file";
  const version = start.readUInt32LE(4);
  return version >= 1 && version <= 16 ? undefined : `says GGUF version ${version}, which cannot be`;
}

function readStart(path: string, count: number): Buffer {
  const handle = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(count);
    let filled = 0;
    while (filled < count) {
      const read = readSync(handle, buffer, filled, count - filled, filled);
      if (read === 0) break;
      filled += read;
    }
    return buffer.subarray(0, filled);
  } finally {
    closeSync(handle);
  }
}
