import type { Random } from "../random.ts";

const firstDelayMs = 30_000;
const longestDelayMs = 3600_000;

/**
 * How long to wait after the given number of failed attempts: 30 s, twice as long each time, an hour at most; the half
 * of it is jitter, so that what failed together does not come back together.
 */
export function backoffMs(random: Pick<Random, "unit">, attempts: number): number {
  const whole = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(30, Math.max(0, attempts - 1)));
  return Math.round(whole * (0.5 + random.unit() / 2));
}
