import type { Random } from "../platform/random.ts";

/** What one endpoint is busy with, and how soon it has been answering. */
export class Load {
  #inFlight = 0;
  #firstTokenMs: number | undefined;

  get inFlight(): number {
    return this.#inFlight;
  }

  begin(): void {
    this.#inFlight++;
  }

  end(): void {
    this.#inFlight--;
  }

  /** Exponentially weighted: each answer counts for a fifth. */
  observeFirstToken(ms: number): void {
    this.#firstTokenMs = this.#firstTokenMs === undefined ? ms : this.#firstTokenMs * 0.8 + ms * 0.2;
  }

  /** The smaller, the better: expected wait. An endpoint not measured yet counts as quick, so that it gets measured. */
  score(queued: number): number {
    return (this.#inFlight + queued + 1) * Math.max(1, this.#firstTokenMs ?? 1);
  }
}

/**
 * The better of two drawn at random (Mitzenmacher, "The power of two choices in randomized load balancing", 2001):
 * nearly as even as looking at all, without everyone running to the same one.
 */
export function pickOfTwo<T>(items: readonly T[], score: (item: T) => number, random: Random): T | undefined {
  if (items.length <= 1) return items[0];
  const first = Math.floor(random.unit() * items.length);
  const second = (first + 1 + Math.floor(random.unit() * (items.length - 1))) % items.length;
  const a = items[first];
  const b = items[second];
  if (a === undefined || b === undefined) return a ?? b;
  return score(b) < score(a) ? b : a;
}
