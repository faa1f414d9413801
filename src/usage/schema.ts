import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * What was used, one row for each generation. It points to nothing: what it tells of may be deleted, and was used
 * all the same.
 */
export const usageEntries = sqliteTable(
  "usage_entries",
  {
    /** The generation's id. */
    id: text().primaryKey(),
    userId: text("user_id").notNull(),
    /** The API key that asked, where one did. */
    keyId: text("key_id"),
    projectId: text("project_id"),
    /** `reserved` until it ends; `refunded` counts towards no quota, whatever the model took. */
    state: text({ enum: ["reserved", "settled", "refunded"] }).notNull(),
    /** Towards quotas: 1, or 0 once refunded. */
    generations: integer().notNull(),
    /** Towards quotas: the estimate while reserved, then what was really used, 0 once refunded. */
    tokens: integer().notNull(),
    /** Which model answered, as `provider/model`. */
    model: text(),
    /** As the model told them, or as counted from its text; null when nothing is known, which is not nothing. */
    promptTokens: integer("prompt_tokens"),
    completionTokens: integer("completion_tokens"),
    /** Integer nano-dollars, where a price is known. */
    costNanoUsd: integer("cost_nano_usd"),
    /** Whether the tokens are a guess. */
    estimated: integer({ mode: "boolean" }).notNull().default(false),
    /** When it was reserved: the day and month that it counts in. */
    createdAt: integer("created_at").notNull(),
    endedAt: integer("ended_at"),
  },
  (table) => [
    // Has everything that a quota adds up.
    index("usage_entries_person").on(table.userId, table.createdAt, table.state, table.generations, table.tokens),
    index("usage_entries_created").on(table.createdAt),
    index("usage_entries_open").on(table.userId).where(sql`state = 'reserved'`),
  ],
);

export type UsageEntry = typeof usageEntries.$inferSelect;
