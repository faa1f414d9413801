import { describe, expect, test } from "bun:test";
import { createBus } from "./bus.ts";

describe("bus", () => {
  test("each subscriber of a topic gets every message in order, others none", async () => {
    const channel = createBus().channel<number>();
    const [a, b, other] = [channel.subscribe("t"), channel.subscribe("t"), channel.subscribe("u")];
    for (const n of [1, 2, 3]) channel.publish("t", n);
    expect([await a.next(), await a.next(), await a.next()]).toEqual([1, 2, 3]);
    expect(b.drain()).toEqual([1, 2, 3]);
    expect(other.drain()).toEqual([]);
  });

  test("a slow subscriber loses its queue, is told once, and goes on", () => {
    const channel = createBus().channel<number>();
    const slow = channel.subscribe("t", 3);
    for (let n = 1; n <= 10; n++) channel.publish("t", n);
    expect(slow.drain()).toEqual([]);
    expect(slow.takeOverflow()).toBe(true);
    expect(slow.takeOverflow()).toBe(false);
    channel.publish("t", 11);
    expect(slow.drain()).toEqual([11]);
  });

  test("waiting ends with a message, a close or an abort", async () => {
    const bus = createBus();
    const channel = bus.channel<string>();
    const one = channel.subscribe("t");
    const waiting = one.next();
    channel.publish("t", "hello");
    expect(await waiting).toBe("hello");

    const abort = new AbortController();
    const aborted = one.next(undefined, abort.signal);
    abort.abort();
    expect(await aborted).toBeUndefined();

    const closing = one.next();
    bus.close();
    expect(await closing).toBeUndefined();
    expect(one.closed).toBe(true);
    expect(channel.subscribers("t")).toBe(0);
  });

  test("an overflow wakes a subscriber that is waiting for more", async () => {
    const channel = createBus().channel<number>();
    const one = channel.subscribe("t", 1);
    const first = one.next();
    for (const n of [1, 2, 3]) channel.publish("t", n);
    await first;
    expect(one.takeOverflow()).toBe(true);
  });
});
