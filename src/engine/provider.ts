import {
  type Call,
  type ChatRequest,
  type Endpoint,
  LlmError,
  type ModelInfo,
  openaiProvider,
  type Provider,
  type StreamPart,
  type WireProvider,
} from "../llm/index.ts";
import type { OpenAiBase } from "./adapters/index.ts";
import type { EngineEndpoint, EngineStatus } from "./contract.ts";
import type { Engine, EngineStore } from "./engines.ts";
import { type EngineQueue, type Lease, LeaseError } from "./queue/index.ts";
import type { EngineSettings } from "./settings.ts";

/** The prefix of every model that an engine of this machine serves. */
export const localPrefix = "local";

export interface EngineProviderParts {
  store: Pick<EngineStore, "list" | "find">;
  queue: EngineQueue;
  status(engineId: string): EngineStatus | undefined;
  base(settings: EngineSettings, endpoint: EngineEndpoint): OpenAiBase;
  /** Something of an answer arrived: the engine makes progress. */
  answered?(engineId: string): void;
}

export interface EngineProviders {
  /** Engines that answer now, the one that was started last first. */
  ready: readonly Provider[];
  /** Engines that will: they load, or wake when they are asked; and those that failed, which say why. */
  others: readonly Provider[];
}

/** The model layer's door to the engines: one provider for each that is meant to run, the same object for its whole life. */
export function createEngineProviders(parts: EngineProviderParts): () => EngineProviders {
  const made = new Map<string, Provider>();
  return () => {
    const wanted = parts.store.list().filter(({ desired }) => desired === "running");
    const latestFirst = [...wanted].sort((a, b) => b.desiredAt - a.desiredAt);
    for (const id of made.keys()) if (!wanted.some((engine) => engine.id === id)) made.delete(id);
    const ready: Provider[] = [];
    const others: Provider[] = [];
    for (const engine of latestFirst) {
      const provider = made.get(engine.id) ?? engineProvider(parts, engine.id);
      made.set(engine.id, provider);
      const state = parts.status(engine.id)?.state;
      (state === "ready" || state === "degraded" ? ready : others).push(provider);
    }
    return { ready, others };
  };
}

/** What a person reads while an engine is on its way; undefined when it answers. */
export function loadingText(status: EngineStatus): string | undefined {
  switch (status.state) {
    case "ready":
    case "degraded":
      return undefined;
    case "starting":
    case "preflight":
      return status.phase?.label ?? "Starting";
    case "idle":
      return "Unloaded; it starts with the next request";
    case "backoff":
      return "Waiting before the next attempt to start";
    case "gpu_unavailable":
      return "Waiting for its GPU";
    case "draining":
    case "stopping":
    case "reclaiming":
      return "Restarting";
    case "stopped":
    case "failed":
      return "Not running";
    default:
      return status.state satisfies never;
  }
}

