import type { Clock } from "../../platform/clock.ts";
import type { DownloadProgress } from "../contract.ts";

const windowMs = 5_000;
const shortestWindowMs = 500;

/** Counts bytes and knows how fast they came over the last seconds. */
export interface Meter {
  /** Bytes that count as done without having come just now. */
  found(bytes: number): void;
  /** Bytes that came, or with a negative number were lost again. */
  add(bytes: number, file: string): void;
  progress(): DownloadProgress;
}

export function createMeter(clock: Clock, totalBytes: number): Meter {
  let bytes = 0;
  let file = "";
  let came = 0;
  const began = clock.now();
  /** How many had come at an instant, oldest first, at most one in 100 ms. */
  let samples: { at: number; came: number }[] = [{ at: began, came: 0 }];

  function rate(now: number): number {
    const since = samples.find(({ at }) => now - at <= windowMs) ?? samples.at(-1);
    if (!since) return 0;
    const passed = now - since.at;
    return passed < shortestWindowMs ? 0 : ((came - since.came) * 1_000) / passed;
  }

  return {
    found(count) {
      bytes += count;
    },
    add(count, name) {
      bytes += count;
      if (count <= 0) return;
      came += count;
      file = name;
      const now = clock.now();
      if (now - (samples.at(-1)?.at ?? 0) >= 100) {
        samples.push({ at: now, came });
        samples = samples.filter(({ at }, index) => now - at <= windowMs || index === samples.length - 1);
      }
    },
    progress() {
      const bytesPerSecond = Math.round(rate(clock.now()));
      const left = Math.max(0, totalBytes - bytes);
      return {
        bytes,
        totalBytes,
        bytesPerSecond,
        secondsLeft: left === 0 ? 0 : bytesPerSecond > 0 ? Math.ceil(left / bytesPerSecond) : null,
        file,
      };
    },
  };
}
