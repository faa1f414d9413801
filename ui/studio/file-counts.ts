import type { LiveGeneration } from "../lib/generation-state.ts";
import { countLines } from "../lib/line-diff.ts";
import type { SourceFile } from "../lib/types.ts";
import type { VersionCache } from "../lib/version-cache.ts";
import type { FileRow } from "./file-list.ts";

/** The files that differ between a version and the one before it, with their line counts. */
export async function countFiles(versions: VersionCache, id: string, parentId: string | null): Promise<FileRow[]> {
  const [after, before] = await Promise.all([
    versions.files(id),
    parentId === null ? Promise.resolve<SourceFile[]>([]) : versions.files(parentId).catch(() => []),
  ]);
  return compareFiles(before, after);
}

export function compareFiles(before: SourceFile[], after: SourceFile[]): FileRow[] {
  const old = new Map(before.map((file) => [file.path, file.text]));
  const rows: FileRow[] = [];
  for (const file of after) {
    const previous = old.get(file.path);
    old.delete(file.path);
    if (previous !== file.text) rows.push({ path: file.path, ...countLines(previous ?? "", file.text) });
  }
  for (const [path, text] of old) rows.push({ path, ...countLines(text, ""), gone: true });
  return rows;
}

/** The same while it is being written; a file still open shows only what it has so far. */
export function countLive(live: LiveGeneration): FileRow[] {
  const base = new Map(live.base.map((file) => [file.path, file.text]));
  return live.files.map((file) => {
    if (!file.writing) return { path: file.path, ...countLines(base.get(file.path) ?? "", file.text) };
    return { path: file.path, added: file.text.split("\n").length, removed: 0, writing: true };
  });
}
