import { describe, expect, test } from "bun:test";
import { anthropicPrices } from "./anthropic/prices.ts";
import { openaiPrices } from "./openai/prices.ts";
import { costNanoUsd, findPrice, perMillion } from "./price.ts";
import { estimateTokens, estimateUsage, TokenMeter } from "./usage-estimate.ts";

describe("cost", () => {
  const price = perMillion(2.5, 10, 1.25);
  const table: [prompt: number, cached: number, completion: number, nano: number][] = [
    [0, 0, 0, 0],
    [1, 0, 0, 2_500],
    [1_000_000, 0, 0, 2_500_000_000],
    [100, 40, 10, 60 * 2_500 + 40 * 1_250 + 10 * 10_000],
    [10, 40, 0, 10 * 1_250],
  ];
  test.each(table)(
    "%d prompt tokens, %d of them cached, %d new: %d nano-dollars",
    (prompt, cached, completion, nano) => {
      const usage = { promptTokens: prompt, completionTokens: completion, totalTokens: 0, cachedTokens: cached };
      expect(costNanoUsd(price, usage)).toBe(nano);
    },
  );

  test("cached tokens cost the full price where no other is known", () => {
    const usage = { promptTokens: 10, completionTokens: 0, totalTokens: 10, cachedTokens: 10 };
    expect(costNanoUsd(perMillion(1, 1), usage)).toBe(10_000);
  });

  test("a long prompt has its own price for the whole request", () => {
    const haiku = findPrice(anthropicPrices, "claude-haiku-5-5");
    const cost = (promptTokens: number) =>
      haiku && costNanoUsd(haiku, { promptTokens, completionTokens: 10, totalTokens: promptTokens + 10 });
    expect(cost(100_000)).toBe(100_000 * 100 + 10 * 500);
    expect(cost(100_001)).toBe(100_001 * 500 + 10 * 2_500);
  });

  test("the longest matching name wins, and no name is no price", () => {
    expect(findPrice(anthropicPrices, "claude-opus-4-5-20251101")?.prompt).toBe(5_000);
    expect(findPrice(anthropicPrices, "claude-opus-4-20250514")?.prompt).toBe(15_000);
    expect(findPrice(openaiPrices, "gpt-4o-mini")?.prompt).toBe(150);
    expect(findPrice(openaiPrices, "unheard-of")).toBeUndefined();
  });

  test("every price in the tables is an integer", () => {
    for (const entry of [...Object.values(openaiPrices), ...Object.values(anthropicPrices)]) {
      const { long, ...base } = entry;
      for (const part of Object.values({ ...base, above: long?.above ?? 0 }))
        expect(Number.isSafeInteger(part)).toBe(true);
      for (const part of Object.values(long?.price ?? {})) expect(Number.isSafeInteger(part)).toBe(true);
    }
  });
});

describe("estimated usage", () => {
  test("does not depend on how the text was cut", () => {
    const text = "const größe = '🙂';\n".repeat(20);
    const meter = new TokenMeter();
    for (const character of text) meter.add(character);
    expect(meter.tokens).toBe(estimateTokens(text));
  });

  test("counts messages and images, adds up, and is flagged", () => {
    const image = { type: "image" as const, mediaType: "image/png", data: "AAAA" };
    const plain = estimateUsage({ messages: [{ role: "user", content: "x".repeat(35) }] }, 7);
    expect(plain).toEqual({ promptTokens: 16, completionTokens: 7, totalTokens: 23, estimated: true });
    const seen = estimateUsage({ messages: [{ role: "user", content: [image] }] }, 0);
    expect(seen.promptTokens).toBeGreaterThan(500);
  });
});
