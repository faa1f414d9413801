import type { AnyKind, Part } from "./kind.ts";
import { find } from "./reading/ask.ts";
import { coversObject, isModifier, type KindHit, kindHits, scoreOf, threshold } from "./reading/kinds.ts";
import { type Reading, readTurn } from "./reading/reading.ts";

/** What a first turn asks for: its parts in order, and the kinds that were named but left out. */
export interface Opening {
  parts: Part[];
  left: string[];
}

const pageWords = [
  "landing page",
  "landing",
  "landingpage",
  "website",
  "web site",
  "homepage",
  "home page",
  "marketing page",
  "marketing site",
  "product page",
  "one pager",
  "startseite",
  "webseite",
  "page daccueil",
  "pagina de inicio",
];
const usualPage = ["navbar", "hero", "features", "testimonials", "pricing", "faq", "footer"];
const frameOfPage = ["navbar", "hero", "features"];
const withWords = /^(?:with|including|mit|avec|con|containing|having|has)$/;

/** Reads which kinds a first turn asks for, and begins each of them. Always at least one part. */
export function opening(kinds: readonly AnyKind[], reading: Reading): Opening {
  const hits = kindHits(reading, kinds);
  const chosen = choose(kinds, reading, hits);
  const left = chosen.left.map((kind) => kind.label);
  const only = chosen.kinds.length === 1 ? chosen.kinds[0] : undefined;
  if (only) return { parts: [only.begin(reading)], left };
  return {
    parts: arranged(chosen.kinds).map((kind) => kind.begin(readTurn(ownText(reading, hits, kind), true))),
    left,
  };
}

function choose(
  kinds: readonly AnyKind[],
  reading: Reading,
  hits: readonly KindHit[],
): { kinds: AnyKind[]; left: AnyKind[] } {
  const asked = named(hits, reading);
  const apps = asked.filter((kind) => kind.placement === "app");
  if (asksForPage(reading, hits)) {
    const sections = asked.filter((kind) => kind.placement !== "app").map((kind) => kind.name);
    const names =
      sections.length === 0 ? usualPage : sections.length < 3 ? [...frameOfPage, ...sections, "footer"] : sections;
    const away = new Set(hits.filter((hit) => hit.negated && hit.weight >= threshold).map((hit) => hit.kind.name));
    const parts = [...new Set(names)]
      .filter((name) => !away.has(name))
      .flatMap((name) => kinds.filter((kind) => kind.name === name));
    if (parts.length > 0) return { kinds: parts, left: apps };
  }
  const primary = primaryOf(asked, hits, reading);
  if (!primary) return { kinds: [fallbackOf(kinds)], left: [] };
  const others = asked.filter((kind) => kind !== primary && !takesIn(primary, kind, hits, reading));
  const shelled = primary.placement === "shell" ? others.find((kind) => kind.placement === "app") : undefined;
  const fits = others.filter((kind) => kind.placement !== "app" || kind === shelled);
  return {
    kinds: [primary, ...fits].sort((a, b) => firstAt(hits, a) - firstAt(hits, b)),
    left: others.filter((kind) => !fits.includes(kind)),
  };
}

function fallbackOf(kinds: readonly AnyKind[]): AnyKind {
  const generic = kinds.find((kind) => kind.name === "generic") ?? kinds[0];
  if (!generic) throw new Error("no kinds are registered");
  return generic;
}

/** Kinds with enough weight, those that are only the subject ("for a chat app") last, in order of mention. */
function named(hits: readonly KindHit[], reading: Reading): AnyKind[] {
  const found = [...new Set(hits.map((hit) => hit.kind))].filter((kind) => scoreOf(hits, kind.name) >= threshold);
  const direct = found.filter((kind) =>
    hits.some((hit) => hit.kind === kind && !hit.negated && !isSubject(reading, hit) && !isModifier(reading, hit)),
  );
  return (direct.length > 0 ? direct : found).sort((a, b) => firstAt(hits, a) - firstAt(hits, b));
}

const firstAt = (hits: readonly KindHit[], kind: AnyKind): number =>
  hits.find((hit) => hit.kind === kind && !hit.negated)?.at ?? 0;

