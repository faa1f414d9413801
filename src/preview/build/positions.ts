import type { Diagnostic } from "../contract.ts";

interface BuildLog {
  message?: string;
  level?: string;
  position?: { file?: string; namespace?: string; line?: number; column?: number } | null;
}

/** A bundler message as a diagnostic; the file's own path comes back out of the virtual one. */
export function fromBuildLog(log: BuildLog): Diagnostic {
  const file = log.position?.file ?? "";
  return {
    path: file.replace(/^.*?user:/, "").replace(/^\//, ""),
    line: Math.max(1, log.position?.line ?? 1),
    column: Math.max(1, log.position?.column ?? 1),
    message: log.message ?? "The file could not be built.",
    severity: log.level === "warning" ? "warning" : "error",
  };
}
