/**
 * Every icon of a set as JavaScript source, so that a bundle can carry the few that it uses and nothing else.
 * `names` leads from an exported name to its place in `sources`.
 */
export interface IconTable {
  names: Record<string, number>;
  /** Arguments of the set's `create` function, as source text. */
  sources: string[];
}

export const iconSets = [
  "lucide",
  "tabler",
  "hero-24-outline",
  "hero-24-solid",
  "hero-20-solid",
  "hero-16-solid",
  "radix",
] as const;

export type IconSet = (typeof iconSets)[number];
export type IconTables = Record<IconSet, IconTable>;
