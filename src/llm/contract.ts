/**
 * The one contract between the model layer and everything above it.
 * A provider knows a wire format and nothing else: no database, no HTTP of ours, no prompt.
 */
export type ContentPart =
  | { type: "text"; text: string }
  /** `data` is base64 without a prefix. */
  | { type: "image"; mediaType: string; data: string };

export interface ChatMessage {
  role: "system" | "user" | "assistant";
  content: string | ContentPart[];
}

export interface ChatRequest {
  /** The provider's own name of the model, without the provider prefix. */
  model: string;
  messages: ChatMessage[];
  maxTokens?: number;
  /** 0 to 2. */
  temperature?: number;
  topP?: number;
  stop?: string[];
  seed?: number;
  /** Who asks: where requests have to queue, turns are shared out by person. */
  userId?: string;
}

/** Token counts as the provider reported them, or as estimated when it reported none. */
export interface Usage {
  promptTokens: number;
  completionTokens: number;
  totalTokens: number;
  cachedTokens?: number;
  /** Integer nano-dollars (1 USD = 1,000,000,000), where a price is known. */
  costNanoUsd?: number;
  estimated?: boolean;
}

export type FinishReason = "stop" | "length" | "content_filter" | "tool_calls" | "unknown";

export type StreamPart =
  /**
   * The provider cannot answer yet: the model loads, or others come first. `position` counts from 1. Comes ahead of
   * everything else, commits to nothing, and stops the timers.
   */
  | { type: "wait"; phase: "loading" | "queued"; position: number; detail: string }
  /** The wait is over. `instead`: another model of this provider answers than the one asked for, and why. */
  | { type: "begin"; instead?: { model: ModelInfo; reason: string } }
  | { type: "reasoning"; text: string }
  | { type: "text"; text: string }
  | { type: "usage"; usage: Usage }
  /** Always the last part of a stream that ended as the provider meant it to; a stream without it was cut. */
  | { type: "end"; finishReason: FinishReason };

export interface GenerateResult {
  reasoning: string;
  text: string;
  usage: Usage;
  finishReason: FinishReason;
}

export interface ModelInfo {
  /** As people and requests name it: `provider/model`, for example `builtin/patterns`. */
  id: string;
  provider: string;
  /** The provider's own name of the model. */
  model: string;
  label: string;
  /** Tokens of context, where known. */
  contextLength?: number;
  vision: boolean;
  /** The pattern engine and nothing else: the page says that this is not a language model. */
  builtin: boolean;
  /** What it waits for before it can answer (“Loading weights”); absent when it is ready. */
  loading?: string;
}

export interface Provider {
  /** Short and unique, the prefix of its models' ids. */
  readonly id: string;
  readonly label: string;
  /** An engine of this machine: its list costs nothing and may change at any moment, so it is never remembered. */
  readonly live?: boolean;
  /** Whether a model that it does not list now may be one of its own; left out, any may. */
  serves?(model: string): boolean;
  models(signal: AbortSignal): Promise<ModelInfo[]>;
  /** @throws LlmError, also in mid-iteration; a cut stream throws `cut`, it never ends quietly. */
  stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<StreamPart>;
}

/**
 * What the caller must do about a failure:
 * `credentials` rotate · `rate_limit` wait · `unavailable` and `timeout` retry · `invalid_request` give up and tell the
 * person · `cancelled` nothing · `protocol` the other side sent rubbish · `cut` the stream broke off before its end.
 */
export type LlmErrorKind =
  | "credentials"
  | "rate_limit"
  | "unavailable"
  | "timeout"
  | "invalid_request"
  | "model_unknown"
  | "cancelled"
  | "protocol"
  | "cut";

export class LlmError extends Error {
  readonly kind: LlmErrorKind;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(
    kind: LlmErrorKind,
    message: string,
    options: { status?: number; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "LlmError";
    this.kind = kind;
    this.status = options.status;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** What the router adds to a provider's stream: which model answers, why, and what it is waiting for. */
export type RoutedPart =
  | StreamPart
  /** `standsIn`: another model should have answered; `reason` says why it does not. */
  | { type: "route"; model: ModelInfo; reason: string; standsIn?: true }
  | { type: "retry"; attempt: number; delayMs: number; message: string };

export interface RoutedRequest extends Omit<ChatRequest, "model"> {
  /** A model id as in `ModelInfo.id`; left out or `auto`, the router chooses. */
  model?: string;
  /** Equal requests of one scope at temperature 0 may share an answer; left out, nothing is kept or reused. */
  cacheScope?: string;
}

/** The model layer as the rest of the house sees it. */
export interface Llm {
  models(signal?: AbortSignal): Promise<ModelInfo[]>;
  /** The model that `auto` means now. */
  defaultModel(signal?: AbortSignal): Promise<ModelInfo>;
  /** @throws LlmError */
  stream(request: RoutedRequest, signal: AbortSignal): AsyncIterable<RoutedPart>;
  /** @throws LlmError */
  generate(request: RoutedRequest, signal: AbortSignal): Promise<GenerateResult & { model: ModelInfo }>;
  /** Providers with their state, for health and the admin page. */
  status(): { id: string; label: string; state: "ok" | "open" | "unknown"; lastError?: string }[];
}
