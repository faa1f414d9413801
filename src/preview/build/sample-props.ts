import type { Diagnostic } from "../contract.ts";
import type { Mount } from "./entry.ts";
import type { Project } from "./project.ts";

export interface SampleProps {
  source: string;
  note: Diagnostic | undefined;
}

export function sampleProps(_project: Project, _mount: Mount): SampleProps {
  return { source: "{}", note: undefined };
}
