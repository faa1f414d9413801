import { and, eq, sql } from "drizzle-orm";
import type { Usage } from "../llm/index.ts";
import type { App } from "../platform/app.ts";
import type { Db } from "../platform/database.ts";
import { once } from "../platform/memo.ts";
import { requireQuota } from "./quota.ts";
import { type UsageEntry, usageEntries } from "./schema.ts";

/** What is about to be used. */
export interface UsageClaim {
  /** The generation's id. */
  id: string;
  userId: string;
  keyId: string | null;
  projectId: string | null;
  /** Estimated, for prompt and answer together. */
  tokens: number;
}

const statements = once((db: Db) => ({
  open: db
    .select()
    .from(usageEntries)
    // Written out, not bound: only so does SQLite use the partial index.
    .where(sql`state = 'reserved'`)
    .prepare(),
}));

/**
 * Sets one generation and its estimated tokens aside, if every limit of the person's tier allows it. Checking and
 * setting aside are one immediate transaction, so two at once cannot both take what is left for one.
 * @throws Problem `quota_exceeded` with `Retry-After`; nothing is set aside then
 */
export function reserveUsage(app: App, claim: UsageClaim): void {
  app.db.transaction(
    (tx) => {
      requireQuota(app, claim.userId, claim.tokens);
      tx.insert(usageEntries)
        .values({ ...claim, state: "reserved", generations: 1, createdAt: app.clock.now() })
        .run();
    },
    { behavior: "immediate" },
  );
}

export interface UsageEnd {
  id: string;
  /** Whether it counts towards quotas. What never rendered does not, and what the model took is kept all the same. */
  counts: boolean;
  model: string | null;
  /** Undefined when nothing is known. */
  usage: Usage | undefined;
  /** Whether the model came to its own end, so that `usage` is all there was. */
  complete: boolean;
}

/**
 * Replaces a reservation by what was used; only the first end of one counts. A model that was cut off may have used
 * more than anybody was told: then what had been set aside is the least that is counted.
 */
export function settleUsage(app: App, end: UsageEnd): void {
  app.db.transaction(
    (tx) => {
      const open = and(eq(usageEntries.id, end.id), eq(usageEntries.state, "reserved"));
      const entry = tx.select().from(usageEntries).where(open).get();
      if (!entry) return;
      tx.update(usageEntries)
        .set({ ...settled(entry, end), endedAt: app.clock.now() })
        .where(eq(usageEntries.id, end.id))
        .run();
    },
    { behavior: "immediate" },
  );
}

function settled(entry: UsageEntry, { counts, model, usage, complete }: UsageEnd): Partial<UsageEntry> {
  const guessed = usage === undefined || (usage.estimated ?? false);
  const told = usage?.totalTokens ?? entry.tokens;
  return {
    state: counts ? "settled" : "refunded",
    generations: counts ? 1 : 0,
    tokens: counts ? (guessed && !complete ? Math.max(entry.tokens, told) : told) : 0,
    model,
    promptTokens: usage?.promptTokens ?? null,
    completionTokens: usage?.completionTokens ?? null,
    costNanoUsd: usage?.costNanoUsd ?? null,
    estimated: guessed,
  };
}

/**
 * For the start of the server: reservations that nothing will end any more, for example of a generation whose chat is
 * gone, count as they were set aside.
 * @param runs whether a generation is still being written
 * @returns how many there were
 */
export function settleLeftovers(app: App, runs: (id: string) => boolean): number {
  const left = statements(app.db)
    .open.all()
    .filter(({ id }) => !runs(id));
  for (const { id, model } of left) {
    settleUsage(app, { id, counts: true, model, usage: undefined, complete: false });
  }
  return left.length;
}
