import type { Item } from "./lists.ts";
import { isCountWord } from "./numbers.ts";
import { phrase, type Source } from "./tokens.ts";
import { singular } from "./words.ts";

/** Words between the members of a list. */
export const joins = new Set("and or und et y e plus".split(" "));

/** Nouns for parts of an interface; in lower case within a list they ask for that part and name no member. */
const partNouns = new Set(
  "sidebar navbar navigation nav topbar header footer chart graph diagram table search searchbar filter button toggle switch switcher checkbox radio dropdown select input pagination paging sorting sparkline icon feed card tile widget grid list tab accordion carousel slider modal dialog popover tooltip form bar box section page layout logo heading headline subtitle screenshot illustration background gradient theme mode animation shadow border menu shortcut stepper indicator stat kpi metric row column field link picker panel control pane divider chip arrow cta".split(
    " ",
  ),
);

/** Whether a phrase (lower case, as `Item.norm`) ends in the noun of an interface part: "search bar", "weekly chart". */
export function isPart(norm: string): boolean {
  const words = norm.split(/[\s-]+/);
  return partNouns.has(singular(words.at(-1) ?? ""));
}

const indefinite = /^(?:a|an|ein|eine|einen|un|une)$/;
const determiner = /^(?:a|an|the|another|ein|eine|einen|un|une|der|die|das|le|la|el)$/;
const before = (source: Source, item: Item): string => source.tokens[item.from - 1]?.norm ?? "";

/** "three tiers", "5 links": something counted. A capital makes it a name ("Double"). */
const isCounted = (source: Source, item: Item): boolean => isCountWord(source.tokens[item.from]);

function isForeign(source: Source, item: Item, explicit: boolean, first: boolean): boolean {
  if (item.quoted) return false;
  const counted = isCounted(source, item);
  const article = indefinite.test(before(source, item));
  if (isPart(item.norm)) return counted || article || (!explicit && /^\p{Ll}/u.test(item.text));
  return !explicit && ((counted && item.to - item.from > 1) || (article && !first));
}

/** Members that follow a noun, up to the first item that is something else: "A and B" of "A, B and five cards". */
export function ownMembers(source: Source, items: readonly Item[], explicit: boolean): Item[] {
  const end = items.findIndex((item, index) => isForeign(source, item, explicit, index === 0));
  return items.slice(0, end < 0 ? undefined : end);
}

/**
 * Members before a noun at token `noun`. Nothing where the noun is counted ("three tiers"), one thing ("a Google
 * button", "the middle tier") or a member itself ("stats and tabs").
 */
export function membersBefore(source: Source, items: readonly Item[], noun: number): Item[] {
  const last = items.at(-1);
  const beside = source.tokens[noun - 1];
  if (!last || last.to !== noun || !beside || beside.raw === "," || joins.has(beside.norm)) return [];
  if (isCounted(source, last) || determiner.test(before(source, last))) return [];
  const foreign = items.findLastIndex((item) => isForeign(source, item, false, true));
  return items.slice(foreign + 1);
}

/** Members that are named one by one: "a free tier, a pro tier and an enterprise tier". */
export function membersEach(source: Source, nouns: readonly string[]): Item[] {
  const found = nouns.map((noun) => membersOfEach(source, noun));
  return found.find((items) => items.length > 1) ?? [];
}

function membersOfEach(source: Source, noun: string): Item[] {
  const { tokens } = source;
  return tokens.flatMap((token, at): Item[] => {
    if (token.kind !== "word" || token.norm !== noun) return [];
    const from = indefinite.test(tokens[at - 2]?.norm ?? "") ? at - 1 : at - 2;
    const words = tokens.slice(from, at);
    const plain = words.every((word) => word.kind === "word" && !common.test(word.norm) && !partNouns.has(word.norm));
    if (from < 1 || !plain || !indefinite.test(tokens[from - 1]?.norm ?? "")) return [];
    const norm = words.map((word) => word.norm).join(" ");
    return [{ text: phrase(source, from, at), norm, quoted: false, from, to: at }];
  });
}

const common =
  /^(?:new|second|third|last|first|single|small|big|large|simple|more|other|and|or|with|in|of|for|to|wide|short|long|required|optional)$/;
