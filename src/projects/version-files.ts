import { requireFilePath } from "../platform/file-path.ts";
import { Problem } from "../platform/problem.ts";

/** One file of a version. */
export interface VersionFile {
  path: string;
  text: string;
}

export const fileLimits = { count: 1000, bytes: 512 * 1024, totalBytes: 4 * 1024 * 1024 } as const;

/**
 * Checks the files of a version and returns them with clean paths, sorted by path.
 * @throws Problem `path_invalid`, `too_large`, `validation_failed` when two files have one path
 */
export function checkFiles(files: VersionFile[]): VersionFile[] {
  if (files.length > fileLimits.count)
    throw new Problem("too_large", `A version has at most ${fileLimits.count} files.`);
  const clean = new Map<string, string>();
  const folded = new Set<string>();
  let total = 0;
  for (const { path: given, text } of files) {
    const path = requireFilePath(given);
    const bytes = Buffer.byteLength(text, "utf8");
    total += bytes;
    if (bytes > fileLimits.bytes) {
      throw new Problem("too_large", `${path} is larger than ${fileLimits.bytes / 1024} KiB, the limit for one file.`);
    }
    if (total > fileLimits.totalBytes) {
      throw new Problem("too_large", `The files are larger than ${fileLimits.totalBytes / 1024 / 1024} MiB together.`);
    }
    // Two names that differ in case alone are one file on many disks.
    if (folded.has(path.toLowerCase())) {
      throw new Problem("validation_failed", `There are two files with the path ${path}.`, {
        errors: [{ path: "/files", message: `has the path ${path} twice` }],
      });
    }
    folded.add(path.toLowerCase());
    clean.set(path, text.toWellFormed());
  }
  for (const path of folded) {
    for (let slash = path.indexOf("/"); slash > 0; slash = path.indexOf("/", slash + 1)) {
      if (folded.has(path.slice(0, slash))) {
        throw new Problem("path_invalid", `${path.slice(0, slash)} cannot be a file and a folder at once.`);
      }
    }
  }
  return [...clean].map(([path, text]) => ({ path, text })).sort((a, b) => (a.path < b.path ? -1 : 1));
}

export interface FileDiff {
  path: string;
  status: "added" | "removed" | "changed";
  /** Left out for an added file. */
  before?: string;
  /** Left out for a removed file. */
  after?: string;
}

/** What changed from one set of files to another, sorted by path; equal files are left out. */
export function diffFiles(before: VersionFile[], after: VersionFile[]): FileDiff[] {
  const old = new Map(before.map(({ path, text }) => [path, text]));
  const now = new Map(after.map(({ path, text }) => [path, text]));
  const paths = [...new Set([...old.keys(), ...now.keys()])].sort();
  return paths.flatMap((path): FileDiff[] => {
    const was = old.get(path);
    const is = now.get(path);
    if (was === is) return [];
    if (was === undefined) return is === undefined ? [] : [{ path, status: "added", after: is }];
    if (is === undefined) return [{ path, status: "removed", before: was }];
    return [{ path, status: "changed", before: was, after: is }];
  });
}
