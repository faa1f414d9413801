import { existsSync, lstatSync, readdirSync, statfsSync } from "node:fs";
import { dirname, join } from "node:path";

/** Bytes that may still be written below a folder, which need not exist yet. */
export function freeBytes(folder: string): number {
  let place = folder;
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  const { bavail, bsize } = statfsSync(place);
  return bavail * bsize;
}

/** Bytes of every file below a folder; a file with several names counts once. */
export function folderBytes(folder: string): number {
  const counted = new Set<number>();
  let total = 0;
  const visit = (place: string): void => {
    for (const entry of readdirSync(place, { withFileTypes: true })) {
      const path = join(place, entry.name);
      if (entry.isDirectory()) visit(path);
      else if (entry.isFile()) {
        const { size, ino, nlink } = lstatSync(path);
        if (nlink > 1 && counted.has(ino)) continue;
        counted.add(ino);
        total += size;
      }
    }
  };
  visit(folder);
  return total;
}

export const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(bytes < 1e10 ? 1 : 0)} GB`;
