import type { Measured } from "../contract.ts";
import { GiB } from "./units.ts";

/** Activations, graphs and the like on one GPU: measured with vLLM on an L40S. */
export const defaultReserveBytes = Math.round(3.15 * GiB);

const smallestReserve = 0.25 * GiB;
const largestReserve = 24 * GiB;
const remembered = 8;

export interface MeasuredLaunch {
  /** `engine_launches.measured`: per GPU, as the engine logs it. */
  measured: Measured;
  /** Memory of one of the GPUs it ran on. */
  gpuMemoryBytes: number;
  /** `gpuMemoryUtilization` of its settings. */
  utilization: number;
}

/**
 * The reserve that this machine's own starts show: `total · utilization − weights − KV cache`, all per GPU. Of the last
 * eight, newest first, the largest counts, so that no estimate promises what one of them did not have.
 *
 * @returns the default when no start measured both
 */
export function learnReserve(newestFirst: readonly MeasuredLaunch[]): number {
  const seen: number[] = [];
  for (const { measured, gpuMemoryBytes, utilization } of newestFirst) {
    if (seen.length === remembered) break;
    if (measured.weightsBytes === undefined || measured.kvCacheBytes === undefined) continue;
    const reserve = gpuMemoryBytes * utilization - measured.weightsBytes - measured.kvCacheBytes;
    // Below and above that, one of the three belongs to another start or another GPU.
    if (reserve >= smallestReserve && reserve <= largestReserve) seen.push(reserve);
  }
  return seen.length === 0 ? defaultReserveBytes : Math.round(Math.max(...seen));
}

/** What a model needs over all its GPUs, when only the size of its weights is known: weights × 1.2 + 2 GiB. */
export function ruleOfThumb(weightsBytes: number): number {
  return Math.round(weightsBytes * 1.2 + 2 * GiB);
}
