import { type PriceTable, perMillion } from "../price.ts";

/**
 * OpenAI's own list prices in US dollars per million tokens (prompt, completion, cached prompt). They apply to
 * api.openai.com only and change without notice; an administrator's `prices` override them. The order is also the
 * order of preference for `auto`, since OpenAI's list of models has none.
 */
export const openaiPrices: PriceTable = {
  "gpt-5": perMillion(1.25, 10, 0.125),
  "gpt-5-mini": perMillion(0.25, 2, 0.025),
  "gpt-5-nano": perMillion(0.05, 0.4, 0.005),
  "gpt-4.1": perMillion(2, 8, 0.5),
  "gpt-4.1-mini": perMillion(0.4, 1.6, 0.1),
  "gpt-4.1-nano": perMillion(0.1, 0.4, 0.025),
  o3: perMillion(2, 8, 0.5),
  "o4-mini": perMillion(1.1, 4.4, 0.275),
  "gpt-4o": perMillion(2.5, 10, 1.25),
  "gpt-4o-mini": perMillion(0.15, 0.6, 0.075),
};
