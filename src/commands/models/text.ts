import type { StoredModel } from "../../engine/index.ts";

/** "27.9 GB", "112.0 MB": decimal, as hubs and disks count. */
export function gigabytes(bytes: number): string {
  if (bytes >= 999.95e6) return `${(bytes / 1e9).toFixed(1)} GB`;
  if (bytes >= 999_950) return `${(bytes / 1e6).toFixed(1)} MB`;
  return bytes >= 1_000 ? `${(bytes / 1e3).toFixed(1)} kB` : `${bytes} B`;
}

/** "1 h 5 min", "3 min 20 s", "12 s". */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Columns as wide as their widest cell; the last one is left as it is. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, at) => {
      widths[at] = Math.max(widths[at] ?? 0, cell.length);
    });
  return rows.map((row) =>
    row
      .map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}

/** One line about what is on the disk. */
export function storedRow(model: StoredModel): string[] {
  const share = model.totalBytes > 0 ? Math.floor((model.bytes / model.totalBytes) * 100) : 0;
  const state = model.state === "complete" ? "complete" : `${model.state} ${share} %`;
  const checked = model.verifiedAt === null ? "" : `checked ${new Date(model.verifiedAt).toISOString().slice(0, 10)}`;
  const why = model.state === "complete" ? checked : (model.problems[0] ?? "");
  return [model.id, state, gigabytes(model.state === "complete" ? model.bytes : model.totalBytes), model.format, why];
}
