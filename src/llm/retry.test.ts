import { describe, expect, test } from "bun:test";
import { ManualClock } from "../platform/clock.ts";
import type { Random } from "../platform/random.ts";
import { type Llm, LlmError, type LlmErrorKind, type Provider, type RoutedPart } from "./contract.ts";
import { createLlm } from "./llm.ts";
import { backOffMs } from "./retry.ts";
import type { LlmSettings } from "./settings.ts";
import {
  type Behaviour,
  collect,
  fails,
  fixedRandom,
  inTurn,
  kinds,
  never,
  quiet,
  says,
  scripted,
  standIn,
  untilTimers,
} from "./testing/harness.ts";

const messages = [{ role: "user" as const, content: "hello" }];
const error = (kind: LlmErrorKind, retryAfterMs?: number): Behaviour =>
  fails(() => new LlmError(kind, `${kind}!`, retryAfterMs === undefined ? {} : { retryAfterMs }));

function make(providers: Provider[], settings: Partial<LlmSettings> = {}, random: Random = fixedRandom(0)) {
  const clock = new ManualClock();
  return { clock, llm: createLlm({ clock, random, log: quiet, providers, settings }) };
}

/** Reads a stream, moving the clock by what each `retry` part announces. */
async function readOut(llm: Llm, clock: ManualClock, model?: string) {
  const parts: RoutedPart[] = [];
  let failed: LlmError | undefined;
  const stream = llm.stream({ messages, ...(model ? { model } : {}) }, never)[Symbol.asyncIterator]();
  try {
    for (;;) {
      const last = parts.at(-1);
      const next = stream.next();
      if (last?.type === "retry") await clock.advance(last.delayMs);
      const step = await next;
      if (step.done) break;
      parts.push(step.value);
    }
  } catch (thrown) {
    if (!(thrown instanceof LlmError)) throw thrown;
    failed = thrown;
  }
  return { parts, failed };
}

describe("what an explicit model's failure leads to", () => {
  const cut: Behaviour = async function* () {
    yield { type: "text", text: "half" };
    throw new LlmError("cut", "cut!");
  };
  const table: [name: string, upstream: Behaviour[], parts: string, calls: number, failed: LlmErrorKind | undefined][] =
    [
      ["nothing", [says("a")], "route text usage end", 1, undefined],
      ["down once", [error("unavailable"), says("a")], "route retry text usage end", 2, undefined],
      ["too slow once", [error("timeout"), says("a")], "route retry text usage end", 2, undefined],
      ["rubbish once", [error("protocol"), says("a")], "route retry text usage end", 2, undefined],
      ["cut before the first delta", [error("cut"), says("a")], "route retry text usage end", 2, undefined],
      ["cut after it", [cut, says("never seen")], "route text usage", 1, "cut"],
      ["refused", [error("invalid_request"), says("never seen")], "route", 1, "invalid_request"],
      ["unknown model", [error("model_unknown"), says("never seen")], "route", 1, "model_unknown"],
      ["cancelled", [error("cancelled"), says("never seen")], "route", 1, "cancelled"],
      ["its only key is dead", [error("credentials"), says("never seen")], "route", 1, "credentials"],
      ["rate limit with a wait", [error("rate_limit", 4_000), says("a")], "route retry text usage end", 2, undefined],
      ["rate limit with too long a wait", [error("rate_limit", 60_000), says("never seen")], "route", 1, "rate_limit"],
      ["never works", [error("unavailable")], "route retry retry retry retry retry", 6, "unavailable"],
    ];
  test.each(table)("%s", async (_, upstream, parts, calls, failed) => {
    const behaviour = inTurn(...upstream);
    const { llm, clock } = make([scripted({ id: "a", behaviours: [behaviour] }), standIn()]);
    const got = await readOut(llm, clock, "a/m");
    expect(kinds(got.parts)).toBe(parts);
    expect(behaviour.calls).toBe(calls);
    expect(got.failed?.kind).toBe(failed);
    expect(clock.pending).toBe(0);
  });
});

