import type { Clock } from "../../platform/clock.ts";
import {
  type ChatMessage,
  type ChatRequest,
  LlmError,
  type ModelInfo,
  type Provider,
  type StreamPart,
} from "../contract.ts";
import { answer, textOf } from "./answer.ts";

export interface BuiltinOptions {
  clock: Clock;
  /** How fast the answer is streamed, in characters a second; 0 streams without waiting. 4,000 when left out. */
  paceCharsPerSecond?: number;
}

const model: ModelInfo = {
  id: "builtin/patterns",
  provider: "builtin",
  model: "patterns",
  label: "Built-in patterns",
  // Only the person's words are read, so that no turn of a long conversation has to be left out.
  contextLength: 1_000_000,
  vision: false,
  builtin: true,
};

/**
 * The pattern engine as a provider. It composes from rules, so it ignores sampling settings, and an answer is never cut
 * at `maxTokens`: half a component is of no use.
 */
export function builtinProvider({ clock, paceCharsPerSecond = 4_000 }: BuiltinOptions): Provider {
  return {
    id: model.provider,
    label: model.label,
    models: async () => [{ ...model }],
    stream: (request, signal) => stream(request, signal, clock, Math.max(0, paceCharsPerSecond)),
  };
}

async function* stream(
  request: ChatRequest,
  signal: AbortSignal,
  clock: Clock,
  pace: number,
): AsyncIterable<StreamPart> {
  if (request.model !== model.model)
    throw new LlmError("model_unknown", `The built-in engine has no model “${request.model}”.`);
  if (!request.messages.some((message) => message.role === "user")) {
    throw new LlmError("invalid_request", "The conversation has no message of a person.");
  }
  stopIfAborted(signal);
  const found = answer(request.messages);
  const paced = pacer(clock, pace, signal);
  let characters = 0;
  for (const text of paced.slices(found.reasoning)) {
    await paced.wait(text.length);
    characters += text.length;
    yield { type: "reasoning", text };
  }
  for await (const piece of textOf(found)) {
    stopIfAborted(signal);
    for (const text of paced.slices(piece)) {
      await paced.wait(text.length);
      characters += text.length;
      yield { type: "text", text };
    }
  }
  stopIfAborted(signal);
  yield { type: "usage", usage: usageOf(request.messages, characters) };
  yield { type: "end", finishReason: "stop" };
}

/** Cuts text into slices of about 20 ms and waits until each is due. */
function pacer(clock: Clock, pace: number, signal: AbortSignal) {
  const start = clock.now();
  const width = pace === 0 ? 1_024 : Math.max(8, Math.round(pace / 50));
  let sent = 0;
  return {
    *slices(text: string): Iterable<string> {
      for (let at = 0; at < text.length; ) {
        let end = Math.min(text.length, at + width);
        if (isHighSurrogate(text.charCodeAt(end - 1))) end++;
        yield text.slice(at, end);
        at = end;
      }
    },
    async wait(length: number): Promise<void> {
      stopIfAborted(signal);
      sent += length;
      const due = pace === 0 ? 0 : start + (sent / pace) * 1_000 - clock.now();
      if (due > 0) await clock.sleep(due, signal);
      stopIfAborted(signal);
    },
  };
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;

function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new LlmError("cancelled", "The generation was stopped.");
}

/** Four characters to a token, nothing to pay. */
function usageOf(messages: readonly ChatMessage[], written: number) {
  const read = messages.reduce((sum, { content }) => sum + lengthOf(content), 0);
  const promptTokens = Math.ceil(read / 4);
  const completionTokens = Math.ceil(written / 4);
  return {
    promptTokens,
    completionTokens,
    totalTokens: promptTokens + completionTokens,
    costNanoUsd: 0,
    estimated: true,
  };
}

function lengthOf(content: ChatMessage["content"]): number {
  if (typeof content === "string") return content.length;
  return content.reduce((sum, part) => sum + (part.type === "text" ? part.text.length : 0), 0);
}
