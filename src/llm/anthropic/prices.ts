import { beyond, type PriceTable, perMillion } from "../price.ts";

/**
 * Anthropic's list prices in US dollars per million tokens (prompt, completion, prompt read from cache) as of November
 * 2026. They change without notice; an administrator's `prices` override them.
 */
export const anthropicPrices: PriceTable = {
  "claude-fable-5-1*": perMillion(10, 50, 0.25),
  "claude-fable-5*": perMillion(10, 50, 1),
  "claude-opus-5-5*": perMillion(4, 20, 0.2),
  "claude-opus-5*": perMillion(5, 25, 0.5),
  "claude-opus-4*": perMillion(5, 25, 0.5),
  "claude-opus-4-0*": perMillion(15, 75, 1.5),
  "claude-opus-4-1*": perMillion(15, 75, 1.5),
  "claude-opus-4-2025*": perMillion(15, 75, 1.5),
  "claude-sonnet-5-5*": perMillion(2, 10, 0.1),
  "claude-sonnet-5*": perMillion(2, 10, 0.2),
  "claude-sonnet-4*": perMillion(3, 15, 0.3),
  "claude-haiku-5-5*": beyond(100_000, perMillion(0.1, 0.5, 0.01), perMillion(0.5, 2.5, 0.05)),
  "claude-haiku-4-5*": perMillion(1, 5, 0.1),
  "claude-3-7-sonnet*": perMillion(3, 15, 0.3),
  "claude-3-5-haiku*": perMillion(0.8, 4, 0.08),
};

/** What writing to the cache costs, as a multiple of the prompt price, for entries that live five minutes. */
export const cacheWriteFactor = 1.25;
