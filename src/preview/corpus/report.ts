import type { Diagnostic } from "../contract.ts";

/** What became of one component or project of a corpus. */
export interface CorpusResult {
  /** The file, or the folder of a project of many files, relative to the corpus. */
  file: string;
  /** Every file of it is free of syntax errors, after repair. */
  parsed: boolean;
  /** The builder made a module of it. */
  bundled: boolean;
  /** It stands in the frame, and nothing was thrown that nobody caught. */
  mounted: boolean;
  /** Something of it can be seen: text, a picture, a drawing, or a box with a colour and a size. */
  nonEmpty: boolean;
  /** What was thrown, what took too long, and requests that got out of the frame. */
  errors: string[];
  diagnostics: Diagnostic[];
  /** How many things were mended before it was built. */
  repaired: number;
  /** Milliseconds from its files to the first commit in the frame, building included. */
  ms: number;
  /** What it asked for and was refused, because the preview is offline. */
  offline: string[];
}

export interface CorpusReport {
  items: CorpusResult[];
  /** Requests that left for anything but the local server; there should never be one. */
  outside: string[];
  /** Milliseconds of the whole run. */
  ms: number;
}

/** A component as it should be: on the page, visible, and quiet. */
export const isGood = (item: CorpusResult): boolean => item.mounted && item.nonEmpty && item.errors.length === 0;

const columns = ["parsed", "bundled", "mounted", "nonEmpty"] as const;

/** One line for each component, those with a problem followed by what it was, and the counts below. */
export function reportTable({ items, outside, ms }: CorpusReport): string {
  const width = Math.max(4, ...items.map(({ file }) => file.length));
  const mark = (holds: boolean) => (holds ? "yes" : "NO");
  const row = (file: string, cells: string[]) => `${file.padEnd(width)}  ${cells.join("  ")}`.trimEnd();
  const lines = [row("file", ["parsed", "bundled", "mounted", "non-empty", "diagnostics", "repaired", "    ms"])];
  for (const item of items) {
    lines.push(
      row(item.file, [
        mark(item.parsed).padEnd(6),
        mark(item.bundled).padEnd(7),
        mark(item.mounted).padEnd(7),
        mark(item.nonEmpty).padEnd(9),
        String(item.diagnostics.length).padStart(11),
        String(item.repaired).padStart(8),
        item.ms.toFixed(0).padStart(6),
      ]),
    );
    const broken = item.diagnostics.filter(({ severity, repaired }) => severity === "error" && !repaired);
    const shown = item.bundled ? [] : broken.map(({ path, line, message }) => `${path}:${line} ${message}`);
    for (const text of [...item.errors, ...shown].slice(0, 4)) lines.push(`    ${firstLine(text)}`);
  }
  const counts = columns.map((name) => `${items.filter((item) => item[name]).length} ${words[name]}`);
  lines.push("", `${items.length} components: ${counts.join(", ")}, ${items.filter(isGood).length} without any error`);
  lines.push(
    `${outside.length} ${outside.length === 1 ? "request" : "requests"} to anything but this machine · ${(ms / 1000).toFixed(1)} s`,
  );
  return lines.join("\n");
}

const words: Record<(typeof columns)[number], string> = {
  parsed: "parsed",
  bundled: "bundled",
  mounted: "mounted",
  nonEmpty: "non-empty",
};

const firstLine = (text: string): string => (text.split("\n")[0] ?? "").slice(0, 200);
