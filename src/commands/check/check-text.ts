import type { Diagnostic } from "../../preview/index.ts";

export interface CheckReport {
  /** No error is left. */
  ok: boolean;
  /** How many files were read. */
  files: number;
  /** The file that a preview would begin with. */
  entry: string | null;
  diagnostics: Diagnostic[];
  /** Paths of the files that hold something to mend, or held it. */
  mended: string[];
  /** Those of them that were written. */
  written: string[];
}

/** `path:line:column  severity  message`, as editors and terminals can jump to, and one line to sum it up. */
export function checkText({ diagnostics, files, mended, written }: CheckReport): string {
  const lines = diagnostics.map(({ path, line, column, severity, message, fix, repaired }) => {
    const kind = repaired ? (written.includes(path) ? "mended" : "to mend") : severity;
    return `${path}:${line}:${column}  ${kind}  ${message}${fix ? `\n    ${fix}` : ""}`;
  });
  const open = diagnostics.filter(({ repaired }) => !repaired);
  const errors = open.filter(({ severity }) => severity === "error").length;
  const warnings = open.filter(({ severity }) => severity === "warning").length;
  const rest = mended.length - written.length;
  const parts = [
    errors > 0 ? count(errors, "error") : "no errors",
    ...(warnings > 0 ? [count(warnings, "warning")] : []),
    ...(written.length > 0 ? [`${count(written.length, "file")} mended`] : []),
    ...(rest > 0 ? [`${count(rest, "file")} that --fix would mend`] : []),
  ];
  return [...lines, `${count(files, "file")} read: ${parts.join(", ")}.`].join("\n");
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;
