/** One line of the result. */
export interface Row {
  what: string;
  /** The figure with its unit. */
  figure: string;
  /** What it is compared with, measured in the same run, or the bound it was built for. */
  against: string;
  /** figure / against, where both are numbers of one unit. */
  ratio: string;
}

export const median = (values: number[]): number => quantile(values, 0.5);

/** @param q from 0 to 1 */
export function quantile(values: number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}

export const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 1)} ms`;
export const mib = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;

/** A row whose figure is held against another one of the same unit. */
export const ratioRow = (
  what: string,
  value: number,
  against: number,
  format: (n: number) => string,
  label: string,
): Row => ({
  what,
  figure: format(value),
  against: `${format(against)} ${label}`,
  ratio: (value / against).toFixed(2),
});

export function printTable(rows: Row[]): void {
  const head: Row = { what: "what", figure: "measured", against: "against", ratio: "ratio" };
  const columns = ["what", "figure", "against", "ratio"] as const;
  const widths = columns.map((column) => Math.max(...[head, ...rows].map((row) => row[column].length)));
  const line = (row: Row) =>
    columns
      .map((column, index) => row[column].padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd();
  console.log(line(head));
  console.log(widths.map((width) => "-".repeat(width)).join("  "));
  for (const row of rows) console.log(line(row));
}
