import type { Clock } from "../platform/clock.ts";
import { Load } from "./balance.ts";
import { Breaker, type BreakerSettings } from "./breaker.ts";
import type { LlmError, ModelInfo, Provider } from "./contract.ts";
import { type Endpoint, endpointsOf } from "./endpoint.ts";

/** One endpoint of one provider with all that is remembered about it between requests. */
export class Target {
  readonly provider: Provider;
  readonly endpoint: Endpoint;
  readonly breaker: Breaker;
  readonly load = new Load();
  /** What it listed last; empty after a failure. */
  models: ModelInfo[] = [];
  listedAt: number | undefined;
  listError: LlmError | undefined;
  lastError: string | undefined;
  /** The key that worked last. */
  #key = 0;
  readonly #barredUntil: number[];
  readonly #clock: Clock;

  constructor(clock: Clock, provider: Provider, endpoint: Endpoint, breaker: BreakerSettings) {
    this.#clock = clock;
    this.provider = provider;
    this.endpoint = endpoint;
    this.breaker = new Breaker(clock, breaker);
    this.#barredUntil = new Array<number>(endpoint.credentials).fill(0);
  }

  /** Listed at least one model and is not known to fail. */
  get healthy(): boolean {
    return this.listError === undefined && this.models.length > 0 && this.breaker.available;
  }

  /** The smaller, the better. One that fails at once never shows a slow first token, so failures weigh on their own. */
  get score(): number {
    return this.load.score(this.endpoint.queued?.() ?? 0) * (1 + 9 * this.breaker.failureRatio);
  }

  /** The key to use next, with the milliseconds until a rate limit lets it; undefined when all are in `dead`. */
  nextKey(dead: ReadonlySet<number>): { key: number; waitMs: number } | undefined {
    let best: { key: number; waitMs: number } | undefined;
    const count = this.#barredUntil.length;
    for (let step = 0; step < count; step++) {
      const key = (this.#key + step) % count;
      if (dead.has(key)) continue;
      const waitMs = Math.max(0, (this.#barredUntil[key] ?? 0) - this.#clock.now());
      if (best === undefined || waitMs < best.waitMs) best = { key, waitMs };
    }
    return best;
  }

  keyWorked(key: number): void {
    this.#key = key;
  }

  /** The key is dead for the caller; others should begin with the next one. */
  keyFailed(key: number): void {
    if (this.#key === key) this.#key = (key + 1) % this.#barredUntil.length;
  }

  /** A rate limit: nobody uses the key for that long. */
  barKey(key: number, ms: number): void {
    this.#barredUntil[key] = this.#clock.now() + ms;
  }
}

/** Keeps each provider's targets for as long as the provider object lives. */
export function createTargets(clock: Clock, breaker: BreakerSettings): (provider: Provider) => readonly Target[] {
  const known = new WeakMap<Provider, Target[]>();
  return (provider) => {
    const found = known.get(provider);
    if (found) return found;
    const made = endpointsOf(provider).map((endpoint) => new Target(clock, provider, endpoint, breaker));
    known.set(provider, made);
    return made;
  };
}
