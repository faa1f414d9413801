import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { writePrivateFile } from "../../platform/private-file.ts";

/** What stands in `install.json` of an environment that we made; written last, so one without it is not finished. */
export const installRecord = z.object({
  adapter: z.literal("vllm"),
  /** As the package says itself, with what follows `+`. */
  version: z.string(),
  /** Another build than the usual one. */
  build: z.string().optional(),
  python: z.string(),
  source: z.string(),
  /** Milliseconds since 1970. */
  installedAt: z.number(),
  /** Bytes on disk. */
  bytes: z.number(),
  note: z.string().optional(),
});
export type InstallRecord = z.infer<typeof installRecord>;

export interface ManagedInstall {
  /** The folder's name: `vllm-0.29.0`. */
  name: string;
  folder: string;
  executable: string;
  record: InstallRecord;
}

const recordFile = "install.json";

/** Where a managed environment keeps the versions and hashes of everything inside it. */
export const lockFileName = "requirements.lock";

export const managedName = (version: string): string => `vllm-${version}`;
export const executableIn = (folder: string): string => join(folder, "bin", "vllm");

/** A whole environment; undefined where there is none or it was not finished. */
export function readManaged(engines: string, name: string): ManagedInstall | undefined {
  const folder = join(engines, name);
  try {
    const record = installRecord.parse(JSON.parse(readFileSync(join(folder, recordFile), "utf8")));
    return { name, folder, executable: executableIn(folder), record };
  } catch {
    return undefined;
  }
}

export function writeRecord(folder: string, record: InstallRecord): void {
  writePrivateFile(join(folder, recordFile), `${JSON.stringify(record, null, 2)}\n`);
}

/** From here on it counts as unfinished, whatever happens to the rest. */
export function dropRecord(folder: string): void {
  rmSync(join(folder, recordFile), { force: true });
}

export function listManaged(engines: string): ManagedInstall[] {
  let names: string[];
  try {
    names = readdirSync(engines).sort();
  } catch {
    return [];
  }
  return names.flatMap((name) => (name.startsWith("vllm-") ? (readManaged(engines, name) ?? []) : []));
}
