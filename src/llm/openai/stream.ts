import { z } from "zod";
import { type FinishReason, LlmError, type StreamPart, type Usage } from "../contract.ts";
import { errorOfStatus, readErrorObject, statusOfError } from "../errors.ts";
import type { SseEvent } from "../sse.ts";

const usageShape = z.object({
  prompt_tokens: z.number().nullish(),
  completion_tokens: z.number().nullish(),
  total_tokens: z.number().nullish(),
  prompt_tokens_details: z.object({ cached_tokens: z.number().nullish() }).nullish(),
});

const textPiece = z.looseObject({ type: z.string(), text: z.string().nullish() });
/** Mistral sends thinking as a list of text pieces inside the content. */
const contentPiece = z.looseObject({
  type: z.string(),
  text: z.string().nullish(),
  thinking: z.array(textPiece).nullish(),
});
const delta = z.looseObject({
  content: z.union([z.string(), z.array(contentPiece)]).nullish(),
  /** vLLM's present name, and OpenRouter's. */
  reasoning: z.string().nullish(),
  /** DeepSeek's name, SGLang's, llama.cpp's and older vLLM's. */
  reasoning_content: z.string().nullish(),
  refusal: z.string().nullish(),
});
const choice = z.looseObject({
  delta: delta.nullish(),
  /** Servers that ignore `stream` answer with the whole message. */
  message: delta.nullish(),
  text: z.string().nullish(),
  finish_reason: z.string().nullish(),
});
const chunkShape = z.looseObject({ choices: z.array(choice).nullish(), usage: usageShape.nullish() });

const finishReasons = new Map<string, FinishReason>([
  ["stop", "stop"],
  ["eos", "stop"],
  ["eos_token", "stop"],
  ["length", "length"],
  ["max_tokens", "length"],
  ["content_filter", "content_filter"],
  ["tool_calls", "tool_calls"],
  ["function_call", "tool_calls"],
]);

/** How many events that are no JSON are let pass (some proxies send `data: ping`). */
const mostRubbish = 32;

/**
 * Turns the events of one streamed completion into parts. `[DONE]` proves nothing: only a finish reason does, and the
 * `end` part is held back until the usage that follows it has had its chance to arrive.
 */
export class ChunkReader {
  readonly #who: string;
  #usage: Usage | undefined;
  #finish: FinishReason | undefined;
  #rubbish = 0;
  #chunks = 0;
  done = false;

  constructor(who: string) {
    this.#who = who;
  }

  /** The provider has said that it is finished; what comes after is only usage. */
  get finished(): boolean {
    return this.#finish !== undefined;
  }

  /** @throws LlmError for an error inside the stream and for JSON that is broken */
  read(event: SseEvent): StreamPart[] {
    const data = event.data.trim();
    if (data === "[DONE]") {
      this.done = true;
      return [];
    }
    const parts: StreamPart[] = [];
    for (const value of this.#values(data)) this.#chunk(value, parts);
    return parts;
  }

  /** The last parts, once the stream has ended. @throws LlmError `cut` or `protocol` where it was no whole answer */
  end(): StreamPart[] {
    if (this.#finish === undefined) {
      if (this.#chunks === 0 && !this.done) {
        throw new LlmError("protocol", `${this.#who} answered with something that is no event stream.`);
      }
      throw new LlmError("cut", `${this.#who} ended its answer without saying that it was complete.`);
    }
    return [
      ...(this.#usage ? [{ type: "usage" as const, usage: this.#usage }] : []),
      { type: "end", finishReason: this.#finish },
    ];
  }

  /** The JSON values of one event: normally one; some servers forget the blank line between two. */
  #values(data: string): unknown[] {
    if (data === "") return [];
    try {
      return [JSON.parse(data)];
    } catch {
      const lines = data.split("\n");
      if (lines.length > 1) return lines.flatMap((line) => (line.trim() === "[DONE]" ? [] : this.#values(line.trim())));
      // Half an object is a lost delta: going on would silently damage the text.
      if (data.startsWith("{") || ++this.#rubbish > mostRubbish) {
        throw new LlmError("protocol", `${this.#who} sent something that is not JSON.`, {
          cause: new Error(data.slice(0, 200)),
        });
      }
      return [];
    }
  }

  #chunk(value: unknown, parts: StreamPart[]): void {
    const error = readErrorObject(value);
    if (error) throw errorOfStatus(this.#who, statusOfError(error), error);
    const parsed = chunkShape.safeParse(value);
    if (!parsed.success) {
      throw new LlmError("protocol", `${this.#who} sent a chunk of an unknown shape.`, { cause: parsed.error });
    }
    const chunk = parsed.data;
    if (chunk.choices != null || chunk.usage != null) this.#chunks++;
    if (chunk.usage) this.#usage = readUsage(chunk.usage);
    const first = chunk.choices?.[0];
    if (!first) return;
    const said = first.delta ?? first.message;
    // Transitional servers fill both names with the same text.
    push(parts, "reasoning", said?.reasoning || said?.reasoning_content);
    if (typeof said?.content === "string") push(parts, "text", said.content);
    for (const piece of Array.isArray(said?.content) ? said.content : []) {
      for (const thought of piece.thinking ?? []) push(parts, "reasoning", thought.text);
      push(parts, "text", piece.text);
    }
    push(parts, "text", said?.refusal);
    push(parts, "text", first.text);
    const reason = first.finish_reason;
    if (!reason) return;
    // What an engine says of a request that it gave up, at shutdown or after a fault of its own.
    if (reason === "abort" || reason === "error") {
      throw new LlmError("cut", `${this.#who} gave up in the middle of its answer.`);
    }
    this.#finish = finishReasons.get(reason) ?? "unknown";
  }
}

function push(parts: StreamPart[], type: "reasoning" | "text", text: string | null | undefined): void {
  if (text) parts.push({ type, text });
}

/** Zero is a count like any other; only an absent number is missing. */
function readUsage(usage: z.infer<typeof usageShape>): Usage | undefined {
  const { prompt_tokens: prompt, completion_tokens: completion, total_tokens: total } = usage;
  if (prompt == null && completion == null) return undefined;
  const promptTokens = prompt ?? Math.max(0, (total ?? 0) - (completion ?? 0));
  const completionTokens = completion ?? Math.max(0, (total ?? 0) - promptTokens);
  const cachedTokens = usage.prompt_tokens_details?.cached_tokens;
  return {
    promptTokens,
    completionTokens,
    totalTokens: total ?? promptTokens + completionTokens,
    ...(cachedTokens == null ? {} : { cachedTokens }),
  };
}
