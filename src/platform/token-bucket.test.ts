import { expect, test } from "bun:test";
import { ManualClock } from "./clock.ts";
import { createTokenBuckets } from "./token-bucket.ts";

const quota = { capacity: 3, perSecond: 0.5 };

test("a bucket gives what it holds, then what trickles in", async () => {
  const clock = new ManualClock();
  const buckets = createTokenBuckets(clock, 10);
  const take = () => buckets.take("a", quota);
  expect([take(), take(), take()].map(({ remaining }) => remaining)).toEqual([2, 1, 0]);
  expect(take()).toEqual({ allowed: false, remaining: 0, retryAfter: 2, fullAfter: 6 });
  await clock.advance(1999);
  expect(take().allowed).toBe(false);
  await clock.advance(1);
  expect(take()).toEqual({ allowed: true, remaining: 0, retryAfter: 2, fullAfter: 6 });
  await clock.advance(3600_000);
  expect(take()).toEqual({ allowed: true, remaining: 2, retryAfter: 0, fullAfter: 2 });
});

test("refused tries cost nothing: whoever waits as told gets in", async () => {
  const clock = new ManualClock();
  const buckets = createTokenBuckets(clock, 10);
  for (let n = 0; n < 1000; n++) buckets.take("a", quota);
  await clock.advance(2000);
  expect(buckets.take("a", quota).allowed).toBe(true);
});

test("one key's bucket is no other's", () => {
  const buckets = createTokenBuckets(new ManualClock(), 10);
  for (let n = 0; n < 9; n++) buckets.take("a", quota);
  expect(buckets.take("b", quota).remaining).toBe(2);
});

test("memory is bounded, and who comes often is not forgotten", () => {
  const buckets = createTokenBuckets(new ManualClock(), 100);
  for (let n = 0; n < 5; n++) buckets.take("often", quota);
  for (let n = 0; n < 10_000; n++) {
    buckets.take(`one of many ${n}`, quota);
    if (n % 50 === 0) buckets.take("often", quota);
  }
  expect(buckets.size).toBe(100);
  expect(buckets.take("often", quota).allowed).toBe(false);
});

test("a clock that is set back takes nothing away", () => {
  let now = 1_000_000;
  const buckets = createTokenBuckets({ now: () => now }, 10);
  buckets.take("a", quota);
  now = 0;
  expect(buckets.take("a", quota).remaining).toBe(1);
});
