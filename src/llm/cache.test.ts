import { describe, expect, test } from "bun:test";
import { ManualClock } from "../platform/clock.ts";
import type { Provider, RoutedRequest } from "./contract.ts";
import { createLlm } from "./llm.ts";
import { type CacheSettings, defaultSettings } from "./settings.ts";
import { collect, fixedRandom, inTurn, kinds, never, quiet, says, scripted, standIn } from "./testing/harness.ts";

const base: RoutedRequest = {
  model: "a/m",
  messages: [{ role: "user", content: "hello" }],
  temperature: 0,
  cacheScope: "p1",
};

function make(settings: Partial<CacheSettings> = {}, extra: Provider[] = []) {
  const clock = new ManualClock();
  const upstream = inTurn(says("first"), says("second"), says("third"));
  const providers = [scripted({ id: "a", behaviours: [upstream] }), ...extra];
  const cache = { ...defaultSettings.cache, ...settings };
  const llm = createLlm({ clock, random: fixedRandom(0), log: quiet, providers, settings: { cache } });
  const ask = async (request: Partial<RoutedRequest> = {}) => collect(llm.stream({ ...base, ...request }, never));
  return { clock, upstream, ask };
}

describe("the cache of answers", () => {
  const table: [name: string, second: Partial<RoutedRequest>, text: string][] = [
    ["an equal request", {}, "first"],
    ["the same by another name of the model", { model: "m" }, "first"],
    ["another scope", { cacheScope: "p2" }, "second"],
    ["another text", { messages: [{ role: "user", content: "hello " }] }, "second"],
    ["another role", { messages: [{ role: "system", content: "hello" }] }, "second"],
    ["another limit", { maxTokens: 5 }, "second"],
    ["another temperature", { temperature: 0.1 }, "second"],
  ];
  test.each(table)("%s", async (_, second, text) => {
    const { ask } = make();
    await ask();
    expect((await ask(second)).text).toBe(text);
  });

  test("is off without a scope", async () => {
    const { ask, upstream } = make();
    const { cacheScope: _, ...open } = base;
    const llm = createLlm({
      clock: new ManualClock(),
      random: fixedRandom(0),
      log: quiet,
      providers: [scripted({ id: "a", behaviours: [upstream] })],
    });
    await llm.generate(open, never);
    await llm.generate(open, never);
    expect(upstream.calls).toBe(2);
    expect((await ask()).text).toBe("third");
  });

  test("answers at no cost, and says that it did", async () => {
    const { ask } = make();
    await ask();
    const got = await ask();
    expect(kinds(got.parts)).toBe("route text usage end");
    expect(got.parts[0]).toMatchObject({ reason: expect.stringContaining("kept from an equal request") });
    expect(got.parts[2]).toMatchObject({ usage: { costNanoUsd: 0 } });
  });

  test("forgets after its time, and what was used least when it is full", async () => {
    const { ask, clock, upstream } = make({ maxEntries: 2 });
    const other = (content: string) => ask({ messages: [{ role: "user", content }] });
    await ask();
    await other("x");
    await ask();
    await other("y");
    expect(upstream.calls).toBe(3);
    await ask();
    expect(upstream.calls).toBe(3);
    await other("x");
    expect(upstream.calls).toBe(4);
    await clock.advance(defaultSettings.cache.ttlMs);
    await other("x");
    expect(upstream.calls).toBe(5);
  });

  test("keeps nothing that is too big", async () => {
    const { ask } = make({ maxCharacters: 10 });
    await ask();
    expect((await ask()).text).toBe("second");
  });

  test("does not keep what stood in for another model", async () => {
    const { ask, upstream } = make({}, [standIn()]);
    await ask({ model: "builtin/patterns" });
    expect(upstream.calls).toBe(0);
    expect((await ask({ model: "auto" })).text).toBe("first");
  });
});
