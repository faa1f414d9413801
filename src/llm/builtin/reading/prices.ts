import type { Source } from "./tokens.ts";

export interface Price {
  amount: number;
  /** The sign as it is shown: `$`, `€`, `£`, `CHF `. */
  currency: string;
}

/** Prices in the order in which they stand: "$9, $29 and €99", "30 euros". */
export function readPrices({ tokens }: Source): Price[] {
  return tokens.flatMap((token) => {
    if (token.kind !== "price") return [];
    const digits = /\d[\d,]*(?:\.\d+)?/.exec(token.raw)?.[0] ?? "0";
    const amount = Number(digits.replaceAll(",", "")) * (/\dk$/i.test(token.raw) ? 1_000 : 1);
    return [{ amount, currency: currencyOf(token.norm) }];
  });
}

/** A currency named without an amount ("in euros", "use pounds"). */
export function readCurrency({ tokens }: Source): string | undefined {
  for (const token of tokens) {
    if (token.kind === "price") return currencyOf(token.norm);
    if (token.kind === "word" && /^(?:euros?|eur|gbp|usd|dollars?|chf|yen|rupees?)$/.test(token.norm))
      return currencyOf(token.norm);
    if (token.kind === "punct" && /^[$€£¥₹]$/.test(token.raw)) return token.raw;
  }
  return undefined;
}

function currencyOf(text: string): string {
  const sign = /[$€£¥₹]/.exec(text)?.[0];
  if (sign) return sign;
  if (/eur/.test(text)) return "€";
  if (/gbp|pound/.test(text)) return "£";
  if (/chf/.test(text)) return "CHF ";
  if (/yen/.test(text)) return "¥";
  if (/rupee/.test(text)) return "₹";
  return "$";
}
