import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** Work that must happen although this process may end before it did. */
export const jobs = sqliteTable(
  "jobs",
  {
    id: text().primaryKey(),
    kind: text().notNull(),
    state: text({ enum: ["waiting", "running", "done", "dead"] }).notNull(),
    /** The input, encrypted with a key of this appliance; empty once the job is done. */
    sealedPayload: text("sealed_payload").notNull(),
    /** What administrators see of it, in plain words. */
    summary: text().notNull(),
    /** Of live jobs with the same key there is one. */
    uniqueKey: text("unique_key"),
    /** Whom or what it is about: it goes when that is deleted. */
    ownerId: text("owner_id"),
    /** Begun, the running one included. */
    attempts: integer().notNull().default(0),
    maxAttempts: integer("max_attempts").notNull(),
    nextAttemptAt: integer("next_attempt_at").notNull(),
    /** Names the attempt that is under way: only its holder may say how it ended. */
    lease: text(),
    /** When the holder of the lease counts as gone. */
    leaseUntil: integer("lease_until"),
    /** A sentence for administrators. */
    lastError: text("last_error"),
    createdAt: integer("created_at").notNull(),
    endedAt: integer("ended_at"),
  },
  (table) => [
    index("jobs_due").on(table.state, table.nextAttemptAt),
    index("jobs_owner").on(table.ownerId),
    uniqueIndex("jobs_unique").on(table.kind, table.uniqueKey).where(sql`ended_at is null`),
  ],
);

export type JobRow = typeof jobs.$inferSelect;
export type JobState = JobRow["state"];
