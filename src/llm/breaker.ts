import type { Clock } from "../platform/clock.ts";

export interface BreakerSettings {
  /** Length of the rolling window in milliseconds, cut into `buckets`. */
  windowMs: number;
  buckets: number;
  /** Share of failures, 0 to 1, at which it opens, once the window holds `minRequests`. */
  failureRatio: number;
  minRequests: number;
  /** How long it stays open before one probe is let through, in milliseconds. */
  openMs: number;
}

export const defaultBreaker: BreakerSettings = {
  windowMs: 60_000,
  buckets: 10,
  failureRatio: 0.1,
  minRequests: 20,
  openMs: 15_000,
};

export type BreakerState = "closed" | "open" | "half-open";

/**
 * Keeps requests away from an endpoint that mostly fails. Only what speaks against the endpoint may be recorded as a
 * failure: not a refused request, not an abort, not a rate limit (that one bars the key for as long as the server asked).
 */
export class Breaker {
  readonly #clock: Clock;
  readonly #settings: BreakerSettings;
  readonly #buckets: { slot: number; ok: number; failed: number }[] = [];
  #openedAt: number | undefined;
  #probing = false;

  constructor(clock: Clock, settings: BreakerSettings = defaultBreaker) {
    this.#clock = clock;
    this.#settings = settings;
  }

  get state(): BreakerState {
    if (this.#openedAt === undefined) return "closed";
    return this.#clock.now() - this.#openedAt >= this.#settings.openMs ? "half-open" : "open";
  }

  /** Whether a request may go there now; in the half-open state, one at a time. */
  get available(): boolean {
    const state = this.state;
    return state === "closed" || (state === "half-open" && !this.#probing);
  }

  /** Share of failures in the window, 0 to 1. */
  get failureRatio(): number {
    const { ok, failed } = this.#totals();
    return ok + failed === 0 ? 0 : failed / (ok + failed);
  }

  /** Takes the one probe of the half-open state, where that is the state; every start is followed by one outcome. */
  start(): void {
    if (this.state === "half-open") this.#probing = true;
  }

  succeeded(): void {
    this.proved();
    this.#bucket().ok++;
  }

  failed(): void {
    this.#bucket().failed++;
    const { ok, failed } = this.#totals();
    const total = ok + failed;
    if (this.#probing) this.#openedAt = this.#clock.now();
    else if (
      this.#openedAt === undefined &&
      total >= this.#settings.minRequests &&
      failed / total >= this.#settings.failureRatio
    ) {
      this.#openedAt = this.#clock.now();
    }
    this.#probing = false;
  }

  /** The outcome says nothing about the endpoint. */
  ignored(): void {
    this.#probing = false;
  }

  /** The first delta is there: a probe need not be held open until the whole answer is. */
  proved(): void {
    if (this.#openedAt === undefined || !this.#probing) return;
    this.#openedAt = undefined;
    this.#probing = false;
    this.#buckets.length = 0;
  }

  #bucket(): { slot: number; ok: number; failed: number } {
    const slot = Math.floor(this.#clock.now() / (this.#settings.windowMs / this.#settings.buckets));
    const last = this.#buckets.at(-1);
    if (last?.slot === slot) return last;
    const made = { slot, ok: 0, failed: 0 };
    this.#buckets.push(made);
    while (this.#buckets.length > this.#settings.buckets) this.#buckets.shift();
    return made;
  }

  #totals(): { ok: number; failed: number } {
    const now = Math.floor(this.#clock.now() / (this.#settings.windowMs / this.#settings.buckets));
    let ok = 0;
    let failed = 0;
    for (const bucket of this.#buckets) {
      if (bucket.slot <= now - this.#settings.buckets) continue;
      ok += bucket.ok;
      failed += bucket.failed;
    }
    return { ok, failed };
  }
}
