import type { Clock } from "../platform/clock.ts";
import { LlmError, type ModelInfo, type Provider } from "./contract.ts";
import { toLlmError } from "./errors.ts";
import type { LlmLog } from "./log.ts";
import type { LlmSettings } from "./settings.ts";
import type { Target } from "./target.ts";

/** A list younger than this is never asked for again. */
const newestTtlMs = 1_000;
/** A failed list is asked for again sooner than a good one. */
const failedTtlMs = 3_000;
/** Up to this age a list still serves while a new one is being fetched. */
const longestStaleMs = 300_000;

export interface CatalogueContext {
  clock: Clock;
  log: LlmLog;
  settings: LlmSettings;
  providers: () => readonly Provider[];
  targetsOf: (provider: Provider) => readonly Target[];
}

export type Freshness = "newest" | "now" | "soon";

export interface Catalogue {
  /**
   * Every target, with its list of models as fresh as asked for: `now` waits for lists that are past their time,
   * `soon` uses them once more while they are fetched behind the request's back, `newest` asks again anyway.
   * Never throws for a dead provider.
   */
  targets(freshness: Freshness, signal?: AbortSignal): Promise<Target[]>;
}

/** Knows which target serves which model, asking each at most once at a time. */
export function createCatalogue(context: CatalogueContext): Catalogue {
  const { clock, settings } = context;
  const inFlight = new WeakMap<Target, Promise<void>>();

  const refresh = (target: Target): Promise<void> => {
    const running = inFlight.get(target);
    if (running) return running;
    const started = list(context, target).finally(() => inFlight.delete(target));
    inFlight.set(target, started);
    return started;
  };

  const ensure = async (target: Target, freshness: Freshness): Promise<void> => {
    const age = target.listedAt === undefined ? Number.POSITIVE_INFINITY : clock.now() - target.listedAt;
    const ttl = freshness === "newest" ? newestTtlMs : target.listError ? failedTtlMs : settings.modelsTtlMs;
    if (age < ttl && !target.provider.live) return;
    const refreshed = refresh(target);
    // A host that swallows packets would hold everybody up by the whole time-out; one that refuses answers at once.
    const slow = target.listError?.kind === "timeout";
    const serves = freshness === "soon" && target.listError === undefined && !target.provider.live;
    if ((slow || serves) && age < longestStaleMs) return;
    await refreshed;
  };

  return {
    async targets(freshness, signal) {
      const all = context.providers().flatMap((provider) => context.targetsOf(provider));
      const ready = Promise.all(all.map((target) => ensure(target, freshness)));
      await (signal ? orAbort(ready, signal) : ready);
      return all;
    },
  };
}

/** Asks with each key in turn until one is not refused. Settles always. */
async function list({ clock, log, settings }: CatalogueContext, target: Target): Promise<void> {
  const timeout = new AbortController();
  const cancel = clock.after(settings.modelsTimeoutMs, () =>
    timeout.abort(new LlmError("timeout", `${target.provider.label} did not list its models in time.`)),
  );
  const idle = () => {};
  const ask = async (dead: Set<number>): Promise<ModelInfo[]> => {
    const next = target.nextKey(dead);
    const credential = next?.key ?? 0;
    try {
      const call = { signal: timeout.signal, credential, connected: idle, alive: idle };
      return await orAbort(target.endpoint.models(call), timeout.signal);
    } catch (thrown) {
      const error = toLlmError(thrown, timeout.signal);
      dead.add(credential);
      if (error.kind !== "credentials" || dead.size >= target.endpoint.credentials) throw error;
      target.keyFailed(credential);
      return ask(dead);
    }
  };
  try {
    target.models = await ask(new Set());
    target.listError = undefined;
  } catch (thrown) {
    const error = toLlmError(thrown);
    if (target.listError === undefined) {
      log.warn({ provider: target.provider.id, kind: error.kind, error: error.message }, "no list of models");
    }
    target.models = [];
    target.listError = error;
    target.lastError = error.message;
  } finally {
    cancel();
    target.listedAt = clock.now();
  }
}

/** The promise's outcome, or the signal's reason as soon as it aborts. */
export function orAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    promise.catch(() => {});
    return Promise.reject(toLlmError(undefined, signal));
  }
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(toLlmError(undefined, signal));
    signal.addEventListener("abort", onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
