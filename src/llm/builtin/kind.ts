import type { CodeFile } from "./code/file.ts";
import type { Reading } from "./reading/reading.ts";
import type { Setting } from "./setting.ts";

/**
 * Where a component goes on a page of several: `top` and `bottom` are bars, `section` stacks, `shell` surrounds
 * the rest, `app` fills the screen and is shown alone unless a shell is asked for.
 */
export type Placement = "top" | "shell" | "section" | "bottom" | "app";

/** What a pattern composes: the body of its module without imports, and further modules beside it. */
export interface Composed {
  body: string;
  files?: CodeFile[];
}

/** One kind of component: how it is recognised, read, and written. `Spec` is plain data. */
export interface Kind<Spec> {
  /** Kebab-case; also its file, `components/<name>.tsx`. */
  name: string;
  /** In a sentence: "a pricing section". */
  label: string;
  /** Words and phrases (lower case, no accents, singular) with their weight: 10 names it, 5 suggests it, 2 hints. */
  words: Record<string, number>;
  placement: Placement;
  /** Kinds whose names, in a request for this one, only name a part of it. */
  absorbs?: readonly string[];
  /** The spec after a turn; `previous` is undefined on the first. Must be pure, and ignore what it does not know. */
  read(reading: Reading, previous: Spec | undefined): Spec;
  /** The module, with `export default function ${at.component}()`. Pure: equal spec, equal text. */
  compose(spec: Spec, at: Setting): string | Composed;
  /** What was built, after "I built a pricing section with": "three plans (Starter, Pro, Team)". */
  describe(spec: Spec): string;
  /** Two or three follow-ups that `read` understands, as a person would type them. */
  followUps(spec: Spec): string[];
}

/** A component of the conversation: its kind and spec, closed over so that kinds of all types stand in one list. */
export interface Part {
  readonly kind: string;
  readonly label: string;
  readonly placement: Placement;
  readonly absorbs: readonly string[];
  /** Plain data, for comparing and for tests. */
  readonly spec: unknown;
  next(reading: Reading): Part;
  compose(at: Setting): Composed;
  describe(): string;
  followUps(): string[];
}

/** A kind as the registry and the conversation see it. */
export interface AnyKind {
  readonly name: string;
  readonly label: string;
  readonly words: Record<string, number>;
  /** The words, split once. */
  readonly phrases: readonly { words: readonly string[]; weight: number }[];
  readonly placement: Placement;
  readonly absorbs: readonly string[];
  begin(reading: Reading): Part;
}

/** Closes a kind over its spec type. */
export function defineKind<Spec>(kind: Kind<Spec>): AnyKind {
  const part = (spec: Spec): Part => ({
    kind: kind.name,
    label: kind.label,
    placement: kind.placement,
    absorbs: kind.absorbs ?? [],
    spec,
    next: (reading) => part(kind.read(reading, spec)),
    compose: (at) => {
      const composed = kind.compose(spec, at);
      return typeof composed === "string" ? { body: composed } : composed;
    },
    describe: () => kind.describe(spec),
    followUps: () => kind.followUps(spec),
  });
  return {
    name: kind.name,
    label: kind.label,
    words: kind.words,
    phrases: Object.entries(kind.words).map(([phrase, weight]) => ({ words: phrase.split(" "), weight })),
    placement: kind.placement,
    absorbs: kind.absorbs ?? [],
    begin: (reading) => part(kind.read(reading, undefined)),
  };
}
