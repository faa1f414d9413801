import { describe, expect, test } from "bun:test";
import { ManualClock } from "../platform/clock.ts";
import { LlmError } from "./contract.ts";
import { type ArmedTimers, armTimers } from "./timers.ts";

const timers = { connectMs: 100, firstTokenMs: 1_000, betweenMs: 300, totalMs: 5_000 };
type Moment = [ms: number, what: "connected" | "committed" | "alive" | "dispose"];

describe("the four timers", () => {
  const table: [name: string, moments: Moment[], expectedAt: number | undefined, message: string][] = [
    ["connect", [], 100, "connected to"],
    ["first token", [[50, "connected"]], 1_000, "said nothing"],
    [
      "first token, whatever keep-alives say",
      [
        [50, "connected"],
        [900, "alive"],
      ],
      1_000,
      "said nothing",
    ],
    [
      "between chunks",
      [
        [50, "connected"],
        [200, "committed"],
        [400, "alive"],
      ],
      700,
      "fell silent",
    ],
    [
      "total",
      [
        [0, "connected"],
        [10, "committed"],
        ...Array.from({ length: 24 }, (_, at): Moment => [200 * (at + 1), "alive"]),
      ],
      5_000,
      "not complete",
    ],
    [
      "none after the end",
      [
        [0, "connected"],
        [10, "committed"],
        [20, "dispose"],
      ],
      undefined,
      "",
    ],
  ];

  test.each(table)("%s", async (_, moments, expectedAt, message) => {
    const clock = new ManualClock(0);
    const armed: ArmedTimers = armTimers(clock, timers, new AbortController().signal, Number.POSITIVE_INFINITY);
    let abortedAt: number | undefined;
    armed.signal.addEventListener("abort", () => {
      abortedAt = clock.now();
    });
    for (const [ms, what] of moments) {
      await clock.advance(ms - clock.now());
      if (what === "dispose") armed.dispose(true);
      else armed[what]();
    }
    await clock.advance(20_000);
    expect<unknown>(abortedAt).toBe(expectedAt);
    if (expectedAt !== undefined) {
      expect(armed.signal.reason).toBeInstanceOf(LlmError);
      expect(armed.signal.reason.message).toContain(message);
      expect(armed.signal.reason.kind).toBe("timeout");
    }
    armed.dispose(true);
    expect(clock.pending).toBe(0);
  });

  test("the deadline over all attempts shortens the wait for the first token", async () => {
    const clock = new ManualClock();
    const armed = armTimers(clock, timers, new AbortController().signal, 200);
    armed.connected();
    await clock.advance(200);
    expect(armed.signal.aborted).toBe(true);
    armed.dispose(false);
  });

  test("the caller's abort passes through with its reason and leaves no timer behind", () => {
    const clock = new ManualClock();
    const caller = new AbortController();
    const armed = armTimers(clock, timers, caller.signal, 1_000);
    caller.abort("enough");
    expect(armed.signal.reason).toBe("enough");
    armed.dispose(false);
    expect(clock.pending).toBe(0);
  });
});
