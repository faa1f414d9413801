import { describe, expect, test } from "bun:test";
import type { GpuSnapshot } from "../contract.ts";
import { samplesOf } from "./gauges.ts";
import { median } from "./launches.ts";
import { hasReturned, memoryNotes } from "./memory.ts";
import { gib } from "./testing.ts";

const snapshot = (free: number | null, pids: number[] = [], state: GpuSnapshot["state"] = "ok"): GpuSnapshot => ({
  at: 0,
  state,
  gpus: [
    {
      uuid: "g",
      index: 0,
      name: "Test GPU",
      memoryTotalBytes: 80 * gib,
      memoryUsedBytes: null,
      memoryFreeBytes: free === null ? null : free * gib,
      utilization: null,
      temperatureC: null,
      powerW: null,
      powerLimitW: null,
      computeCapability: null,
      processes: pids.map((pid) => ({ pid, name: "engine", memoryBytes: null })),
    },
  ],
});

function notes(before?: number, ready?: number, end?: number) {
  const made = memoryNotes(["g"], new Set([7]));
  if (before !== undefined) made.before.set("g", before * gib);
  if (ready !== undefined) made.ready.set("g", ready * gib);
  if (end !== undefined) made.end.set("g", end * gib);
  return made;
}

describe("memory has returned", () => {
  test("when as much is free as before the launch", () => {
    expect(hasReturned(notes(79), snapshot(78.5))).toBe(true);
    expect(hasReturned(notes(79), snapshot(60))).toBe(false);
  });

  test("when as much came back as it held, though others took some meanwhile", () => {
    // It held 30; somebody else came and holds 40.
    expect(hasReturned(notes(79, 49, 9), snapshot(38))).toBe(true);
    expect(hasReturned(notes(79, 49, 9), snapshot(20))).toBe(false);
  });

  test("not while a process of it is on the GPU", () => {
    expect(hasReturned(notes(79), snapshot(79, [7]))).toBe(false);
    expect(hasReturned(notes(79), snapshot(79, [8]))).toBe(true);
  });

  test("when it stands still and nobody knows what was before", () => {
    const unknown = notes();
    expect([70, 75, 75, 75, 75].map((free) => hasReturned(unknown, snapshot(free)))).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  test("nobody is held up by a GPU that cannot be read", () => {
    expect(hasReturned(notes(79), snapshot(1, [], "failed"))).toBe(true);
    expect(hasReturned(notes(79), snapshot(null))).toBe(true);
    expect(hasReturned(notes(79), { ...snapshot(1), gpus: [] })).toBe(true);
  });
});

test.each([
  [[], undefined],
  [[5], 5],
  [[9, 1], 5],
  [[100, 1, 2], 2],
])("the median of %p is %p", (values, expected) => {
  expect(median(values)).toBe(expected);
});

test("samples are rates and means between two readings; a counter that went back says nothing", () => {
  const before = { at: 0, generationTokens: 100, running: 1, firstToken: { sum: 1, count: 10 } };
  const now = { at: 2_000, generationTokens: 300, running: 3, kvCacheUsage: 0.5, firstToken: { sum: 2, count: 12 } };
  expect(samplesOf(now, before)).toEqual({ running: 3, kvCacheUsage: 0.5, tokensPerSecond: 100, firstToken: 0.5 });
  expect(samplesOf(now, undefined)).toEqual({ running: 3, kvCacheUsage: 0.5 });
  expect(samplesOf({ at: 4_000, generationTokens: 5 }, now)).toEqual({});
});
