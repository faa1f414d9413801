import { type BreakerSettings, defaultBreaker } from "./breaker.ts";
import { defaultTimers, type Timers } from "./timers.ts";

export interface CacheSettings {
  /** 0 turns the cache off. */
  maxEntries: number;
  /** Of all answers together, in characters. */
  maxCharacters: number;
  ttlMs: number;
}

export interface LlmSettings {
  /** The model id that `auto` means, where it is there. */
  defaultModel: string | undefined;
  /** Attempts for one request, over all keys, addresses and fallbacks. */
  attempts: number;
  /** Attempts with one model while another one could be tried. */
  attemptsPerModel: number;
  /** Within this the first delta must be there, over all attempts; milliseconds. */
  deadlineMs: number;
  /** The longest Retry-After that is waited for; milliseconds. */
  longestWaitMs: number;
  timers: Timers;
  breaker: BreakerSettings;
  /** How long a list of models counts as fresh; milliseconds. */
  modelsTtlMs: number;
  /** How long to wait for a list of models; milliseconds. */
  modelsTimeoutMs: number;
  cache: CacheSettings;
}

export const defaultSettings: LlmSettings = {
  defaultModel: undefined,
  attempts: 6,
  attemptsPerModel: 3,
  deadlineMs: 600_000,
  longestWaitMs: 30_000,
  timers: defaultTimers,
  breaker: defaultBreaker,
  modelsTtlMs: 15_000,
  modelsTimeoutMs: 3_000,
  cache: { maxEntries: 200, maxCharacters: 8 * 1024 * 1024, ttlMs: 600_000 },
};