/** "for a chat app", "about our team": what the component is about, not what it is. */
function isSubject(reading: Reading, hit: KindHit): boolean {
  const { tokens } = reading.source;
  for (let at = hit.at - 1; at >= Math.max(0, hit.at - 5); at--) {
    const token = tokens[at];
    if (!token || token.kind === "punct" || /^(?:with|and|has|including|plus|containing)$/.test(token.norm))
      return false;
    if (/^(?:for|about|fur|pour|para|of)$/.test(token.norm)) return at > 0;
  }
  return false;
}

function asksForPage(reading: Reading, hits: readonly KindHit[]): boolean {
  return pageWords.some((word) => {
    const at = find(reading, word);
    if (at < 0 || reading.negated[at]) return false;
    const after = at + word.split(" ").length;
    return !hits.some((hit) => hit.at === after || (hit.at <= at && hit.end > at));
  });
}

/** The kind with the most weight; of near equals the one that is named first, before any "with". */
function primaryOf(asked: readonly AnyKind[], hits: readonly KindHit[], reading: Reading): AnyKind | undefined {
  const best = Math.max(0, ...asked.map((kind) => scoreOf(hits, kind.name)));
  const strong = asked.filter((kind) => scoreOf(hits, kind.name) >= Math.min(8, best));
  const cut = reading.source.tokens.findIndex((token) => withWords.test(token.norm));
  const early = strong.find((kind) => cut < 0 || firstAt(hits, kind) < cut);
  if (early) return early;
  return best >= 8 || cut < 1 ? (strong[0] ?? asked[0]) : undefined;
}

/** Whether `kind` is only a part of `primary` in this request. */
function takesIn(primary: AnyKind, kind: AnyKind, hits: readonly KindHit[], reading: Reading): boolean {
  if (primary.absorbs.includes(kind.name)) return true;
  if (hits.every((hit) => hit.kind !== kind || hit.negated || isModifier(reading, hit))) return true;
  const first = firstAt(hits, primary);
  if (reading.source.tokens.slice(first, Math.max(first, firstAt(hits, kind))).some((token) => token.raw === ":"))
    return true;
  if (!primary.absorbs.includes("*")) return false;
  const { tokens } = reading.source;
  const own = hits.find((hit) => hit.kind === kind && !hit.negated);
  if (own && /^(?:a|an|the|ein|eine|une?)$/.test(tokens[own.at - 1]?.norm ?? "") && coversObject(reading, own))
    return false;
  const between = tokens.slice(firstAt(hits, primary), firstAt(hits, kind));
  return between.some((token) => withWords.test(token.norm) || /^(?:links?|items?|for|like|:)$/.test(token.norm));
}

/** The words that are about one kind of several: the pieces between commas and "and" that name it, and what follows them. */
function ownText(reading: Reading, hits: readonly KindHit[], kind: AnyKind): string {
  const { source } = reading;
  let from = 0;
  let owner: AnyKind | undefined;
  const texts: string[] = [];
  for (let at = 0; at <= source.tokens.length; at++) {
    const token = source.tokens[at];
    if (token && !(/^[,;.&+\n]$/.test(token.raw) || /^(?:and|und|et|y|plus)$/.test(token.norm))) continue;
    const hit = hits.find((other) => other.at >= from && other.at < at && other.weight >= threshold && !other.negated);
    const head = from === 0 && kind.name === "hero";
    owner = hit?.kind ?? owner;
    if ((owner === kind || head) && at > from)
      texts.push(source.text.slice(source.tokens[from]?.start ?? 0, source.tokens[at - 1]?.end ?? 0));
    from = at + 1;
  }
  return texts.map((text, index) => (index > 0 ? `, ${text}` : text)).join("");
}

const order = { shell: 0, top: 1, section: 2, app: 2, bottom: 3 };

function arranged(kinds: readonly AnyKind[]): AnyKind[] {
  return kinds
    .map((kind, index) => ({ kind, index }))
    .sort((a, b) => order[a.kind.placement] - order[b.kind.placement] || a.index - b.index)
    .map(({ kind }) => kind);
}
