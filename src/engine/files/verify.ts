import { join } from "node:path";
import type { Clock } from "../../platform/clock.ts";
import type { DownloadProgress } from "../contract.ts";
import { checkFolder, filesBelow, sizeOf } from "./completeness.ts";
import { ModelFilesError } from "./errors.ts";
import { expectedHash, hashFile } from "./hash.ts";
import { formatOf, type Manifest, readManifest, writeManifest } from "./manifest.ts";
import { modelFolder } from "./names.ts";
import { createMeter } from "./rate.ts";

export interface VerifiedFile {
  path: string;
  /** `noted`: no hash was known, so the one it has is kept for the next time. */
  state: "right" | "noted" | "wrong" | "missing";
}

export interface VerifyReport {
  id: string;
  ok: boolean;
  files: VerifiedFile[];
  /** What the folder's own index and headers say, beside the hashes. */
  problems: string[];
}

export interface Watch {
  signal?: AbortSignal;
  onProgress?: (progress: DownloadProgress) => void;
}

/**
 * Reads every byte of a model and compares hashes; the result is kept in its manifest, so that a damaged file is never
 * started on. Reads a mebibyte at a time and holds the event loop no longer than that takes. Needs the model's lock.
 * @throws ModelFilesError `unknown_model`, or the signal's reason
 */
export async function verifyModel(clock: Clock, models: string, id: string, watch: Watch = {}): Promise<VerifyReport> {
  const folder = modelFolder(models, id);
  const manifest = readManifest(folder) ?? manifestOfFolder(clock, folder, id);
  const place = manifest.location ?? folder;
  const meter = createMeter(
    clock,
    manifest.files.reduce((sum, { size }) => sum + size, 0),
  );
  const report = () => watch.onProgress?.(meter.progress());
  let stop = () => {};
  const tick = () => {
    report();
    stop = clock.after(250, tick);
  };
  tick();
  const files: VerifiedFile[] = [];
  try {
    for (const file of manifest.files) {
      const path = join(place, file.path);
      if (sizeOf(path) === undefined) {
        files.push({ path: file.path, state: "missing" });
        continue;
      }
      const expected = expectedHash(file);
      const found = await hashFile(path, file, watch.signal, (count) => meter.add(count, file.path));
      const state =
        expected === undefined ? "noted" : found === expected && sizeOf(path) === file.size ? "right" : "wrong";
      files.push({ path: file.path, state });
      if (state === "wrong") {
        file.damaged = true;
        delete file.verifiedAt;
      } else {
        delete file.damaged;
        file.verifiedAt = clock.now();
        if (expected === undefined) file.sha256 = found;
      }
    }
  } finally {
    stop();
    report();
  }
  manifest.updatedAt = clock.now();
  writeManifest(folder, manifest);
  const { problems } = checkFolder(place, { weights: true, only: files.filter(isThere).map(({ path }) => path) });
  return {
    id,
    ok: problems.length === 0 && files.every(({ state }) => state === "right" || state === "noted"),
    files,
    problems,
  };
}

const isThere = ({ state }: VerifiedFile): boolean => state !== "missing";

function manifestOfFolder(clock: Clock, folder: string, id: string): Manifest {
  let paths: string[];
  try {
    paths = filesBelow(folder);
  } catch (error) {
    throw new ModelFilesError(
      "unknown_model",
      `There are no files of ${id} on this machine.`,
      "See vitrine models list.",
      error,
    );
  }
  const now = clock.now();
  return {
    version: 1,
    id,
    origin: "import",
    revision: "unknown",
    commit: "",
    include: [],
    exclude: [],
    format: formatOf(paths),
    createdAt: now,
    updatedAt: now,
    files: paths.map((path) => ({ path, size: sizeOf(join(folder, path)) ?? 0 })),
  };
}