function engineProvider(parts: EngineProviderParts, engineId: string): WireProvider {
  /** One connection pool for each launch; the last one is enough. */
  let pool: { launchId: string; endpoint: Endpoint } | undefined;
  const engine = (): Engine | undefined => parts.store.find(engineId);
  const label = () => engine()?.settings.label ?? engineId;

  function endpointOf(lease: Lease): Endpoint {
    if (pool?.launchId === lease.launchId) return pool.endpoint;
    const { settings } = parts.store.find(lease.engineId) ?? {};
    if (!settings) throw new LlmError("unavailable", "This engine was removed.");
    const { baseUrl, socketPath, apiKey } = parts.base(settings, lease.endpoint);
    const [endpoint] = openaiProvider({
      id: localPrefix,
      label: settings.label,
      baseUrl,
      ...(socketPath === undefined ? {} : { socketPath }),
      ...(apiKey === undefined ? {} : { apiKeys: [apiKey] }),
      prices: {},
    }).endpoints;
    if (!endpoint) throw new LlmError("unavailable", `${settings.label} has no address.`);
    pool = { launchId: lease.launchId, endpoint };
    return endpoint;
  }

  async function* stream(request: ChatRequest, call: Call): AsyncGenerator<StreamPart> {
    const waits: Extract<StreamPart, { type: "wait" }>[] = [];
    let settled = false;
    let wake = () => {};
    const acquired = parts.queue
      .acquire({
        engineId,
        userId: request.userId ?? "",
        signal: call.signal,
        onWait: (wait) => {
          waits.push({ type: "wait", ...wait });
          wake();
        },
      })
      .finally(() => {
        settled = true;
        wake();
      });
    acquired.catch(() => {});
    let delivered = false;
    let lease: Lease | undefined;
    let unlink = () => {};
    try {
      let waited = false;
      while (!settled || waits.length > 0) {
        const latest = waits.pop();
        waits.length = 0;
        if (latest && !settled) {
          waited = true;
          yield latest;
        } else if (!settled) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
      lease = await acquired;
      const instead = insteadOf(lease);
      if (waited || instead) yield { type: "begin", ...(instead ? { instead } : {}) };
      const linked = link(call.signal, lease.signal);
      unlink = linked.unlink;
      const sent = { ...request, model: lease.model };
      for await (const part of endpointOf(lease).stream(sent, { ...call, signal: linked.signal, credential: 0 })) {
        delivered ||= part.type === "text" || part.type === "reasoning";
        parts.answered?.(lease.engineId);
        yield part;
      }
    } catch (error) {
      throw asLlmError(error, call.signal, lease, delivered);
    } finally {
      unlink();
      // Whoever stops reading while the lease is on its way must not keep it.
      acquired.then(
        (late) => late.release(),
        () => {},
      );
    }
  }

  function insteadOf(lease: Lease): { model: ModelInfo; reason: string } | undefined {
    if (lease.engineId === engineId) return undefined;
    const other = parts.store.find(lease.engineId);
    if (!other) return undefined;
    return { model: modelInfo(other, parts.status(other.id)), reason: lease.replaced ?? "Another engine answers." };
  }

  const endpoint: Endpoint = {
    key: engineId,
    credentials: 1,
    async models() {
      const found = engine();
      const status = parts.status(engineId);
      if (!found || !status) throw new LlmError("unavailable", "This engine is not running.");
      if (status.state === "failed" || status.state === "stopped") {
        const why = status.failure ? ` ${status.failure.reason}` : "";
        throw new LlmError("unavailable", `${found.settings.label} is not running.${why}`);
      }
      return [modelInfo(found, status)];
    },
    stream,
    queued: () => parts.queue.waiting(engineId) + parts.queue.inFlight(engineId),
  };

  return {
    id: localPrefix,
    get label() {
      return label();
    },
    live: true,
    serves: (model) => engine()?.settings.servedName === model,
    endpoints: [endpoint],
    timers: {},
    models: (signal) => endpoint.models({ signal, credential: 0, connected() {}, alive() {} }),
    stream: (request, signal) => stream(request, { signal, credential: 0, connected() {}, alive() {} }),
  };
}

function modelInfo({ settings }: Engine, status: EngineStatus | undefined): ModelInfo {
  const loading = status && loadingText(status);
  const contextLength =
    status?.launch?.measured.contextLength ?? (settings.contextLength === "auto" ? undefined : settings.contextLength);
  return {
    id: `${localPrefix}/${settings.servedName}`,
    provider: localPrefix,
    model: settings.servedName,
    label: settings.label,
    ...(contextLength === undefined ? {} : { contextLength }),
    vision: settings.vision,
    builtin: false,
    ...(loading === undefined ? {} : { loading }),
  };
}

/** Aborts when either does, with its reason; forgets both when unlinked. */
function link(a: AbortSignal, b: AbortSignal): { signal: AbortSignal; unlink(): void } {
  const controller = new AbortController();
  const follow = (signal: AbortSignal) => {
    const abort = () => controller.abort(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
    return () => signal.removeEventListener("abort", abort);
  };
  const stops = [follow(a), follow(b)];
  return {
    signal: controller.signal,
    unlink: () => {
      for (const stop of stops) stop();
    },
  };
}

function asLlmError(error: unknown, asked: AbortSignal, lease: Lease | undefined, delivered: boolean): unknown {
  if (asked.aborted) return error;
  if (error instanceof LeaseError) {
    switch (error.kind) {
      case "full":
        return new LlmError("rate_limit", error.message, {
          status: 429,
          retryAfterMs: (error.retryAfterSeconds ?? 15) * 1000,
        });
      case "closed":
        return new LlmError("unavailable", error.message);
      case "cancelled":
        return new LlmError("cancelled", error.message);
      default:
        return error.kind satisfies never;
    }
  }
  if (lease?.signal.aborted) {
    const why = lease.signal.reason instanceof Error ? lease.signal.reason.message : "The engine was taken away.";
    return new LlmError(delivered ? "cut" : "unavailable", why, { cause: error });
  }
  return error;
}
