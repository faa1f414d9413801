/** Chance and time that can be played again, and that end with the Vitrine they belong to. Tests only. */
import type { Clock } from "../../platform/clock.ts";
import type { Random } from "../../platform/random.ts";

/** Numbers that are the same for the same seed. */
export class Dice implements Random {
  #state: number;
  constructor(seed: number) {
    this.#state = (seed * 2654435761) >>> 0;
  }
  unit(): number {
    // mulberry32
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
  below(limit: number): number {
    return Math.floor(this.unit() * limit);
  }
  chance(probability: number): boolean {
    return this.unit() < probability;
  }
  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256));
  }
}

/** A clock of one life of Vitrine: when that is killed, nothing of it happens any more. */
export class MortalClock implements Clock {
  readonly #clock: Clock;
  readonly #timers = new Set<() => void>();
  #dead = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }
  get dead(): boolean {
    return this.#dead;
  }
  get pending(): number {
    return this.#timers.size;
  }
  now(): number {
    return this.#clock.now();
  }
  after(delayMs: number, run: () => void): () => void {
    if (this.#dead) return () => {};
    const stop = this.#clock.after(delayMs, () => {
      this.#timers.delete(cancel);
      run();
    });
    const cancel = () => {
      this.#timers.delete(cancel);
      stop();
    };
    this.#timers.add(cancel);
    return cancel;
  }
  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const finish = () => {
        cancel();
        signal?.removeEventListener("abort", finish);
        resolve();
      };
      const cancel = this.after(delayMs, finish);
      signal?.addEventListener("abort", finish, { once: true });
    });
  }
  kill(): void {
    this.#dead = true;
    for (const cancel of [...this.#timers]) cancel();
  }
}
