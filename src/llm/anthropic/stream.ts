import { z } from "zod";
import { type FinishReason, LlmError, type StreamPart, type Usage } from "../contract.ts";
import { errorOfStatus, readErrorObject, statusOfError } from "../errors.ts";
import { costNanoUsd, type Price } from "../price.ts";
import type { SseEvent } from "../sse.ts";
import { cacheWriteFactor } from "./prices.ts";

const usageShape = z.looseObject({
  input_tokens: z.number().nullish(),
  output_tokens: z.number().nullish(),
  cache_creation_input_tokens: z.number().nullish(),
  cache_read_input_tokens: z.number().nullish(),
});
type WireUsage = z.infer<typeof usageShape>;
const usageNames = usageShape.keyof().options;

const eventShape = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("message_start"), message: z.looseObject({ usage: usageShape.nullish() }) }),
  z.looseObject({
    type: z.literal("content_block_start"),
    content_block: z.looseObject({ type: z.string(), text: z.string().nullish(), thinking: z.string().nullish() }),
  }),
  z.looseObject({
    type: z.literal("content_block_delta"),
    delta: z.looseObject({ type: z.string(), text: z.string().nullish(), thinking: z.string().nullish() }),
  }),
  z.looseObject({
    type: z.literal("message_delta"),
    delta: z.looseObject({ stop_reason: z.string().nullish() }),
    usage: usageShape.nullish(),
  }),
  z.looseObject({ type: z.literal("message_stop") }),
]);

const finishReasons = new Map<string, FinishReason>([
  ["end_turn", "stop"],
  ["stop_sequence", "stop"],
  ["max_tokens", "length"],
  ["model_context_window_exceeded", "length"],
  ["tool_use", "tool_calls"],
  ["refusal", "content_filter"],
]);

/** Turns the events of one streamed message into parts. Only a stop reason proves that the answer is whole. */
export class MessageReader {
  readonly #who: string;
  readonly #price: Price | undefined;
  #usage: WireUsage = {};
  #finish: FinishReason | undefined;
  #started = false;
  done = false;

  constructor(who: string, price: Price | undefined) {
    this.#who = who;
    this.#price = price;
  }

  get finished(): boolean {
    return this.#finish !== undefined;
  }

  /** @throws LlmError for an `error` event and for JSON that is broken */
  read(event: SseEvent): StreamPart[] {
    let value: unknown;
    try {
      value = JSON.parse(event.data);
    } catch (cause) {
      throw new LlmError("protocol", `${this.#who} sent something that is not JSON.`, { cause });
    }
    const error = readErrorObject(value);
    if (error) throw errorOfStatus(this.#who, statusOfError(error), error);
    const parsed = eventShape.safeParse(value);
    // `ping`, block ends, signatures and whatever is added later: the API asks clients to let them pass.
    return parsed.success ? this.#parts(parsed.data) : [];
  }

  #parts(event: z.infer<typeof eventShape>): StreamPart[] {
    switch (event.type) {
      case "message_start":
        this.#started = true;
        this.#merge(event.message.usage);
        return [];
      case "content_block_start":
        return partsOf(event.content_block);
      case "content_block_delta":
        return partsOf(event.delta);
      case "message_delta":
        this.#merge(event.usage);
        if (event.delta.stop_reason) this.#finish = finishReasons.get(event.delta.stop_reason) ?? "unknown";
        return [];
      case "message_stop":
        this.done = true;
        return [];
      default: {
        const never: never = event;
        return never;
      }
    }
  }

  /** @throws LlmError `cut` or `protocol` where it was no whole answer */
  end(): StreamPart[] {
    if (this.#finish === undefined) {
      throw this.#started
        ? new LlmError("cut", `${this.#who} ended its answer without saying that it was complete.`)
        : new LlmError("protocol", `${this.#who} answered with something that is no event stream.`);
    }
    const usage = this.#total();
    return [...(usage ? [{ type: "usage" as const, usage }] : []), { type: "end", finishReason: this.#finish }];
  }

  /** Counts are cumulative, and later ones may leave out what has not changed. */
  #merge(usage: WireUsage | null | undefined): void {
    for (const name of usageNames) {
      const count = usage?.[name];
      if (count != null) this.#usage[name] = count;
    }
  }

  #total(): Usage | undefined {
    const { input_tokens: input, output_tokens: output } = this.#usage;
    if (input == null || output == null) return undefined;
    const cachedTokens = this.#usage.cache_read_input_tokens ?? 0;
    const written = this.#usage.cache_creation_input_tokens ?? 0;
    const promptTokens = input + cachedTokens + written;
    const usage: Usage = { promptTokens, completionTokens: output, totalTokens: promptTokens + output, cachedTokens };
    if (!this.#price) return usage;
    const surcharge = Math.ceil(written * this.#price.prompt * (cacheWriteFactor - 1));
    return { ...usage, costNanoUsd: costNanoUsd(this.#price, usage) + surcharge };
  }
}

function partsOf(block: { text?: string | null | undefined; thinking?: string | null | undefined }): StreamPart[] {
  if (block.thinking) return [{ type: "reasoning", text: block.thinking }];
  return block.text ? [{ type: "text", text: block.text }] : [];
}
