/** How much of a turn is read; what follows is not looked at. */
export const readLimit = 6_000;

export interface Token {
  kind: "word" | "number" | "price" | "hex" | "quote" | "punct";
  /** As written; for a quote, what stands between the marks. */
  raw: string;
  /** Lower case, without accents and apostrophes. */
  norm: string;
  /** Where it stands in the source, for cutting out phrases. */
  start: number;
  end: number;
}

export interface Source {
  text: string;
  tokens: Token[];
}

const pattern = new RegExp(
  [
    /(?<quote>"[^"\n]{1,300}"|“[^”\n]{1,300}”|„[^“”\n]{1,300}[“”]|«[^»\n]{1,300}»|‘[^’\n]{1,300}’|`[^`\n]{1,300}`|(?<![\p{L}\p{N}])'[^'\n]{1,300}?'(?![\p{L}\p{N}]))/u,
    /(?<hex>#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})(?![0-9a-zA-Z]))/,
    /(?<price>[$€£¥₹]\s?\d[\d,]*(?:\.\d+)?k?|\d[\d,]*(?:\.\d+)?\s?(?:[€£$]|(?:usd|eur|gbp|chf|dollars?|euros?|pounds)\b))/i,
    /(?<number>\d[\d,]*(?:\.\d+)?%?)/,
    /(?<word>[\p{L}_](?:[\p{L}\p{N}\p{M}_]|['’.](?=\p{L}))*)/u,
    /(?<punct>[^\s])|(?<line>\n+)/,
  ]
    .map((part) => part.source)
    .join("|"),
  "giu",
);

/** Plain letters for comparing: lower case, accents and apostrophes gone. */
export function normal(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/['’]/g, "").replaceAll("ß", "ss").toLowerCase();
}

/** Splits a turn into words, numbers, prices, colours, quoted texts and punctuation. Never throws. */
export function tokenize(input: string): Source {
  const text = input
    .slice(0, readLimit)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}]/gu, (mark) => (mark === "\n" ? "\n" : " "))
    .replace(/\b(e)-(mails?)\b/gi, "$1$2");
  const tokens: Token[] = [];
  for (const match of text.matchAll(pattern)) {
    const groups = match.groups ?? {};
    const start = match.index;
    const end = start + match[0].length;
    const kind =
      (["quote", "hex", "price", "number", "word"] as const).find((name) => groups[name] !== undefined) ?? "punct";
    const shown = kind === "quote" ? match[0].slice(1, -1).trim() : groups.line === undefined ? match[0] : "\n";
    tokens.push({ kind, raw: shown, norm: kind === "word" ? normal(shown) : shown.toLowerCase(), start, end });
  }
  return { text, tokens };
}

/** The source between two tokens (end exclusive), on one line, quotes taken off the ends. */
export function phrase(source: Source, from: number, to: number): string {
  const first = source.tokens[from];
  const last = source.tokens[to - 1];
  if (!first || !last || to <= from) return "";
  if (to - from === 1) return first.raw;
  return source.text.slice(first.start, last.end).replace(/\s+/g, " ").trim();
}
