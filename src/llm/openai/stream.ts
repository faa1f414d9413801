import { type FinishReason, LlmError, type StreamPart, type Usage } from "../contract.ts";
import { errorOfStatus, readErrorObject, statusOfError } from "../errors.ts";
import type { SseEvent } from "../sse.ts";
import { type Chunk, type ChunkUsage, readChunk } from "./chunk.ts";

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
    const chunk = this.#shaped(value);
    if (chunk.counts) this.#chunks++;
    if (chunk.usage) this.#usage = readUsage(chunk.usage);
    if (!chunk.choice) return;
    const { said, text, finishReason: reason } = chunk.choice;
    push(parts, "reasoning", said?.reasoning);
    if (typeof said?.content === "string") push(parts, "text", said.content);
    else {
      for (const piece of said?.content ?? []) {
        for (const thought of piece.thinking) push(parts, "reasoning", thought);
        push(parts, "text", piece.text);
      }
    }
    push(parts, "text", said?.refusal);
    push(parts, "text", text);
    if (!reason) return;
    // What an engine says of a request that it gave up, at shutdown or after a fault of its own.
    if (reason === "abort" || reason === "error") {
      throw new LlmError("cut", `${this.#who} gave up in the middle of its answer.`);
    }
    this.#finish = finishReasons.get(reason) ?? "unknown";
  }

  #shaped(value: unknown): Chunk {
    try {
      return readChunk(value);
    } catch (cause) {
      throw new LlmError("protocol", `${this.#who} sent a chunk of an unknown shape.`, { cause });
    }
  }
}

function push(parts: StreamPart[], type: "reasoning" | "text", text: string | undefined): void {
  if (text) parts.push({ type, text });
}

/** Zero is a count like any other; only an absent number is missing. */
function readUsage({ prompt, completion, total, cached }: ChunkUsage): Usage | undefined {
  if (prompt === undefined && completion === undefined) return undefined;
  const promptTokens = prompt ?? Math.max(0, (total ?? 0) - (completion ?? 0));
  const completionTokens = completion ?? Math.max(0, (total ?? 0) - promptTokens);
  return {
    promptTokens,
    completionTokens,
    totalTokens: total ?? promptTokens + completionTokens,
    ...(cached === undefined ? {} : { cachedTokens: cached }),
  };
}
