import { Problem, type ProblemCode } from "../platform/problem.ts";
import type { LlmError } from "./contract.ts";

/** The public face of a failure in the model layer; a rate limit carries Retry-After in seconds. */
export function problemOfLlm(error: LlmError): Problem {
  const wait = error.retryAfterMs === undefined ? {} : { "Retry-After": String(Math.ceil(error.retryAfterMs / 1000)) };
  return new Problem(codeOf(error), error.message, { cause: error, headers: wait });
}

function codeOf(error: LlmError): ProblemCode {
  switch (error.kind) {
    case "credentials":
      return "upstream_credentials_exhausted";
    case "rate_limit":
      return "rate_limited";
    case "timeout":
      return "upstream_timeout";
    case "invalid_request":
      return error.status === 413 ? "too_large" : "bad_request";
    case "model_unknown":
      return "model_unknown";
    case "protocol":
    case "cut":
      return "upstream_protocol";
    case "unavailable":
    case "cancelled":
      return "upstream_unavailable";
    default: {
      const never: never = error.kind;
      return never;
    }
  }
}
