import type { ChatRequest, ModelInfo, Provider, StreamPart } from "./contract.ts";
import type { Price } from "./price.ts";
import type { Timers } from "./timers.ts";

/** What one attempt hands to an endpoint. */
export interface Call {
  signal: AbortSignal;
  /** Index of the key to use, from 0. */
  credential: number;
  /** Told when the connection stands: ends the connect timer. */
  connected(): void;
  /** Told for every piece of answer that arrives, also a keep-alive comment: re-arms the timer between chunks. */
  alive(): void;
}

/** One address that serves models. The retry loop drives endpoints; it owns keys, timers, back-off and the breaker. */
export interface Endpoint {
  /** Unique among the endpoints of one provider. */
  readonly key: string;
  /** How many keys it can be called with, at least 1 (an endpoint without a key counts as one). */
  readonly credentials: number;
  /** @throws LlmError */
  models(call: Call): Promise<ModelInfo[]>;
  /** @throws LlmError, `cut` when the stream breaks off; no part of type `usage` when the other side reported none. */
  stream(request: ChatRequest, call: Call): AsyncIterable<StreamPart>;
  price?(model: string): Price | undefined;
  /** Requests waiting in the engine's own queue, where its metrics tell. */
  queued?(): number;
}

/** A provider that lets the retry loop choose address and key itself. */
export interface WireProvider extends Provider {
  readonly endpoints: readonly Endpoint[];
  /** Overrides of the layer's default timers, in milliseconds. */
  readonly timers: Partial<Timers>;
}

const isWire = (provider: Provider): provider is WireProvider => "endpoints" in provider && "timers" in provider;

/** A plain provider (in this process, no keys) is one endpoint that is connected from the start. */
export function endpointsOf(provider: Provider): readonly Endpoint[] {
  if (isWire(provider)) return provider.endpoints;
  return [
    {
      key: "",
      credentials: 1,
      models: (call) => provider.models(call.signal),
      stream: (request, call) => {
        call.connected();
        return provider.stream(request, call.signal);
      },
    },
  ];
}

export const timersOf = (provider: Provider): Partial<Timers> => (isWire(provider) ? provider.timers : {});

/** A call outside the retry loop: first key, no timers. */
export const plainCall = (signal: AbortSignal): Call => ({ signal, credential: 0, connected() {}, alive() {} });

/** The union of what several addresses of one provider list; fails only when all of them fail. */
export async function unionOfModels(endpoints: readonly Endpoint[], signal: AbortSignal): Promise<ModelInfo[]> {
  const lists = await Promise.allSettled(endpoints.map((endpoint) => endpoint.models(plainCall(signal))));
  const found = new Map<string, ModelInfo>();
  for (const list of lists) {
    if (list.status === "fulfilled")
      for (const model of list.value) if (!found.has(model.id)) found.set(model.id, model);
  }
  const failed = lists.find((list) => list.status === "rejected");
  if (failed && lists.every((list) => list.status === "rejected")) throw failed.reason;
  return [...found.values()];
}
