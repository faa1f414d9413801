import type { HistoryView } from "../views.ts";
import type { Sample } from "./recent.ts";
import { unitOf } from "./unit.ts";

/** Gathers points in time and gives them out as columns, with a null where nothing was known for a while. */
export interface Chart {
  addMinute(minute: number, metric: string, average: number, largest: number): void;
  /** @param everyMs samples are put together to points so far apart */
  addSample(sample: Sample, everyMs: number): void;
  view(): HistoryView;
}

interface Point {
  sum: number;
  count: number;
  largest: number;
}

/** Readings further apart than this, and than three times the usual distance, have a gap between them. */
const smallestGapMs = 90_000;

/** @param bucketMs minutes are put together to points so far apart */
export function createChart(bucketMs: number, value: "average" | "largest"): Chart {
  const points = new Map<number, Map<string, Point>>();
  const metrics = new Set<string>();

  function add(at: number, metric: string, average: number, largest: number): void {
    metrics.add(metric);
    const row = points.get(at) ?? new Map<string, Point>();
    points.set(at, row);
    const known = row.get(metric);
    if (!known) row.set(metric, { sum: average, count: 1, largest });
    else {
      known.sum += average;
      known.count += 1;
      known.largest = Math.max(known.largest, largest);
    }
  }

  return {
    addMinute: (minute, metric, average, largest) =>
      add(Math.floor(minute / bucketMs) * bucketMs, metric, average, largest),
    addSample({ at, values }, everyMs) {
      const time = Math.floor(at / everyMs) * everyMs;
      if (!points.has(time)) points.set(time, new Map());
      for (const [metric, number] of Object.entries(values)) {
        metrics.add(metric);
        if (number !== null && Number.isFinite(number)) add(time, metric, number, number);
      }
    },
    view() {
      const times = withGaps(
        [...points.keys()].sort((a, b) => a - b),
        bucketMs,
      );
      const series = [...metrics].sort().map((metric) => ({
        metric,
        unit: unitOf(metric),
        values: times.map((at) => {
          const point = points.get(at)?.get(metric);
          if (!point) return null;
          return value === "largest" ? point.largest : point.sum / point.count;
        }),
      }));
      return { times: times.map((at) => at / 1000), series };
    },
  };
}

/** Puts a time without values into each gap, so that no line is drawn across it. */
function withGaps(times: number[], bucketMs: number): number[] {
  const distances = times.slice(1).map((at, place) => at - (times[place] ?? at));
  // Of a few distances none is the usual one.
  const usual = distances.length < 4 ? 0 : (distances.toSorted((a, b) => a - b)[distances.length >> 1] ?? 0);
  const limit = Math.max(smallestGapMs, usual * 3, bucketMs * 1.5);
  return times.flatMap((at, place) => {
    const before = times[place - 1];
    return before !== undefined && at - before > limit ? [before + 1000, at] : [at];
  });
}
