/** One piece of a streamed completion, as far as it is read here; what is null on the wire is absent. */
export interface Chunk {
  /** How the first choice goes on; further ones are never asked for. */
  choice: Choice | undefined;
  usage: ChunkUsage | undefined;
  /** It has a list of choices, maybe an empty one, or a usage: it belongs to a completion. */
  counts: boolean;
}

export interface Choice {
  said: Delta | undefined;
  text: string | undefined;
  finishReason: string | undefined;
}

export interface Delta {
  /** Mistral sends thinking as a list of text pieces inside the content. */
  content: string | readonly ContentPiece[] | undefined;
  reasoning: string | undefined;
  refusal: string | undefined;
}

export interface ContentPiece {
  text: string | undefined;
  thinking: readonly (string | undefined)[];
}

export interface ChunkUsage {
  prompt: number | undefined;
  completion: number | undefined;
  total: number | undefined;
  cached: number | undefined;
}

/**
 * Reads parsed JSON as a chunk; fields that are not known are let be. Written out by hand, because it stands in the way
 * of every token.
 * @throws TypeError naming the field that is not what it must be
 */
export function readChunk(value: unknown): Chunk {
  const chunk = record(value, "the chunk");
  const choices = chunk.choices == null ? undefined : list(chunk.choices, "choices", readChoice);
  const usage = chunk.usage == null ? undefined : readUsage(chunk.usage);
  return { choice: choices?.[0], usage, counts: choices !== undefined || usage !== undefined };
}

function readChoice(value: unknown): Choice {
  const choice = record(value, "a choice");
  const delta = choice.delta == null ? undefined : readDelta(choice.delta);
  // Servers that ignore `stream` answer with the whole message.
  const message = choice.message == null ? undefined : readDelta(choice.message);
  return {
    said: delta ?? message,
    text: text(choice.text, "text"),
    finishReason: text(choice.finish_reason, "finish_reason"),
  };
}

function readDelta(value: unknown): Delta {
  const delta = record(value, "a delta");
  const { content } = delta;
  // vLLM's present name, and OpenRouter's; then DeepSeek's, SGLang's, llama.cpp's and older vLLM's. Transitional servers
  // fill both with the same text.
  const reasoning = text(delta.reasoning, "reasoning");
  const older = text(delta.reasoning_content, "reasoning_content");
  return {
    content: Array.isArray(content) ? list(content, "content", readPiece) : text(content, "content"),
    reasoning: reasoning || older,
    refusal: text(delta.refusal, "refusal"),
  };
}

function readPiece(value: unknown): ContentPiece {
  const piece = typed(value);
  return {
    text: text(piece.text, "text"),
    thinking: piece.thinking == null ? [] : list(piece.thinking, "thinking", (one) => text(typed(one).text, "text")),
  };
}

function readUsage(value: unknown): ChunkUsage {
  const usage = record(value, "usage");
  const details = usage.prompt_tokens_details == null ? {} : record(usage.prompt_tokens_details, "the usage's details");
  return {
    prompt: count(usage.prompt_tokens, "prompt_tokens"),
    completion: count(usage.completion_tokens, "completion_tokens"),
    total: count(usage.total_tokens, "total_tokens"),
    cached: count(details.cached_tokens, "cached_tokens"),
  };
}

type Fields = { readonly [name: string]: unknown };

const isRecord = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function record(value: unknown, name: string): Fields {
  if (!isRecord(value)) throw new TypeError(`${name} is no object`);
  return value;
}

/** A piece of content, which always says what it is. */
function typed(value: unknown): Fields {
  const piece = record(value, "a piece of content");
  if (typeof piece.type !== "string") throw new TypeError("a piece of content has no type");
  return piece;
}

function list<T>(value: unknown, name: string, read: (item: unknown) => T): T[] {
  if (!Array.isArray(value)) throw new TypeError(`${name} is no list`);
  return value.map((item) => read(item));
}

function text(value: unknown, name: string): string | undefined {
  if (value == null) return undefined;
  if (typeof value !== "string") throw new TypeError(`${name} is no text`);
  return value;
}

function count(value: unknown, name: string): number | undefined {
  if (value == null) return undefined;
  if (typeof value !== "number" || !Number.isFinite(value)) throw new TypeError(`${name} is no number`);
  return value;
}
