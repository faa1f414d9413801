import { describe, expect, test } from "bun:test";
import { ManualClock } from "../platform/clock.ts";
import { Breaker } from "./breaker.ts";

function fill(breaker: Breaker, ok: number, failed: number): void {
  for (let count = 0; count < ok; count++) breaker.succeeded();
  for (let count = 0; count < failed; count++) breaker.failed();
}

describe("breaker", () => {
  const table: [ok: number, failed: number, state: string][] = [
    [0, 19, "closed"],
    [0, 20, "open"],
    [18, 2, "open"],
    [19, 1, "closed"],
    [180, 19, "closed"],
    [180, 20, "open"],
  ];
  test.each(table)("after %d good and %d failed requests it is %p", (ok, failed, state) => {
    const breaker = new Breaker(new ManualClock());
    fill(breaker, ok, failed);
    expect<string>(breaker.state).toBe(state);
  });

  test("forgets what happened more than a minute ago", async () => {
    const clock = new ManualClock();
    const breaker = new Breaker(clock);
    fill(breaker, 0, 19);
    await clock.advance(60_000);
    breaker.failed();
    expect(breaker.state).toBe("closed");
    expect(breaker.failureRatio).toBe(1);
  });

  test("lets one probe through when half open, and closes when it succeeds", async () => {
    const clock = new ManualClock();
    const breaker = new Breaker(clock);
    fill(breaker, 0, 20);
    expect(breaker.available).toBe(false);
    await clock.advance(15_000);
    expect(breaker.available).toBe(true);
    breaker.start();
    expect(breaker.available).toBe(false);
    breaker.proved();
    expect(breaker.state).toBe("closed");
    expect(breaker.failureRatio).toBe(0);
  });

  test("opens again when the probe fails, and waits for another when it says nothing", async () => {
    const clock = new ManualClock();
    const breaker = new Breaker(clock);
    fill(breaker, 0, 20);
    await clock.advance(15_000);
    breaker.start();
    breaker.failed();
    expect(breaker.state).toBe("open");
    await clock.advance(15_000);
    breaker.start();
    breaker.ignored();
    expect(breaker.available).toBe(true);
  });
});
