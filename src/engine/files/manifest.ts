import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { isSafePath, manifestName } from "./names.ts";

const file = z.object({
  path: z.string().refine(isSafePath),
  size: z.number().int().min(0),
  /** Of the content, in lower-case hexadecimal. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  /** What git calls it: SHA-1 over `blob SIZE\0` and the content. */
  gitOid: z
    .string()
    .regex(/^[0-9a-f]{40}$/)
    .optional(),
  /** When the hash was last found right. */
  verifiedAt: z.number().optional(),
  /** The last look at its hash found it wrong. */
  damaged: z.boolean().optional(),
});

const manifest = z.object({
  version: z.literal(1),
  id: z.string(),
  /** `hub` can be fetched again, `import` came from a folder. */
  origin: z.enum(["hub", "import"]),
  /** Where the hub was; no secrets. */
  url: z.string().optional(),
  /** A branch or tag, as it was asked for, and the commit that it was then. */
  revision: z.string(),
  commit: z.string(),
  include: z.array(z.string()).default([]),
  exclude: z.array(z.string()).default([]),
  /** Files that are used where they are, outside of the models folder. */
  location: z.string().optional(),
  format: z.enum(["safetensors", "gguf", "other"]),
  createdAt: z.number(),
  updatedAt: z.number(),
  files: z.array(file),
});

/** What a model consists of, stored beside its files as `vitrine-model.json`. */
export type Manifest = z.infer<typeof manifest>;
export type ManifestFile = z.infer<typeof file>;

/** Undefined when there is none, or none that can be read. */
export function readManifest(folder: string): Manifest | undefined {
  try {
    return manifest.parse(JSON.parse(readFileSync(join(folder, manifestName), "utf8")));
  } catch {
    return undefined;
  }
}

/** Complete or not at all, and on the disk before it returns. */
export function writeManifest(folder: string, value: Manifest): void {
  writeWhole(join(folder, manifestName), `${JSON.stringify(value, null, 2)}\n`);
}

/** Writes a small file under a temporary name, flushes it and renames it; makes its folder. */
export function writeWhole(path: string, text: string, flush = true): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const handle = openSync(temporary, "w", 0o644);
    try {
      writeSync(handle, text);
      if (flush) fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

export function formatOf(paths: readonly string[]): Manifest["format"] {
  if (paths.some((path) => path.endsWith(".safetensors"))) return "safetensors";
  return paths.some((path) => path.endsWith(".gguf")) ? "gguf" : "other";
}
