/**
 * The closed union of everything that can go wrong in a way a client is told about.
 * The number is the HTTP status that the code is answered with.
 */
export const problemStatus = {
  bad_request: 400,
  invalid_json: 400,
  validation_failed: 422,
  unauthenticated: 401,
  invalid_credentials: 401,
  code_required: 401,
  code_invalid: 401,
  token_expired: 401,
  forbidden: 403,
  reauthentication_required: 403,
  setup_token_invalid: 403,
  link_invalid: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  already_claimed: 410,
  too_large: 413,
  unsupported_media_type: 415,
  unknown_host: 421,
  locked: 423,
  rate_limited: 429,
  quota_exceeded: 429,
  queue_full: 429,
  model_unknown: 422,
  path_invalid: 422,
  upstream_unavailable: 502,
  upstream_credentials_exhausted: 502,
  upstream_protocol: 502,
  upstream_timeout: 504,
  storage_full: 507,
  draining: 503,
  unavailable: 503,
  internal: 500,
} as const;

export type ProblemCode = keyof typeof problemStatus;

/** One field of a request body that was refused; `path` is a JSON pointer such as `/files/0/path`. */
export interface FieldError {
  path: string;
  message: string;
}

export interface ProblemOptions {
  errors?: FieldError[];
  /** Extra response headers, for example `Retry-After`. */
  headers?: Record<string, string>;
  /** What really happened; logged, never sent. */
  cause?: unknown;
}

/** An error with a public face: `message` is what the client reads, `cause` is what the log keeps. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly errors: FieldError[] | undefined;
  readonly headers: Record<string, string>;

  constructor(code: ProblemCode, message: string, options: ProblemOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "Problem";
    this.code = code;
    this.status = problemStatus[code];
    this.errors = options.errors;
    this.headers = options.headers ?? {};
  }
}

const titles: Record<number, string> = {
  400: "Bad request",
  401: "Not signed in",
  403: "Not allowed",
  404: "Not found",
  405: "Method not allowed",
  409: "Conflict",
  410: "Gone",
  413: "Too large",
  415: "Unsupported media type",
  421: "Misdirected request",
  422: "Not valid",
  423: "Locked",
  429: "Too many requests",
  500: "Internal error",
  502: "Upstream failed",
  503: "Not available",
  504: "Upstream timed out",
  507: "Storage is full",
};

/** The body of an `application/problem+json` answer (RFC 9457). */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  code: ProblemCode;
  detail: string;
  requestId: string;
  errors?: FieldError[];
}

export function problemBody(problem: Problem, requestId: string): ProblemBody {
  return {
    type: "about:blank",
    title: titles[problem.status] ?? "Error",
    status: problem.status,
    code: problem.code,
    detail: problem.message,
    requestId,
    ...(problem.errors ? { errors: problem.errors } : {}),
  };
}

/** Turns whatever was thrown into a Problem; an unknown error becomes `internal` and keeps itself as the cause. */
export function toProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  if (thrown instanceof Error && thrown.cause instanceof Problem) return thrown.cause;
  if (isSqliteFull(thrown)) {
    return new Problem(
      "storage_full",
      "The disk that holds Vitrine's data is full. Nothing already stored is lost; free some space and try again.",
      { cause: thrown },
    );
  }
  return new Problem("internal", "Something went wrong on the server. The log has the details under this request id.", {
    cause: thrown,
  });
}

function isSqliteFull(thrown: unknown): boolean {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if ("code" in error && error.code === "SQLITE_FULL") return true;
  }
  return false;
}
