import type { FieldError, ProblemBody } from "../../src/platform/problem.ts";

/** The server answered, and said no. `message` is the server's own sentence, fit for a person. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: FieldError[];
  readonly requestId: string | undefined;
  /** Seconds, from `Retry-After`. */
  readonly retryAfter: number | undefined;

  constructor(status: number, body: Partial<ProblemBody>, retryAfter?: number) {
    super(body.detail ?? body.title ?? `The server answered with status ${status}.`);
    this.name = "ApiError";
    this.status = status;
    this.code = body.code ?? "internal";
    this.fields = body.errors ?? [];
    this.requestId = body.requestId;
    this.retryAfter = retryAfter;
  }

  /** The sentence about one field of the request body, for example `/email`. */
  field(path: string): string | undefined {
    return this.fields.find((error) => error.path === path || error.path === path.slice(1))?.message;
  }
}

/** No answer came at all: the server is down, restarting, or out of reach. */
export class NetworkError extends Error {
  constructor(cause: unknown) {
    super("Vitrine does not answer. It may be restarting, or this device lost its connection to it.", { cause });
    this.name = "NetworkError";
  }
}

/** Reads the problem document of a refused request; an answer that is no problem document becomes one. */
export async function readProblem(response: Response): Promise<ApiError> {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  const retryAfter = Number.isFinite(seconds) ? seconds : undefined;
  let body: Partial<ProblemBody> = {};
  try {
    const parsed: unknown = await response.json();
    if (typeof parsed === "object" && parsed !== null) body = parsed;
  } catch {
    body = { detail: response.statusText || `The server answered with status ${response.status}.` };
  }
  return new ApiError(response.status, body, retryAfter);
}

export interface Explanation {
  /** What happened. */
  title: string;
  /** What it means. */
  meaning: string;
  /** What to do. */
  advice: string;
}

const known: Record<string, Explanation> = {
  rate_limited: {
    title: "Too many requests at once",
    meaning: "The server asked for a short pause before the next request.",
    advice: "Wait a moment, then try again.",
  },
  quota_exceeded: {
    title: "Your quota is used up",
    meaning: "Your tier does not allow more of this for now.",
    advice: "Your text is kept.",
  },
  queue_full: {
    title: "The queue is full",
    meaning: "More people are generating right now than this machine accepts.",
    advice: "Try again in a minute; your text stays in the composer.",
  },
  model_unknown: {
    title: "That model is gone",
    meaning: "The chosen model is no longer offered by any provider.",
    advice: "Pick another model in the composer, then try again.",
  },
  upstream_unavailable: {
    title: "The model did not answer",
    meaning: "The provider could not be reached or failed, also after retries.",
    advice: "Try again, or pick another model. An administrator can check the engine.",
  },
  upstream_credentials_exhausted: {
    title: "The provider refused our key",
    meaning: "Every key set up for this provider was rejected.",
    advice: "Ask an administrator to renew the key, or pick another model.",
  },
  upstream_protocol: {
    title: "The model answered in a way we cannot read",
    meaning: "The provider broke its own protocol in the middle of the answer.",
    advice: "Try again; if it repeats, pick another model.",
  },
  upstream_timeout: {
    title: "The model took too long",
    meaning: "The provider went silent before it finished.",
    advice: "Continue from what arrived, or try again.",
  },
  upstream_cut: {
    title: "The answer was cut off",
    meaning: "The model's stream broke before its end. What arrived is kept as a draft.",
    advice: "Continue from where it stopped, or try again from the start.",
  },
  empty_answer: {
    title: "The model answered with nothing",
    meaning: "It ended its answer before it wrote a word.",
    advice: "Try again, or choose another model.",
  },
  content_filter: {
    title: "The provider held the answer back",
    meaning: "Its rules ended the answer early.",
    advice: "Put the request into other words.",
  },
  bad_request: {
    title: "The model did not take the request",
    meaning: "The provider refused what it was sent.",
    advice: "Change the request, or choose another model.",
  },
  answer_too_long: {
    title: "The answer is longer than the model may write",
    meaning: "It reached the limit before it was done. What had arrived is kept as a draft.",
    advice: "Continue, or ask for less at once.",
  },
  too_large: {
    title: "That is too large",
    meaning: "The request is bigger than the server accepts.",
    advice: "Shorten the text or remove an attachment.",
  },
  unsupported_media_type: {
    title: "An attachment cannot be used",
    meaning: "Only pictures and text files can be sent along.",
    advice: "Your text is kept.",
  },
  storage_full: {
    title: "The disk is full",
    meaning: "Nothing already stored is lost, but nothing new can be written.",
    advice: "Free some space on the server, then try again.",
  },
  draining: {
    title: "The server is restarting",
    meaning: "It accepts no new work while it shuts down.",
    advice: "Try again in a few seconds.",
  },
  interrupted: {
    title: "The server stopped while it was writing",
    meaning: "Everything that had arrived is kept as a draft version.",
    advice: "Continue from where it stopped.",
  },
};

/** Says what happened, what it means and what to do, for a code of ours or a model's. */
export function explain(code: string, message: string): Explanation {
  const match = known[code];
  if (match) return message && message !== match.meaning ? { ...match, meaning: message } : match;
  return {
    title: "The generation did not finish",
    meaning: message || "Something went wrong on the way.",
    advice: "Try again; what you typed is kept.",
  };
}

/** The sentence to show for anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : "Something went wrong.";
}
