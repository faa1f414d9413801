import { type Copy, readCopy } from "./copy.ts";
import { type Edits, readEdits, readNegations } from "./edits.ts";
import { type Field, readFields } from "./fields.ts";
import { type LookChange, readLook } from "./look.ts";
import { readName } from "./names.ts";
import { type Count, readCounts } from "./numbers.ts";
import { type Price, readCurrency, readPrices } from "./prices.ts";
import { type Source, tokenize } from "./tokens.ts";

/** Everything that was read from one turn. Plain data; ask it with the functions of `ask.ts`. */
export interface Reading extends Edits {
  source: Source;
  /** True for the turn that starts a component, false for follow-ups. */
  first: boolean;
  counts: Count[];
  /** Quoted texts in order. */
  quotes: string[];
  /** Product or company. */
  name: string | undefined;
  copy: Copy;
  /** Form fields, when the turn lists some. */
  fields: Field[] | undefined;
  prices: Price[];
  currency: string | undefined;
  look: LookChange;
  /** For each token: asked away. */
  negated: boolean[];
  /** For each token: part of a name, not a word to be read. */
  named: boolean[];
}

export function readTurn(text: string, first: boolean): Reading {
  const source = tokenize(text);
  const name = readName(source, first);
  const named = source.tokens.map(
    (token, at) => token.kind === "quote" || (name !== undefined && at >= name.from && at < name.to),
  );
  const isName = new Set(source.tokens.filter((_, at) => named[at]));
  return {
    ...readEdits(source),
    source,
    first,
    counts: readCounts(source),
    quotes: source.tokens.filter((token) => token.kind === "quote").map((token) => token.raw),
    name: name?.name,
    copy: readCopy(source, first),
    fields: readFields(source),
    prices: readPrices(source),
    currency: readCurrency(source),
    look: readLook(source, (token) => isName.has(token)),
    negated: readNegations(source),
    named,
  };
}