describe("waiting", () => {
  test("back-off doubles up to five seconds, with full jitter", () => {
    const most = fixedRandom(0.999999);
    expect([0, 1, 2, 3, 4, 9].map((n) => backOffMs(most, n))).toEqual([499, 999, 1999, 3999, 4999, 4999]);
    expect(backOffMs(fixedRandom(0), 3)).toBe(0);
    expect(backOffMs(fixedRandom(0.5), 1)).toBe(500);
  });

  test("a rate limit is waited out for as long as the server asked", async () => {
    const { llm, clock } = make([scripted({ id: "a", behaviours: [inTurn(error("rate_limit", 4_000), says("a"))] })]);
    const started = clock.now();
    const got = await readOut(llm, clock, "a/m");
    expect(got.parts[1]).toMatchObject({ type: "retry", attempt: 2, delayMs: 4_000 });
    expect(clock.now() - started).toBe(4_000);
  });

  test("another request does not use a barred key either", async () => {
    const upstream = inTurn(error("rate_limit", 60_000), says("never seen"));
    const { llm } = make([scripted({ id: "a", behaviours: [upstream] })]);
    await collect(llm.stream({ messages, model: "a/m" }, never));
    const second = await collect(llm.stream({ messages, model: "a/m" }, never));
    expect(second.error?.kind).toBe("rate_limit");
    expect(second.error?.retryAfterMs).toBe(60_000);
    expect(upstream.calls).toBe(1);
  });

  test("stopping while it waits ends it at once", async () => {
    const { llm, clock } = make([scripted({ id: "a", behaviours: [error("rate_limit", 20_000)] })]);
    const controller = new AbortController();
    const stream = llm.stream({ messages, model: "a/m" }, controller.signal)[Symbol.asyncIterator]();
    await stream.next();
    await stream.next();
    const waiting = stream.next();
    await clock.advance(10);
    controller.abort();
    expect(await waiting.catch((thrown) => thrown.kind)).toBe("cancelled");
  });

  test("the deadline counts over all attempts", async () => {
    const hangs: Behaviour = async function* (_, call) {
      call.connected();
      await new Promise((_, reject) => call.signal.addEventListener("abort", () => reject(call.signal.reason)));
      yield { type: "end", finishReason: "stop" };
    };
    const timers = { connectMs: 1e3, firstTokenMs: 6e3, betweenMs: 1e3, totalMs: 1e6 };
    const { llm, clock } = make([scripted({ id: "a", behaviours: [hangs] })], { deadlineMs: 10_000, timers });
    const started = clock.now();
    const reading = collect(llm.stream({ messages, model: "a/m" }, never));
    await untilTimers(clock, 2);
    await clock.advance(6_000);
    await untilTimers(clock, 2);
    await clock.advance(4_000);
    const got = await reading;
    expect(got.error?.kind).toBe("timeout");
    expect(kinds(got.parts)).toBe("route retry");
    expect(clock.now() - started).toBe(10_000);
    expect(clock.pending).toBe(0);
  });

  test("a provider that does not listen to the signal cannot hold the stream up", async () => {
    const deaf: Behaviour = async function* () {
      await new Promise(() => {});
      yield { type: "end", finishReason: "stop" };
    };
    const { llm, clock } = make([scripted({ id: "a", behaviours: [deaf] })], { attempts: 1 });
    const reading = collect(llm.stream({ messages, model: "a/m" }, never));
    await untilTimers(clock, 3);
    await clock.advance(10_000);
    expect((await reading).error?.message).toContain("could not be connected");
  });
});

describe("keys", () => {
  const onlyKey = (good: number, seen: number[]): Behaviour =>
    async function* (request, call) {
      seen.push(call.credential);
      if (call.credential !== good) throw new LlmError("credentials", "dead");
      yield* says("a")(request, call);
    };

  test("dead ones are rotated past without waiting, and the good one is remembered", async () => {
    const seen: number[] = [];
    const { llm } = make([scripted({ id: "a", credentials: 3, behaviours: [onlyKey(2, seen)] })]);
    const first = await collect(llm.stream({ messages, model: "a/m" }, never));
    expect(kinds(first.parts)).toBe("route text usage end");
    await collect(llm.stream({ messages, model: "a/m" }, never));
    expect(seen).toEqual([0, 1, 2, 2]);
  });

  test("all of them dead is one clear error", async () => {
    const seen: number[] = [];
    const { llm } = make([scripted({ id: "a", credentials: 2, behaviours: [onlyKey(9, seen)] })]);
    const got = await collect(llm.stream({ messages, model: "a/m" }, never));
    expect(got.error?.kind).toBe("credentials");
    expect(got.error?.message).toBe("a refused every one of its 2 access keys.");
    expect(seen).toEqual([0, 1]);
  });

  test("a rate-limited one is left for the next at once", async () => {
    const seen: number[] = [];
    const limited: Behaviour = async function* (request, call) {
      seen.push(call.credential);
      if (call.credential === 0) throw new LlmError("rate_limit", "slow", { retryAfterMs: 20_000 });
      yield* says("a")(request, call);
    };
    const { llm } = make([scripted({ id: "a", credentials: 2, behaviours: [limited] })]);
    const got = await collect(llm.stream({ messages, model: "a/m" }, never));
    expect(got.parts[1]).toMatchObject({ type: "retry", delayMs: 0 });
    expect(seen).toEqual([0, 1]);
  });
});

