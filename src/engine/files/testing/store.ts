import { systemClock } from "../../../platform/clock.ts";
import { silentLogger } from "../../../platform/logger.ts";
import { dataPaths } from "../../../platform/paths.ts";
import type { PullLimits } from "../pull.ts";
import { createModelStore, type ModelStore, type ModelStoreParts } from "../store.ts";

/** Small pieces and short waits, so that a few hundred kilobytes pass through everything that gigabytes do. */
export const quickLimits: Partial<PullLimits> = {
  rangeBytes: 64 * 1024,
  spareBytes: 0,
  progressEveryMs: 5,
  stallMs: 3_000,
  tries: 4,
  firstWaitMs: 2,
  longestWaitMs: 10,
};

export function testStore(root: string, url: string, more: Partial<ModelStoreParts> = {}): ModelStore {
  return createModelStore({
    paths: dataPaths(root),
    clock: systemClock,
    log: silentLogger,
    hub: { url },
    ...more,
    limits: { ...quickLimits, ...more.limits },
  });
}
