import { beyond, type Price, type PriceTable, perMillion } from "../price.ts";

/** Beyond 272,000 prompt tokens the newer models cost double on the way in and half as much again on the way out. */
const tiered = (prompt: number, completion: number, cached: number): Price =>
  beyond(272_000, perMillion(prompt, completion, cached), perMillion(prompt * 2, completion * 1.5, cached * 2));

/**
 * OpenAI's list prices in US dollars per million tokens (prompt, completion, cached prompt) as of November 2026. They
 * apply to api.openai.com only and change without notice; an administrator's `prices` override them. The order is also
 * the order of preference for `auto`, since OpenAI's list of models has none.
 */
export const openaiPrices: PriceTable = {
  "gpt-6-sol": tiered(2, 10, 0.2),
  "gpt-6-luna": tiered(0.1, 0.5, 0.01),
  "gpt-6-astra": tiered(10, 50, 1),
  "gpt-5.6-sol": tiered(4, 20, 0.4),
  "gpt-5.6-terra": tiered(2, 12, 0.2),
  "gpt-5.6-luna": tiered(0.2, 1.2, 0.02),
  "gpt-5.5": perMillion(5, 30, 0.5),
  "gpt-5.4": perMillion(2.5, 15, 0.25),
  "gpt-5.4-mini": perMillion(0.75, 4.5, 0.075),
  "gpt-5": perMillion(1.25, 10, 0.125),
  "gpt-5-mini": perMillion(0.25, 2, 0.025),
  "gpt-5-nano": perMillion(0.05, 0.4, 0.005),
  "gpt-4.1": perMillion(2, 8, 0.5),
  "gpt-4.1-mini": perMillion(0.4, 1.6, 0.1),
  "gpt-4.1-nano": perMillion(0.1, 0.4, 0.025),
  "gpt-4o": perMillion(2.5, 10, 1.25),
  "gpt-4o-mini": perMillion(0.15, 0.6, 0.075),
};
