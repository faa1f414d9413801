import { count } from "../../lib/format.ts";
import type { LimitName, Limits } from "../../lib/system-types.ts";

export interface LimitField {
  name: LimitName;
  label: string;
  hint?: string;
  /** "12 generations a day". */
  words(value: string): string;
}

export const limitFields: readonly LimitField[] = [
  { name: "generationsPerDay", label: "Generations a day", words: (n) => `${n} generations a day` },
  { name: "concurrentGenerations", label: "Generations at once", words: (n) => `${n} at once` },
  { name: "tokensPerDay", label: "Tokens a day", words: (n) => `${n} tokens a day` },
  { name: "tokensPerMonth", label: "Tokens a month", words: (n) => `${n} tokens a month` },
  {
    name: "maxPromptTokens",
    label: "Tokens of one request",
    hint: "Words and attachments together.",
    words: (n) => `${n} tokens a request`,
  },
  { name: "projects", label: "Projects they own", words: (n) => `${n} projects` },
  { name: "apiKeys", label: "API keys", words: (n) => `${n} API keys` },
  {
    name: "requestsPerMinute",
    label: "Requests a minute",
    hint: "At least 30: the page alone needs a few dozen.",
    words: (n) => `${n} requests a minute`,
  },
];

export const noLimits: Limits = {
  generationsPerDay: null,
  tokensPerDay: null,
  tokensPerMonth: null,
  concurrentGenerations: null,
  projects: null,
  apiKeys: null,
  requestsPerMinute: null,
  maxPromptTokens: null,
};

/** The limits that there are, one short phrase each. */
export const limitPhrases = (limits: Limits): string[] =>
  limitFields.flatMap(({ name, words }) => {
    const value = limits[name];
    return value === null || value === undefined ? [] : [words(count(value))];
  });

/** @returns null for unlimited, undefined for what is no whole number */
export function readLimit(text: string): number | null | undefined {
  const clean = text.replaceAll(/[\s,._']/gu, "");
  if (clean === "") return null;
  return /^\d{1,13}$/u.test(clean) ? Number(clean) : undefined;
}
