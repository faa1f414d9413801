import { Problem, type ProblemCode } from "../../platform/problem.ts";

/** Why model files cannot be had or used; the number of kinds is closed so that a page can act on them. */
const problemCodes = {
  unknown_model: "not_found",
  incomplete: "conflict",
  damaged: "conflict",
  busy: "conflict",
  in_use: "conflict",
  bad_request: "validation_failed",
  bad_path: "path_invalid",
  not_a_model: "validation_failed",
  repository_missing: "not_found",
  gated: "upstream_unavailable",
  refused: "upstream_unavailable",
  unreachable: "upstream_unavailable",
  wrong_hash: "upstream_protocol",
  protocol: "upstream_protocol",
  disk_full: "storage_full",
  aborted: "unavailable",
} as const satisfies Record<string, ProblemCode>;

export type ModelFilesErrorKind = keyof typeof problemCodes;

/** What is wrong with model files and what to do, one sentence each; both may be shown to people. */
export class ModelFilesError extends Problem {
  readonly kind: ModelFilesErrorKind;
  readonly reason: string;
  readonly fix: string;

  constructor(kind: ModelFilesErrorKind, reason: string, fix: string, cause?: unknown) {
    super(problemCodes[kind], fix === "" ? reason : `${reason} ${fix}`, cause === undefined ? {} : { cause });
    this.name = "ModelFilesError";
    this.kind = kind;
    this.reason = reason;
    this.fix = fix;
  }
}

/** The code that the operating system gave, such as `ENOSPC`. */
export function systemCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

export const isDiskFull = (error: unknown): boolean => ["ENOSPC", "EDQUOT"].includes(systemCode(error));
