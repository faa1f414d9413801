import type { AnyKind, Part } from "./kind.ts";
import { opening } from "./opening.ts";
import { find, says } from "./reading/ask.ts";
import type { Copy } from "./reading/copy.ts";
import type { Rename } from "./reading/edits.ts";
import { coversObject, type KindHit, kindHits, threshold } from "./reading/kinds.ts";
import type { LookChange } from "./reading/look.ts";
import { type Reading, readTurn } from "./reading/reading.ts";

/** What the conversation asks for so far. Plain data apart from the parts' closures. */
export interface Conversation {
  parts: Part[];
  look: LookChange;
  brand: string | undefined;
  /** Dictated texts by kind. */
  copy: Record<string, Copy>;
  /** Texts to be replaced wherever they are shown. */
  renames: Rename[];
  /** The turn that led here: what it started, added, took away. */
  last: { reading: Reading; started: boolean; added: string[]; removed: string[]; left: string[] };
}

/** The conversation after one more turn of the person. Pure: equal turns, equal result. */
export function step(kinds: readonly AnyKind[], before: Conversation | undefined, text: string): Conversation {
  const reading = readTurn(text, before === undefined);
  const hits = kindHits(reading, kinds);
  if (!before || startsNew(before, reading, hits)) return start(kinds, before, readTurn(text, true));
  return change(before, reading, hits);
}

/** The fold over all turns; undefined without any. */
export function converse(kinds: readonly AnyKind[], turns: readonly string[]): Conversation | undefined {
  return turns.reduce<Conversation | undefined>((state, turn) => step(kinds, state, turn), undefined);
}

function start(kinds: readonly AnyKind[], before: Conversation | undefined, reading: Reading): Conversation {
  const { parts, left } = opening(kinds, reading);
  const main = mainPart(parts);
  return {
    parts,
    look: { ...before?.look, ...reading.look },
    brand: reading.name ?? before?.brand,
    copy: main ? { [main.kind]: reading.copy } : {},
    renames: [],
    last: { reading, started: true, added: parts.map((part) => part.kind), removed: [], left },
  };
}

const making = new Set(
  "build create make design generate need want give write show draw code implement baue erstelle mach cree creer crea haz".split(
    " ",
  ),
);

/** Whether the turn asks for another component instead of a change to this one. */
function startsNew(before: Conversation, reading: Reading, hits: readonly KindHit[]): boolean {
  const { tokens } = reading.source;
  const strong = hits.filter((hit) => hit.weight >= 8 && !hit.negated);
  const first = strong[0];
  if (says(reading, ["start over", "from scratch", "new component", "new page"])) return true;
  if (!first)
    return (
      pageAsked(reading) &&
      makesAt(reading, find(reading, "page")) &&
      !before.parts.some((part) => part.placement === "top")
    );
  const instead = find(reading, "instead");
  if (instead >= 0 && tokens[instead + 1]?.norm !== "of" && !present(before, first) && !absorbed(before, first))
    return true;
  if (reading.adds.length > 0 || reading.renames.length > 0) return false;
  const onPage = before.parts.length > 1;
  if (makesAt(reading, first.at)) return !(onPage && first.kind.placement !== "app" && !pageAsked(reading));
  const bare =
    first.at <= 2 &&
    tokens
      .slice(0, first.at)
      .every((token) => !/^(?:the|more|less|bigger|smaller|no|without|with|make|use|move)$/.test(token.norm));
  return (
    bare &&
    (!onPage || first.kind.placement === "app") &&
    !present(before, first) &&
    !absorbed(before, first) &&
    reading.removes.length === 0
  );
}

const pageAsked = (reading: Reading): boolean => says(reading, ["landing page", "website", "homepage"]);

/** "build a …", "I need a …" shortly before this token, with an indefinite article or none. */
function makesAt(reading: Reading, at: number): boolean {
  const before = reading.source.tokens.slice(Math.max(0, at - 6), Math.max(0, at)).map((token) => token.norm);
  const verb = before.findIndex((word) => making.has(word));
  if (verb < 0) return false;
  return !before.slice(verb + 1).some((word) => /^(?:the|this|that|it|der|die|das|le|la|el|add|with|more)$/.test(word));
}

const present = (before: Conversation, hit: KindHit): boolean =>
  before.parts.some((part) => part.kind === hit.kind.name);

const absorbed = (before: Conversation, hit: KindHit): boolean =>
  before.parts.some((part) => part.absorbs.includes(hit.kind.name));

function change(before: Conversation, reading: Reading, hits: readonly KindHit[]): Conversation {
  const gone = hits
    .filter((hit) => hit.negated && hit.weight >= threshold && present(before, hit) && coversObject(reading, hit))
    .map((hit) => hit.kind.name);
  const kept = before.parts.filter((part) => !gone.includes(part.kind));
  const parts = kept.length > 0 ? kept : before.parts;
  const fresh = hits.filter(
    (hit) =>
      !hit.negated &&
      hit.weight >= 8 &&
      !present(before, hit) &&
      !absorbed(before, hit) &&
      addsPart(before, reading, hit),
  );
  const unique = [...new Map(fresh.map((hit) => [hit.kind.name, hit.kind])).values()];
  const meant = parts.filter((part) =>
    hits.some((hit) => hit.kind.name === part.kind && !hit.negated && hit.weight >= threshold),
  );
  const targets = meant.length > 0 ? meant : unique.length > 0 ? [] : parts;
  const opened = unique.map((kind) => kind.begin({ ...reading, first: true }));
  const main = meant[0] ?? opened[0] ?? mainPart(parts);
  return {
    parts: arrange([...parts.map((part) => (targets.includes(part) ? part.next(reading) : part)), ...opened]),
    look: { ...before.look, ...reading.look },
    brand: reading.name ?? before.brand,
    copy: main ? { ...before.copy, [main.kind]: { ...before.copy[main.kind], ...reading.copy } } : before.copy,
    renames: [...before.renames, ...reading.renames],
    last: {
      reading,
      started: false,
      added: opened.map((part) => part.kind),
      removed: kept.length > 0 ? before.parts.filter((part) => !kept.includes(part)).map((part) => part.kind) : [],
      left: [],
    },
  };
}

function addsPart(before: Conversation, reading: Reading, hit: KindHit): boolean {
  if (!coversObject(reading, hit)) return false;
  const added = reading.adds.some((item) => item.from <= hit.at && hit.at < item.to);
  return added || before.parts.length > 1;
}

const order = { shell: 0, top: 1, section: 2, app: 2, bottom: 3 };

/** Bars to their ends, everything else in the order in which it was asked for. */
export function arrange(parts: readonly Part[]): Part[] {
  return parts
    .map((part, index) => ({ part, index }))
    .sort((a, b) => order[a.part.placement] - order[b.part.placement] || a.index - b.index)
    .map(({ part }) => part);
}

/** The part that a title or a button is about when no part is named. */
export function mainPart(parts: readonly Part[]): Part | undefined {
  return (
    parts.find((part) => part.kind === "hero") ??
    parts.find((part) => part.placement === "app" || part.placement === "section") ??
    parts[0]
  );
}