describe("addresses", () => {
  test("a failing one is left for the other", async () => {
    const bad = inTurn(error("unavailable"));
    const good = inTurn(says("a"));
    const { llm } = make([scripted({ id: "a", behaviours: [bad, good] })]);
    for (let count = 0; count < 5; count++)
      expect((await llm.generate({ messages, model: "a/m" }, never)).text).toBe("a");
    expect(good.calls).toBe(5);
    expect(bad.calls).toBeLessThanOrEqual(5);
  });

  test("an open breaker keeps requests away until a probe, one at a time, finds it well", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slowly: Behaviour = async function* (request, call) {
      await held;
      yield* says("a")(request, call);
    };
    const upstream = inTurn(...Array.from({ length: 24 }, () => error("unavailable")), slowly, says("a"));
    const { llm, clock } = make([scripted({ id: "a", behaviours: [upstream] }), standIn()]);
    for (let count = 0; count < 4; count++) await readOut(llm, clock, "a/m");
    expect(upstream.calls).toBe(24);
    const auto = () => collect(llm.stream({ messages }, never));
    expect((await auto()).text).toBe("pattern");
    expect(upstream.calls).toBe(24);

    await clock.advance(15_000);
    const second = auto();
    await untilTimers(clock, 3);
    expect((await auto()).text).toBe("pattern");
    release();
    expect((await second).text).toBe("a");
    expect((await auto()).text).toBe("a");
    expect(upstream.calls).toBe(26);
  });

  test("the one that answers sooner gets more of the requests", async () => {
    const after = (ms: number, calls: { count: number }): Behaviour =>
      async function* (request, call) {
        calls.count++;
        await clock.sleep(ms, call.signal);
        yield* says("a")(request, call);
      };
    const slow = { count: 0 };
    const quick = { count: 0 };
    const { llm, clock } = make([scripted({ id: "a", behaviours: [after(900, slow), after(100, quick)] })]);
    for (let count = 0; count < 20; count++) {
      const reading = collect(llm.stream({ messages, model: "a/m" }, never));
      await untilTimers(clock, 4);
      await clock.advance(900);
      expect((await reading).text).toBe("a");
    }
    expect(quick.count).toBeGreaterThan(slow.count * 5);
  });

  test("when every breaker is open the least bad is still asked", async () => {
    const upstream = inTurn(...Array.from({ length: 24 }, () => error("unavailable")), says("back"));
    const { llm, clock } = make([scripted({ id: "a", behaviours: [upstream] })]);
    for (let count = 0; count < 4; count++) await readOut(llm, clock, "a/m");
    expect(llm.status()).toEqual([{ id: "a", label: "a", state: "open", lastError: "unavailable!" }]);
    expect((await llm.generate({ messages, model: "a/m" }, never)).text).toBe("back");
  });

  test("a bare model name is served by whoever has it", async () => {
    const one = inTurn(error("unavailable"));
    const two = inTurn(says("b"));
    const { llm } = make([scripted({ id: "a", behaviours: [one] }), scripted({ id: "b", behaviours: [two] })]);
    const got = await collect(llm.stream({ messages, model: "m" }, never));
    expect(got.text).toBe("b");
  });
});

describe("accounting", () => {
  test("missing usage is estimated and flagged, also for a stream that was cut or stopped", async () => {
    const half: Behaviour = async function* (_, call) {
      yield { type: "text", text: "x".repeat(70) };
      await new Promise((_, reject) => call.signal.addEventListener("abort", () => reject(call.signal.reason)));
    };
    const { llm } = make([scripted({ id: "a", behaviours: [half] })]);
    const controller = new AbortController();
    const parts: RoutedPart[] = [];
    const reading = (async () => {
      for await (const part of llm.stream({ messages, model: "a/m" }, controller.signal)) {
        parts.push(part);
        if (part.type === "text") controller.abort();
      }
    })();
    expect(await reading.catch((thrown) => thrown.kind)).toBe("cancelled");
    expect(parts.at(-1)).toMatchObject({ type: "usage", usage: { completionTokens: 20, estimated: true } });
  });

  test("a provider's usage is passed on as it is, zero too", async () => {
    const zero = { promptTokens: 0, completionTokens: 0, totalTokens: 0 };
    const upstream: Behaviour = async function* () {
      yield { type: "usage", usage: zero };
      yield { type: "text", text: "a" };
      yield { type: "end", finishReason: "stop" };
    };
    const { llm } = make([scripted({ id: "a", behaviours: [upstream] })]);
    const got = await collect(llm.stream({ messages, model: "a/m" }, never));
    expect(kinds(got.parts)).toBe("route usage text end");
    expect(got.parts[1]).toEqual({ type: "usage", usage: zero });
  });
});
