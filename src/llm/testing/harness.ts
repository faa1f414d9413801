/** What the model layer's own tests share. */

import type { ManualClock } from "../../platform/clock.ts";
import type { Random } from "../../platform/random.ts";
import { type ChatRequest, LlmError, type Provider, type RoutedPart, type StreamPart } from "../contract.ts";
import type { Call, Endpoint, WireProvider } from "../endpoint.ts";
import type { LlmLog } from "../log.ts";

export const quiet: LlmLog = { debug() {}, info() {}, warn() {}, error() {} };

/** Always the same number; 0 makes every back-off nothing. */
export const fixedRandom = (unit: number): Random => ({ bytes: (length) => new Uint8Array(length), unit: () => unit });

export const never = new AbortController().signal;

/** Waits, without moving time, until somebody waits for it to move. @throws Error when nobody ever does */
export async function untilTimers(clock: ManualClock, count = 1): Promise<void> {
  for (let turn = 0; turn < 1_000; turn++) {
    if (clock.pending >= count) return;
    await Promise.resolve();
  }
  throw new Error(`Only ${clock.pending} timers are waiting.`);
}

export const hello: ChatRequest = { model: "mock-model", messages: [{ role: "user", content: "hello" }] };

export interface Collected {
  parts: RoutedPart[];
  text: string;
  reasoning: string;
  error: LlmError | undefined;
}

/** Reads a stream to its end or failure. @throws whatever is no LlmError */
export async function collect(stream: AsyncIterable<RoutedPart>): Promise<Collected> {
  const got: Collected = { parts: [], text: "", reasoning: "", error: undefined };
  try {
    for await (const part of stream) {
      got.parts.push(part);
      if (part.type === "text") got.text += part.text;
      if (part.type === "reasoning") got.reasoning += part.text;
    }
  } catch (error) {
    if (!(error instanceof LlmError)) throw error;
    got.error = error;
  }
  return got;
}

export const kinds = (parts: readonly RoutedPart[]): string => parts.map((part) => part.type).join(" ");

export type Behaviour = (request: ChatRequest, call: Call) => AsyncIterable<StreamPart>;

export interface ScriptedOptions {
  id: string;
  models?: string[];
  vision?: boolean;
  builtin?: boolean;
  credentials?: number;
  /** Several, and each is one address. */
  behaviours: Behaviour[];
  list?: () => void;
}

/** An upstream in this process, for tests that move time by hand. */
export function scripted(options: ScriptedOptions): WireProvider {
  const { id, models = ["m"], vision = false, builtin = false, credentials = 1 } = options;
  const infos = models.map((model) => ({
    id: `${id}/${model}`,
    provider: id,
    model,
    label: model,
    vision,
    builtin,
  }));
  const list = async () => {
    options.list?.();
    return infos;
  };
  const endpoints = options.behaviours.map(
    (stream, at): Endpoint => ({ key: `${at}`, credentials, models: list, stream }),
  );
  return {
    id,
    label: id,
    endpoints,
    timers: {},
    models: list,
    stream: () => {
      throw new Error("The layer drives endpoints.");
    },
  };
}

export const says = (text: string): Behaviour =>
  async function* (_, call) {
    call.connected();
    yield { type: "text", text };
    yield { type: "end", finishReason: "stop" };
  };

export const fails = (error: () => LlmError): Behaviour =>
  // biome-ignore lint/correctness/useYield: it fails before it has anything to say
  async function* () {
    throw error();
  };

/** Each call behaves like the next of the list, the last one for ever; `calls` counts. */
export function inTurn(...behaviours: Behaviour[]): Behaviour & { calls: number } {
  const turn: Behaviour & { calls: number } = Object.assign(
    (request: ChatRequest, call: Call) => {
      const behaviour = behaviours[Math.min(turn.calls, behaviours.length - 1)];
      turn.calls++;
      if (!behaviour) throw new Error("No behaviour.");
      return behaviour(request, call);
    },
    { calls: 0 },
  );
  return turn;
}

/** The pattern engine's place, held by something that only says so. */
export const standIn = (): Provider => ({
  id: "builtin",
  label: "Built-in",
  models: async () => [
    { id: "builtin/patterns", provider: "builtin", model: "patterns", label: "Patterns", vision: false, builtin: true },
  ],
  async *stream() {
    yield { type: "text", text: "pattern" };
    yield { type: "end", finishReason: "stop" };
  },
});
