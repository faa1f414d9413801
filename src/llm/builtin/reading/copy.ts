import { verbs } from "./lists.ts";
import { phrase, type Source } from "./tokens.ts";
import { sentence } from "./words.ts";

/** Texts that the person dictated; only those that were said. */
export interface Copy {
  title?: string;
  subtitle?: string;
  button?: string;
}

const nouns: [keyof Copy, RegExp][] = [
  ["subtitle", /^(?:subtitle|subheading|subheadline|tagline|subtext|description|untertitel)$/],
  ["title", /^(?:title|titled|entitled|heading|headline|titel|uberschrift|titre|titulo)$/],
  ["button", /^(?:button|cta|knopf|bouton|boton)$/],
];
const says =
  /^(?:to|is|of|as|say|says|saying|reads|reading|labelled|labeled|called|named|with|text|label|that|should|read|be)$/;

/** Title, subtitle and button text: "title 'Acme'", "headline: Ship faster", "change the button text to Buy now". */
export function readCopy(source: Source, first: boolean): Copy {
  const { tokens } = source;
  const copy: Copy = {};
  const used = new Set<number>();
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== "word") continue;
    const found = nouns.find(([, words]) => words.test(token.norm));
    if (!found || copy[found[0]] !== undefined) continue;
    let next = at + 1;
    let linked = false;
    while (
      next < at + 5 &&
      (tokens[next]?.raw === ":" || tokens[next]?.raw === "=" || says.test(tokens[next]?.norm ?? ""))
    ) {
      linked ||= /^(?:to|is|say|says|saying|reads|called|named|:|=|as)$/.test(tokens[next]?.norm ?? "");
      next++;
    }
    const value = tokens[next];
    if (!value) continue;
    if (value.kind === "quote") {
      copy[found[0]] = value.raw.slice(0, 160);
      used.add(next);
    } else if (linked && value.kind !== "punct" && !looks.test(value.norm)) {
      let end = next;
      while (end < tokens.length && end - next < 14 && !stopsAt(source, end)) end++;
      copy[found[0]] = sentence(phrase(source, next, end)).slice(0, 160);
    }
  }
  const free = tokens.findIndex((token, at) => token.kind === "quote" && !used.has(at));
  const quoted = tokens[free];
  if (
    first &&
    copy.title === undefined &&
    quoted &&
    !taken.test(tokens[free - 1]?.norm ?? "") &&
    !taken.test(tokens[free - 2]?.norm ?? "")
  ) {
    copy.title = quoted.raw.slice(0, 160);
  }
  return copy;
}

/** Words that describe a look rather than dictate a text: "the title is bigger". */
const looks =
  /^(?:bigger|smaller|larger|big|small|bold|bolder|red|green|blue|black|white|purple|orange|yellow|pink|teal|gray|grey|centered|left|right|a|an|more|less|the|rounded?|#.*)$/;
const taken =
  /^(?:called|named|for|with|and|,|:|column|columns|plan|plans|tier|tiers|field|fields|link|links|tab|tabs|item|items|step|steps|rename|change|replace|to|like|button|question)$/;

function stopsAt(source: Source, at: number): boolean {
  const token = source.tokens[at];
  if (!token) return true;
  if (token.kind === "punct" && /^[.,;!?\n]$/.test(token.raw)) return true;
  return (
    token.norm === "and" &&
    (verbs.has(source.tokens[at + 1]?.norm ?? "") || /^(?:the|a|with)$/.test(source.tokens[at + 1]?.norm ?? ""))
  );
}
