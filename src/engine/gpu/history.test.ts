import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { ManualClock } from "../../platform/clock.ts";
import { testApp } from "../../platform/testing.ts";
import { engineSamples } from "../schema.ts";
import { createHistory, type History } from "./index.ts";

const start = Date.UTC(2026, 2, 1, 12, 0, 0);
const minute = 60_000;
let clock: ManualClock;
let app: ReturnType<typeof testApp>;
let history: History;
beforeEach(() => {
  clock = new ManualClock(start);
  app = testApp({ clock });
  history = createHistory(app);
});
afterEach(() => {
  history.close();
  app.dispose();
});

const rows = () => app.db.select().from(engineSamples).all();
const values = (minutes: number, metric = "utilization", value?: "average" | "largest") =>
  history.read("gpu:a", minutes, value).series.find((series) => series.metric === metric)?.values;

describe("the last hour", () => {
  test("is what was read, in seconds, with the unit of each number and null for what was not known", async () => {
    history.record("gpu:a", { utilization: 10, memoryUsedBytes: 5e9 });
    await clock.advance(2_000);
    history.record("gpu:a", { utilization: null, memoryUsedBytes: 6e9 });
    history.record("engine:b", { tokensPerSecond: 3 });
    expect(history.read("gpu:a", 60)).toEqual({
      times: [start / 1000, start / 1000 + 2],
      series: [
        { metric: "memoryUsedBytes", unit: "bytes", values: [5e9, 6e9] },
        { metric: "utilization", unit: "%", values: [10, null] },
      ],
    });
    expect(history.read("engine:b", 5).series).toEqual([{ metric: "tokensPerSecond", unit: "tokens/s", values: [3] }]);
    expect(history.read("engine:c", 5)).toEqual({ times: [], series: [] });
  });

  test("has a null where nothing was read for a while", async () => {
    history.record("gpu:a", { utilization: 1 });
    await clock.advance(30_000);
    history.record("gpu:a", { utilization: 2 });
    await clock.advance(10 * minute);
    history.record("gpu:a", { utilization: 3 });
    expect(values(60)).toEqual([1, 2, null, 3]);
  });

  test("ends after an hour, and keeps one reading a second", async () => {
    history.record("gpu:a", { utilization: 1 });
    await clock.advance(100);
    history.record("gpu:a", { utilization: 2 });
    expect(values(60)).toEqual([2]);
    for (let second = 0; second < 4_000; second++) {
      await clock.advance(1_000);
      history.record("gpu:a", { utilization: 5 });
    }
    const hour = history.read("gpu:a", 60).times;
    expect(hour.length).toBeWithin(715, 722);
    expect((hour.at(-1) ?? 0) - (hour[0] ?? 0)).toBeWithin(3_590, 3_601);
    expect(history.read("gpu:a", 5).times.length).toBeLessThanOrEqual(302);
  });

  test("begins with the database where this process has not read yet", async () => {
    history.record("gpu:a", { utilization: 40 });
    history.close();
    await clock.advance(2 * minute);
    const next = createHistory(app);
    next.record("gpu:a", { utilization: 60 });
    expect(next.read("gpu:a", 60).series[0]?.values).toEqual([40, null, 60]);
    next.close();
  });

  test("survives a clock that is set back", async () => {
    let now = start;
    const moved = createHistory({ ...app, clock: { now: () => now, after: () => () => {}, sleep: async () => {} } });
    const record = (at: number, utilization: number) => {
      now = at;
      moved.record("gpu:b", { utilization });
      return moved.read("gpu:b", 60).series[0]?.values;
    };
    expect(record(start + 30_000, 1)).toEqual([1]);
    expect(record(start + 25_000, 2)).toEqual([1]);
    expect(record(start - 5 * minute, 3)).toEqual([3]);
    moved.close();
  });
});

describe("seven days", () => {
  test("are averages and largest values of minutes, written once a minute", async () => {
    for (const utilization of [10, 20, 60, null]) {
      history.record("gpu:a", { utilization });
      await clock.advance(10_000);
    }
    expect(rows()).toEqual([]);
    await clock.advance(20_000);
    expect(rows()).toEqual([
      { subject: "gpu:a", metric: "utilization", minute: start, average: 30_000, largest: 60_000 },
    ]);
    expect(values(120)).toEqual([30]);
    expect(values(120, "utilization", "largest")).toEqual([60]);
    expect(clock.pending).toBe(0);
  });

  test("hold the minute that is not over yet, and every second one that was missed is a gap", async () => {
    history.record("gpu:a", { utilization: 10 });
    await clock.advance(3 * minute);
    history.record("gpu:a", { utilization: 30 });
    expect(values(120)).toEqual([10, null, 30]);
  });

  test("come as at most 720 points", async () => {
    for (let count = 0; count < 1_440; count++) {
      history.record("gpu:a", { utilization: count % 100 });
      await clock.advance(minute);
    }
    const day = history.read("gpu:a", 1_440);
    expect(day.times.length).toBeLessThanOrEqual(721);
    expect(day.times.length).toBeGreaterThan(700);
    expect(day.times).toEqual(day.times.toSorted((a, b) => a - b));
    expect(day.series[0]?.values).not.toContain(null);
  });

  test("are kept no longer", async () => {
    history.record("gpu:a", { utilization: 1 });
    await clock.advance(8 * 24 * 60 * minute);
    history.record("gpu:a", { utilization: 2 });
    await clock.advance(minute);
    expect(rows()).toHaveLength(1);
    expect(values(10_080)).toEqual([2]);
  });

  test("put the two halves of a minute together when Vitrine was restarted in it", async () => {
    history.record("gpu:a", { utilization: 10 });
    history.close();
    const next = createHistory(app);
    next.record("gpu:a", { utilization: 30 });
    next.close();
    expect(rows()).toMatchObject([{ average: 20_000, largest: 30_000 }]);
  });

  test("leave out numbers that are none", async () => {
    history.record("gpu:a", { utilization: Number.NaN, powerW: Number.POSITIVE_INFINITY, temperatureC: 40 });
    history.close();
    expect(rows().map(({ metric }) => metric)).toEqual(["temperatureC"]);
    expect(values(60)).toEqual([null]);
  });

  test("cost nothing but themselves when the database refuses", async () => {
    history.record("gpu:a", { utilization: 1 });
    app.db.run("DROP TABLE engine_samples");
    await clock.advance(minute);
    history.record("gpu:a", { utilization: 2 });
    expect(() => history.close()).not.toThrow();
  });
});
