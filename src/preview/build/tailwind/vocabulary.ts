import { knownTo3 } from "./classes3.ts";
import type { ProjectConfig } from "./config.ts";
import type { TailwindVersion } from "./version.ts";

export interface Vocabulary {
  /** What the compiler is given. */
  wanted: Set<string>;
  /** Compiled names and what they are called in the project, where that differs. */
  names: Map<string, string[]>;
  /** Classes of the project that its version of Tailwind does not have. */
  unknown: string[];
}

export interface VocabularyInput {
  version: TailwindVersion;
  config: ProjectConfig | undefined;
  /** Words that may be classes, the kit's among them. */
  candidates: Iterable<string>;
  kit: ReadonlySet<string>;
  /** Classes that the project's own sheets define, by the utility that stands for each. */
  ownUtilities: ReadonlyMap<string, string>;
}

/** Says which classes are compiled for a project, and under which names. */
export function vocabulary({ version, config, candidates, kit, ownUtilities }: VocabularyInput): Vocabulary {
  const result: Vocabulary = { wanted: new Set(), names: new Map(), unknown: [] };
  const prefix = version === 3 ? (config?.prefix ?? "") : "";
  const keys = config?.keys ?? new Set<string>();
  const call = (compiled: string, name: string) => {
    result.wanted.add(compiled);
    const names = result.names.get(compiled) ?? (kit.has(compiled) ? [compiled] : []);
    result.names.set(compiled, [...names, name]);
  };
  for (const candidate of [...candidates, ...(config?.safelist ?? [])]) {
    if (kit.has(candidate)) result.wanted.add(candidate);
    const own = withOwnUtility(candidate, ownUtilities);
    if (own !== undefined) {
      call(own, candidate);
      continue;
    }
    if (prefix !== "" && candidate.includes(prefix)) {
      const plain = withoutPrefix(candidate, prefix);
      if (plain !== undefined) call(plain, candidate);
    }
    if (kit.has(candidate)) continue;
    if (version === 3 && !knownTo3(candidate, keys)) result.unknown.push(candidate);
    else if (prefix === "") result.wanted.add(candidate);
  }
  if (prefix !== "") for (const name of ["group", "peer"]) result.names.set(name, [name, prefix + name]);
  return result;
}

/** Where the utility begins, after the variants. */
export function baseStart(candidate: string): number {
  let depth = 0;
  let start = 0;
  for (let at = 0; at < candidate.length; at++) {
    const char = candidate[at];
    if (char === "[" || char === "(") depth++;
    else if (char === "]" || char === ")") depth--;
    else if (char === ":" && depth === 0) start = at + 1;
  }
  return start;
}

/** `hover:tw-flex` as `hover:flex`, `-tw-mt-2` as `-mt-2`; undefined where the prefix is missing. */
export function withoutPrefix(candidate: string, prefix: string): string | undefined {
  const start = baseStart(candidate);
  const [, sign = "", rest = ""] = /^(!?-?)([\s\S]*)$/.exec(candidate.slice(start)) ?? [];
  return rest.startsWith(prefix) ? candidate.slice(0, start) + sign + rest.slice(prefix.length) : undefined;
}

/** `md:btn` by the utility that stands for the project's own `.btn`; the plain class is in its sheet already. */
function withOwnUtility(candidate: string, own: ReadonlyMap<string, string>): string | undefined {
  if (own.size === 0 || !candidate.includes(":")) return undefined;
  const start = baseStart(candidate);
  const utility = start === 0 ? undefined : own.get(candidate.slice(start));
  return utility === undefined ? undefined : candidate.slice(0, start) + utility;
}
