import { type PriceTable, perMillion } from "../price.ts";

/**
 * Anthropic's list prices in US dollars per million tokens (prompt, completion, prompt read from cache). They change
 * without notice; an administrator's `prices` override them.
 */
export const anthropicPrices: PriceTable = {
  "claude-opus-4-5*": perMillion(5, 25, 0.5),
  "claude-opus-4*": perMillion(15, 75, 1.5),
  "claude-sonnet-4*": perMillion(3, 15, 0.3),
  "claude-haiku-4-5*": perMillion(1, 5, 0.1),
  "claude-3-7-sonnet*": perMillion(3, 15, 0.3),
  "claude-3-5-sonnet*": perMillion(3, 15, 0.3),
  "claude-3-5-haiku*": perMillion(0.8, 4, 0.08),
  "claude-3-haiku*": perMillion(0.25, 1.25, 0.03),
};

/** What writing to the cache costs on top, as a share of the prompt price, for entries that live five minutes. */
export const cacheWriteFactor = 1.25;
