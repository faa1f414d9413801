import type { Usage } from "../llm/contract.ts";

/** The events of a generation as they are stored and streamed; the names and fields are public contract. */
export type GenerationEvent =
  | {
      type: "status";
      data: {
        phase: "queued" | "routing" | "loading" | "thinking" | "writing" | "checking" | "repairing";
        position?: number;
        detail?: string;
        /** With `routing`: the model that answers, and whether it is the built-in pattern engine. */
        model?: string;
        builtin?: boolean;
        /** With `routing`: another model should have answered; `detail` says why it did not. */
        standsIn?: boolean;
      };
    }
  /**
   * `replacesExplanation`: what had been streamed as explanation was reasoning whose opening tag was missing; `text` has
   * all of it, and the explanation starts anew.
   */
  | { type: "reasoning"; data: { text: string; replacesExplanation?: true } }
  | { type: "explanation"; data: { text: string } }
  /** `delete` removes a file of the base version. */
  | { type: "file"; data: { path: string; action: "start" | "end" | "delete"; language?: string } }
  | { type: "code-chunk"; data: { path: string; text: string } }
  | { type: "edit"; data: { path: string; search: string; replace: string; applied: boolean } }
  | {
      type: "diagnostic";
      data: {
        path: string;
        line: number;
        column: number;
        message: string;
        severity: "error" | "warning" | "info";
        repaired?: boolean;
      };
    }
  | { type: "usage"; data: Usage }
  | { type: "version"; data: { versionId: string; number: number; files: string[] } }
  | { type: "error"; data: { code: string; message: string; retryable: boolean } }
  | { type: "done"; data: { status: GenerationEnd; versionId?: string } };

export type GenerationEnd = "completed" | "stopped" | "failed" | "interrupted";

export type GenerationEventType = GenerationEvent["type"];

/** An event with its place in the log. */
export type LoggedEvent = GenerationEvent & { seq: number };
