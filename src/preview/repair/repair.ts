import type { Resources } from "../build/resources.ts";
import type { BuildInput, Diagnostic, SourceFile } from "../contract.ts";

export interface Repaired {
  files: SourceFile[];
  /** Those of `files` that differ from what was given, leaving out what was only closed because it is unfinished. */
  changed: SourceFile[];
  diagnostics: Diagnostic[];
}

export function repairFiles(_resources: Resources, input: BuildInput): Repaired {
  return { files: input.files, changed: [], diagnostics: [] };
}
