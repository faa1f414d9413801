import { and, eq, gte, sql } from "drizzle-orm";
import { calendarOf, counted, type PersonTier, quotaExceeded, tierOfPerson } from "../accounts/index.ts";
import type { App } from "../platform/app.ts";
import type { Db } from "../platform/database.ts";
import { once } from "../platform/memo.ts";
import { usageEntries } from "./schema.ts";

/** Seconds after which somebody may try again when too much runs at once. */
const retrySeconds = 15;

const statements = once((db: Db) => {
  const { userId, createdAt, state, generations, tokens } = usageEntries;
  const since = sql`case when ${createdAt} >= ${sql.placeholder("day")} then`;
  return {
    /** By state, since the month began. */
    sums: db
      .select({
        state,
        generationsToday: sql<number>`sum(${since} ${generations} else 0 end)`,
        tokensToday: sql<number>`sum(${since} ${tokens} else 0 end)`,
        tokensThisMonth: sql<number>`sum(${tokens})`,
      })
      .from(usageEntries)
      .where(and(eq(userId, sql.placeholder("userId")), gte(createdAt, sql.placeholder("month"))))
      .groupBy(state)
      .prepare(),
    running: db
      .select({ total: sql<number>`count(*)` })
      .from(usageEntries)
      // Written out, not bound: only so does SQLite use the partial index.
      .where(and(eq(userId, sql.placeholder("userId")), sql`state = 'reserved'`))
      .prepare(),
  };
});

/** What somebody has used and set aside in the windows of now. */
export interface Use {
  generationsToday: number;
  tokensToday: number;
  tokensThisMonth: number;
}

const none: Use = { generationsToday: 0, tokensToday: 0, tokensThisMonth: 0 };

export interface PersonUse {
  used: Use;
  reserved: Use;
  running: number;
  /** When the day and the month end, in milliseconds. */
  dayEnds: number;
  monthEnds: number;
}

export function usageOfPerson(app: App, userId: string): PersonUse {
  const now = app.clock.now();
  const calendar = calendarOf(app);
  const day = calendar.day(now);
  const month = calendar.month(now);
  const rows = statements(app.db).sums.all({ userId, day: day.start, month: month.start });
  const of = (state: string): Use => rows.find((row) => row.state === state) ?? none;
  const running = statements(app.db).running.get({ userId })?.total ?? 0;
  return { used: of("settled"), reserved: of("reserved"), running, dayEnds: day.end, monthEnds: month.end };
}

/**
 * Whether somebody may start one more generation.
 * @param tokens what it is expected to take
 * @throws Problem `quota_exceeded`, with `Retry-After` until there may be room again
 */
export function requireQuota(app: App, userId: string, tokens: number): void {
  const tier = tierOfPerson(app, userId);
  const { limits } = tier;
  const use = usageOfPerson(app, userId);
  if (limits.concurrentGenerations !== null && use.running >= limits.concurrentGenerations) {
    const advice = "Wait for one to end, or stop one.";
    throw quotaExceeded(tier, `${counted(limits.concurrentGenerations, "generation")} at once`, advice, retrySeconds);
  }
  const total = (of: keyof Use): number => use.used[of] + use.reserved[of];
  const windows: [limit: number | null, total: number, asked: number, noun: string, period: string, ends: number][] = [
    [limits.generationsPerDay, total("generationsToday"), 1, "generation", "a day", use.dayEnds],
    [limits.tokensPerDay, total("tokensToday"), tokens, "token", "a day", use.dayEnds],
    [limits.tokensPerMonth, total("tokensThisMonth"), tokens, "token", "a month", use.monthEnds],
  ];
  for (const [limit, sum, asked, noun, period, ends] of windows) {
    if (limit === null || sum + asked <= limit) continue;
    throw windowFull(app, tier, { reached: `${counted(limit, noun)} ${period}`, left: limit - sum, asked, ends });
  }
}

interface FullWindow {
  reached: string;
  left: number;
  asked: number;
  ends: number;
}

function windowFull(app: App, tier: PersonTier, { reached, left, asked, ends }: FullWindow) {
  const again = `It begins anew on ${calendarOf(app).words(ends)}.`;
  const rest =
    left > 0
      ? `This would take about ${asked.toLocaleString("en")}, and ${left.toLocaleString("en")} are left.`
      : "All are used.";
  return quotaExceeded(tier, reached, `${rest} ${again}`, (ends - app.clock.now()) / 1000);
}
