import { editNames, type NameRules, namesOf } from "../reading/ask.ts";
import type { Accent } from "../reading/colors.ts";
import type { Reading } from "../reading/reading.ts";
import { sameWord } from "../reading/words.ts";

/** Sample people of the application patterns, with what they do. */
export const people: readonly { name: string; role: string }[] = [
  { name: "Maya Lindholm", role: "Product designer" },
  { name: "Jonas Weber", role: "Frontend engineer" },
  { name: "Priya Raman", role: "Engineering lead" },
  { name: "Tom Okafor", role: "Customer success" },
  { name: "Lena Fischer", role: "Marketing manager" },
  { name: "Diego Santos", role: "Data analyst" },
  { name: "Aiko Tanaka", role: "Backend engineer" },
  { name: "Sara Haddad", role: "Operations lead" },
  { name: "Oliver Grant", role: "Account executive" },
  { name: "Nina Kovač", role: "Researcher" },
  { name: "Felix Moreau", role: "Support engineer" },
  { name: "Ruth Adeyemi", role: "Finance manager" },
];

/** Quiet colours of avatars, one for each person in turn. */
export const tones = [
  "bg-sky-500/15 text-sky-700 dark:text-sky-300",
  "bg-violet-500/15 text-violet-700 dark:text-violet-300",
  "bg-amber-500/20 text-amber-800 dark:text-amber-300",
  "bg-emerald-500/15 text-emerald-700 dark:text-emerald-300",
  "bg-rose-500/15 text-rose-700 dark:text-rose-300",
] as const;

export const toneAt = (index: number): string => tones[index % tones.length] ?? tones[0];

/** Generated helper: the letters in an avatar. */
export const initialsCode = `function initials(name: string): string {
  return name.split(" ").map((part) => part.charAt(0)).join("").slice(0, 2).toUpperCase();
}`;

/** The accent's fill on a ticked switch or checkbox; empty without a colour. */
export const checkedFill = (accent: Accent): string => stated(accent, "data-[state=checked]:");

/** The accent's fill on the moving bar of a Progress; empty without a colour. */
export const progressFill = (accent: Accent): string => stated(accent, "*:data-[slot=progress-indicator]:");

function stated(accent: Accent, state: string): string {
  if (accent.name === "") return "";
  return accent.fill
    .split(" ")
    .map((name) => (name.startsWith("dark:") ? `dark:${state}${name.slice(5)}` : state + name))
    .join(" ");
}

const every =
  "kanban calendar chat file-upload mail empty-state team timeline notifications command-palette wizard checkout profile settings sign-in sign-up pricing stats features testimonials faq contact dashboard data-table hero generic";

/** Kinds whose names only name a part (a column, a step, a section) in a request for this one. */
export const othersThan = (name: string): string[] => every.split(" ").filter((other) => other !== name);

const counting = /^(?:\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|some|several|few)\s/i;
const clauses = /^(?:start|starts|starting|using|made|sorted|grouped|where|each|all|every|no|not)\b/i;

export interface MemberRules extends NameRules {
  /** Nouns of the kind's other lists: a list that starts with one of them belongs there. */
  others?: readonly string[];
  /** Words that name a feature when they stand in a list: "search", "avatars". */
  features?: readonly string[];
}

/** `editNames` for a kind with several lists and features, which one sentence may name together. */
export function editMembers(reading: Reading, previous: readonly string[] | undefined, rules: MemberRules): string[] {
  const { others = [], features = [], defaults, nouns } = rules;
  const listed = namesOf(reading, nouns) ?? [];
  const isOther = (word: string | undefined) => others.some((noun) => sameWord(word?.toLowerCase() ?? "", noun));
  const begins = listed.findIndex((name) => isOther(name.split(" ")[0]));
  const ends = listed.findLastIndex(
    (name) => isOther(name.split(" ").at(-1)) && name.includes(" ") && !counting.test(name),
  );
  const own = listed.slice(ends + 1, begins < 0 ? undefined : Math.max(begins, ends + 1));
  const foreign = new Set(listed.filter((name) => !own.includes(name)));
  // "remove the column Done" lists no columns, and neither does a list of features before the noun.
  const editing = [...reading.removes.map((item) => item.text), ...reading.renames.map((rename) => rename.from)].some(
    (text) => text.split(/\s+/).some((word) => nouns.some((noun) => sameWord(word.toLowerCase(), noun))),
  );
  const none = editing || !own.some((name) => isMember(name, features));
  const heard = none ? { ...reading, source: { ...reading.source, tokens: [] } } : reading;
  const suffix = reading.name === undefined ? "" : ` for ${reading.name}`;
  const names = editNames(heard, previous, rules)
    .filter((name) => !foreign.has(name))
    .map((name) => (suffix !== "" && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name));
  const known = new Set([...(previous ?? []), ...defaults]);
  const kept = names.filter((name) => known.has(name) || isMember(name, features));
  return kept.length > 0 ? kept : names;
}

function isMember(name: string, features: readonly string[]): boolean {
  if (counting.test(name) || clauses.test(name) || /^(?:dark|light)$|\b(?:dark|light) (?:mode|theme)$/i.test(name))
    return false;
  return !features.some((feature) => sameWord(name.toLowerCase(), feature));
}
