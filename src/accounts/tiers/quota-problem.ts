import { Problem } from "../../platform/problem.ts";
import type { PersonTier } from "./limits.ts";

/**
 * Says that a limit of somebody's tier is reached.
 * @param reached what it is, after "Your tier NAME allows", such as `3 projects`
 * @param advice what to do now
 * @param retryAfter seconds until it may be tried again, where time alone mends it
 */
export function quotaExceeded(tier: PersonTier, reached: string, advice: string, retryAfter?: number): Problem {
  return new Problem(
    "quota_exceeded",
    `Your tier ${tier.name} allows ${reached}. ${advice} Ask an administrator if you need more.`,
    retryAfter === undefined ? {} : { headers: { "retry-after": String(Math.max(1, Math.ceil(retryAfter))) } },
  );
}

/** `1 project`, `2,000 projects`. */
export const counted = (number: number, noun: string): string =>
  `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
