import type { Usage } from "./contract.ts";

/**
 * Integer nano-dollars per token. A price in dollars per million tokens times 1,000 is this number
 * (2.50 USD per million = 2,500 nano-dollars per token).
 */
export interface Price {
  prompt: number;
  completion: number;
  /** For prompt tokens read from the provider's cache; `prompt` where left out. */
  cached?: number;
  /** What the whole request costs instead once its prompt has more tokens than `above`. */
  long?: { above: number; price: Omit<Price, "long"> };
}

/** Exact name or, with a trailing `*`, a prefix; the longest match wins. */
export type PriceTable = Record<string, Price>;

/** Dollars per million tokens, as vendors print them, to the integer that we count in. */
export const perMillion = (prompt: number, completion: number, cached?: number): Price => ({
  prompt: Math.round(prompt * 1000),
  completion: Math.round(completion * 1000),
  ...(cached === undefined ? {} : { cached: Math.round(cached * 1000) }),
});

export function findPrice(table: PriceTable, model: string): Price | undefined {
  let best: string | undefined;
  for (const pattern of Object.keys(table)) {
    const fits = pattern.endsWith("*") ? model.startsWith(pattern.slice(0, -1)) : model === pattern;
    if (fits && (best === undefined || pattern.length > best.length)) best = pattern;
  }
  return best === undefined ? undefined : table[best];
}

/** The price with another one for prompts beyond a length. */
export const beyond = (above: number, price: Price, long: Price): Price => ({ ...price, long: { above, price: long } });

/** Integer nano-dollars: (prompt − cached) · prompt price + cached · cached price + completion · completion price. */
export function costNanoUsd(listed: Price, usage: Usage): number {
  const price = listed.long && usage.promptTokens > listed.long.above ? listed.long.price : listed;
  const cached = Math.min(usage.cachedTokens ?? 0, usage.promptTokens);
  const fresh = usage.promptTokens - cached;
  return fresh * price.prompt + cached * (price.cached ?? price.prompt) + usage.completionTokens * price.completion;
}

/** Adds the cost where a price is known and the provider reported none itself. */
export function priced(usage: Usage, price: Price | undefined): Usage {
  if (price === undefined || usage.costNanoUsd !== undefined) return usage;
  return { ...usage, costNanoUsd: costNanoUsd(price, usage) };
}
