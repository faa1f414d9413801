import { LlmError, type LlmErrorKind } from "./contract.ts";

const longestMessage = 400;

/** What a person may read of an upstream's own message: one line, bounded. */
export const shorten = (text: string): string => {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > longestMessage ? `${line.slice(0, longestMessage - 1)}…` : line;
};

/** Keys that an upstream quotes back at us must reach neither a person nor the log. */
export const withoutKeys = (text: string, keys: readonly string[] = []): string =>
  keys.reduce((left, key) => (key === "" ? left : left.replaceAll(key, "[key]")), text);

/** An error body in any of the usual shapes, read as far as it can be. */
export interface UpstreamError {
  message: string;
  type?: string;
  code?: string;
  param?: string;
}

const field = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
const textField = (value: unknown, name: string): string | undefined => {
  const found = field(value, name);
  return typeof found === "string" ? found : typeof found === "number" ? String(found) : undefined;
};

/**
 * Reads `{error:{message,type,code,param}}`, `{error:"…"}`, `{object:"error",message,code}` and `{detail:"…"}`.
 * Undefined where the value is no error.
 */
export function readErrorObject(value: unknown): UpstreamError | undefined {
  const error = field(value, "error");
  if (typeof error === "string") return error === "" ? undefined : { message: error };
  const flat = field(value, "object") === "error" || field(value, "type") === "error";
  const from = typeof error === "object" && error !== null ? error : flat ? value : undefined;
  if (from === undefined) {
    const detail = field(value, "detail");
    return typeof detail === "string" && field(value, "choices") === undefined ? { message: detail } : undefined;
  }
  const read: UpstreamError = { message: textField(from, "message") ?? "" };
  const type = textField(from, "type");
  const code = textField(from, "code");
  const param = textField(from, "param");
  if (type !== undefined) read.type = type;
  if (code !== undefined) read.code = code;
  if (param !== undefined) read.param = param;
  return read;
}

export function readErrorBody(body: string): UpstreamError | undefined {
  try {
    return readErrorObject(JSON.parse(body));
  } catch {
    return undefined;
  }
}

/** Words that providers put in `type` or `code`, as the HTTP status they stand for. */
const statusOfWord = new Map([
  ["authentication_error", 401],
  ["invalid_api_key", 401],
  ["insufficient_quota", 402],
  ["billing_error", 402],
  ["permission_error", 403],
  ["not_found_error", 404],
  ["NotFoundError", 404],
  ["model_not_found", 404],
  ["request_too_large", 413],
  ["invalid_request_error", 400],
  ["BadRequestError", 400],
  ["context_length_exceeded", 400],
  ["rate_limit_error", 429],
  ["rate_limit_exceeded", 429],
  ["timeout_error", 504],
  ["overloaded_error", 529],
  ["api_error", 500],
  ["server_error", 500],
  ["InternalServerError", 500],
]);

/** The status that an error inside a 200 stands for; 500 where it does not say. */
export function statusOfError(error: UpstreamError): number {
  for (const word of [error.code, error.type]) {
    if (word === undefined) continue;
    const number = Number(word);
    if (Number.isInteger(number) && number >= 400 && number < 600) return number;
    const known = statusOfWord.get(word);
    if (known !== undefined) return known;
  }
  return 500;
}

export function kindOfStatus(status: number, error?: UpstreamError): LlmErrorKind {
  // A spent account is no rate limit: waiting does not help, another key may.
  if (status === 429 && (error?.code === "insufficient_quota" || error?.type === "insufficient_quota")) {
    return "credentials";
  }
  if (status === 401 || status === 402 || status === 403) return "credentials";
  if (status === 429) return "rate_limit";
  if (status === 404 && /model/i.test(`${error?.code ?? ""} ${error?.message ?? ""}`)) return "model_unknown";
  if (status === 408 || status === 504 || status === 524) return "timeout";
  if (status >= 500 || status === 409 || status === 425) return "unavailable";
  return "invalid_request";
}

/** `Retry-After` in seconds or as a date, or OpenAI's `retry-after-ms`; milliseconds. */
export function retryAfterMs(header: (name: string) => string | undefined, now: number): number | undefined {
  const precise = Number(header("retry-after-ms") ?? Number.NaN);
  if (Number.isFinite(precise) && precise >= 0) return precise;
  const text = header("retry-after");
  if (text === undefined || text.trim() === "") return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/**
 * The error for an answer with a status that is no success.
 * @param who how people know the provider
 * @param body as much of the body as was read; never shown unless it is a JSON error with a message
 */
export function errorOfStatus(
  who: string,
  status: number,
  error: UpstreamError | undefined,
  options: { body?: string; retryAfterMs?: number | undefined } = {},
): LlmError {
  const kind = kindOfStatus(status, error);
  const said = error?.message ? shorten(error.message) : "";
  const because = said === "" ? "" : `: ${said}`;
  const isPage = /^\s*<(!doctype|html)/i.test(options.body ?? "");
  const details = {
    status,
    ...(options.retryAfterMs === undefined ? {} : { retryAfterMs: options.retryAfterMs }),
    cause: new Error(shorten(error?.message || options.body || `status ${status}`)),
  };
  switch (kind) {
    // The upstream's own words may quote a piece of the key; they stay in the cause.
    case "credentials":
      return new LlmError(kind, `${who} refused its access key (status ${status}).`, details);
    case "rate_limit":
      return new LlmError(kind, `${who} has more requests than it takes at the moment.`, details);
    case "timeout":
      return new LlmError(kind, `${who} gave up waiting for its model (status ${status}).`, details);
    case "unavailable":
      return new LlmError(
        kind,
        isPage
          ? `${who} answered ${status} with a web page: probably a proxy in front of it cannot reach it.`
          : `${who} failed (status ${status})${because}`,
        details,
      );
    case "model_unknown":
      return new LlmError(kind, `${who} does not serve that model${because}`, details);
    default:
      if (status >= 300 && status < 400) {
        return new LlmError(kind, `${who} redirects to another address; use that one as its base URL.`, details);
      }
      if (status === 404) {
        return new LlmError(kind, `${who} knows no such address (404); its base URL probably lacks "/v1".`, details);
      }
      return new LlmError(kind, `${who} refused the request (status ${status})${because}`, details);
  }
}

/** Whatever was thrown, as an LlmError; an abort becomes its reason where that is one, else `cancelled`. */
export function toLlmError(thrown: unknown, signal?: AbortSignal): LlmError {
  if (signal?.aborted) {
    if (signal.reason instanceof LlmError) return signal.reason;
    return new LlmError("cancelled", "The request was stopped.", { cause: signal.reason });
  }
  if (thrown instanceof LlmError) return thrown;
  return new LlmError("unavailable", "The model provider failed in an unexpected way.", { cause: thrown });
}
