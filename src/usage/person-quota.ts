import { calendarOf, countKeys, type LimitName, tierOfPerson } from "../accounts/index.ts";
import type { App } from "../platform/app.ts";
import { isoTime } from "../platform/clock.ts";
import { usageOfPerson } from "./quota.ts";

/** One limit of a person's tier, and how far it is used. */
export interface QuotaWindow {
  id: LimitName;
  name: string;
  used: number;
  /** Set aside for what is being written. */
  reserved: number;
  /** Null is unlimited. */
  limit: number | null;
  /** Null for what no time gives back. */
  resetsAt: string | null;
}

export interface PersonQuota {
  tier: { name: string };
  timeZone: string;
  windows: QuotaWindow[];
}

/** @param ownedProjects how many projects belong to them */
export function quotaOfPerson(app: App, userId: string, ownedProjects: number): PersonQuota {
  const { name, limits } = tierOfPerson(app, userId);
  const { used, reserved, running, dayEnds, monthEnds } = usageOfPerson(app, userId);
  const window = (id: LimitName, name: string, counts: [number, number], ends?: number): QuotaWindow => ({
    id,
    name,
    used: counts[0],
    reserved: counts[1],
    limit: limits[id],
    resetsAt: ends === undefined ? null : isoTime(ends),
  });
  return {
    tier: { name },
    timeZone: calendarOf(app).zone,
    windows: [
      window("generationsPerDay", "generations today", [used.generationsToday, reserved.generationsToday], dayEnds),
      window("tokensPerDay", "tokens today", [used.tokensToday, reserved.tokensToday], dayEnds),
      window("tokensPerMonth", "tokens this month", [used.tokensThisMonth, reserved.tokensThisMonth], monthEnds),
      window("concurrentGenerations", "generations at once", [running, 0]),
      window("projects", "projects", [ownedProjects, 0]),
      window("apiKeys", "API keys", [countKeys(app, userId), 0]),
    ],
  };
}
