import { LlmError, type LlmErrorKind, problemOfLlm } from "../llm/index.ts";
import { toProblem } from "../platform/problem.ts";

/** A failure as the `error` event tells it. */
export interface Failure {
  code: string;
  /** What happened and what to do, for a person. */
  message: string;
  retryable: boolean;
}

const advice: Record<LlmErrorKind, string> = {
  credentials: "Ask an administrator to check the provider's access key, or choose another model.",
  rate_limit: "Wait a moment and try again, or choose another model.",
  unavailable: "Try again, or choose another model; an administrator can see on the server whether it runs.",
  timeout: "Try again; a model that is being loaded can take minutes for its first answer.",
  invalid_request: "Change the request or choose another model.",
  model_unknown: "Choose another model from the list.",
  cancelled: "Try again.",
  protocol: "Try again, or choose another model.",
  cut: "What had arrived is kept. You can continue from there.",
};

const hopeless: ReadonlySet<LlmErrorKind> = new Set(["credentials", "invalid_request", "model_unknown"]);

/** Ends with a full stop where it ends with nothing of the kind: other sentences follow. */
export const sentence = (text: string): string => (/[.!?…]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);

/** Whatever ended a generation early, as a person may read it. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof LlmError) {
    return {
      code: thrown.kind === "cut" ? "upstream_cut" : problemOfLlm(thrown).code,
      message: `${sentence(thrown.message)} ${advice[thrown.kind]}`,
      retryable: !hopeless.has(thrown.kind),
    };
  }
  const problem = toProblem(thrown);
  return {
    code: problem.code,
    message:
      problem.code === "internal"
        ? "Something went wrong on the server. What had arrived is kept; try again."
        : problem.message,
    retryable: problem.code === "internal" || problem.status === 503,
  };
}

export const failures = {
  interrupted: {
    code: "interrupted",
    message:
      "The server was stopped while this was being written. What had arrived is kept; you can continue from there.",
    retryable: true,
  },
  tooLong: {
    code: "answer_too_long",
    message:
      "The model reached the length it may write before it was done. What had arrived is kept; continue, or ask for less at once.",
    retryable: true,
  },
  filtered: {
    code: "content_filter",
    message: "The model's provider held the rest of the answer back. Put the request into other words.",
    retryable: false,
  },
  empty: {
    code: "empty_answer",
    message: "The model answered with nothing. Try again, or choose another model.",
    retryable: true,
  },
} as const satisfies Record<string, Failure>;
