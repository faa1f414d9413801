import { chmodSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { DataPaths } from "../../platform/paths.ts";

/** `sun_path` of unix(7) has 108 bytes, the last one for NUL. */
const longestPath = 107;
const folderPrefix = "vitrine-s-";

/**
 * A path for a launch's socket that does not exist yet, in a folder that only its owner can enter (0700): below the
 * data folder, or in a new temporary folder where that path would be too long for a socket.
 * @param launchId fresh for each launch
 */
export function socketPath(paths: DataPaths, launchId: string): string {
  const name = `${launchId.replace(/[^A-Za-z0-9_-]/g, "_")}.sock`;
  const path = join(paths.run, name);
  if (Buffer.byteLength(path) <= longestPath) {
    mkdirSync(paths.run, { recursive: true, mode: 0o700 });
    chmodSync(paths.run, 0o700);
    return path;
  }
  const room = longestPath - folderPrefix.length - "/XXXXXX/s".length;
  const parent = Buffer.byteLength(tmpdir()) <= room ? tmpdir() : "/tmp";
  return join(mkdtempSync(join(parent, folderPrefix)), "s");
}

/** Whether `socketPath` made this folder for one socket: it goes with it. */
export const isTemporarySocketFolder = (folder: string): boolean => basename(folder).startsWith(folderPrefix);
