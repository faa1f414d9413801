import { phrase, type Source } from "./tokens.ts";

const before = new Set("for called named fur pour para von by at".split(" "));
const common = new Set(
  "A An The My Our Your I We It This That With And Or For In On Of To Build Create Make Add Use React Tailwind Next TypeScript JavaScript SaaS AI API UI UX CRM FAQ CTA SEO HR IT PDF CSV B2B B2C Shadcn Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December English German French Spanish".split(
    " ",
  ),
);

export interface NameFound {
  name: string;
  from: number;
  to: number;
}

/**
 * The product or company that a turn is for: "for Acme", "called Orbit", "named "Blue Bottle"", "a startup called nova".
 * A follow-up needs "called" or "named", since "for" stands there for other things.
 * Lower-case names count only after "called" and "named" that follow a business noun.
 */
export function readName(source: Source, first: boolean): NameFound | undefined {
  const { tokens } = source;
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== "word" || !before.has(token.norm)) continue;
    let from = at + 1;
    while (
      /^(?:my|our|the|a|an|company|startup|product|app|brand|team|saas)$/i.test(tokens[from]?.raw ?? "") &&
      from < at + 4
    )
      from++;
    const next = tokens[from];
    if (!next) continue;
    const naming = token.norm === "called" || token.norm === "named";
    if (!naming && !first) continue;
    if (naming && itemNoun.test(tokens[at - 1]?.norm ?? "")) continue;
    if (next.kind === "quote" && (naming || token.norm === "for"))
      return { name: next.raw.slice(0, 40), from, to: from + 1 };
    let to = from;
    while (to < tokens.length && to - from < 3 && isProper(tokens[to]?.raw ?? "", tokens[to]?.kind)) to++;
    if (to > from) return { name: phrase(source, from, to).slice(0, 40), from, to };
    if (naming && next.kind === "word" && businessNoun.test(tokens[at - 1]?.norm ?? "")) {
      return { name: next.raw.charAt(0).toUpperCase() + next.raw.slice(1, 40), from, to: from + 1 };
    }
  }
  return undefined;
}

/** What "called" names here is a member of a list, not the product. */
const itemNoun =
  /^(?:plans?|tiers?|columns?|fields?|tabs?|links?|items?|sections?|steps?|buttons?|pages?|cards?|packages?|menus?|lists?|options?|tasks?|people|members?)$/;
const businessNoun =
  /^(?:company|startup|product|app|brand|business|shop|store|agency|studio|service|platform|tool|team|saas|website|site|cafe|restaurant|project)$/;

const isProper = (raw: string, kind: string | undefined): boolean =>
  kind === "word" && /^\p{Lu}[\p{L}\p{N}.'’]*$/u.test(raw) && !common.has(raw) && raw.length > 1;
