import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { users } from "../accounts/schema.ts";
import { chats } from "../projects/schema.ts";

export const generations = sqliteTable(
  "generations",
  {
    id: text().primaryKey(),
    chatId: text("chat_id")
      .notNull()
      .references(() => chats.id, { onDelete: "cascade" }),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    status: text({ enum: ["running", "completed", "stopped", "failed", "interrupted"] }).notNull(),
    /** As asked for, `auto` included. */
    requestedModel: text("requested_model").notNull(),
    /** Which model answered, as `provider/model`. */
    model: text(),
    baseVersionId: text("base_version_id"),
    /** The interrupted or stopped generation that this one continues. */
    continuesId: text("continues_id"),
    versionId: text("version_id"),
    promptTokens: integer("prompt_tokens"),
    completionTokens: integer("completion_tokens"),
    costNanoUsd: integer("cost_nano_usd"),
    createdAt: integer("created_at").notNull(),
    endedAt: integer("ended_at"),
  },
  (table) => [index("generations_chat").on(table.chatId), index("generations_status").on(table.status)],
);

/** The append-only log that every watcher reads: an event is stored here before anybody sees it. */
export const generationEvents = sqliteTable(
  "generation_events",
  {
    generationId: text("generation_id")
      .notNull()
      .references(() => generations.id, { onDelete: "cascade" }),
    /** From 1, without gaps. */
    seq: integer().notNull(),
    type: text().notNull(),
    /** JSON. */
    data: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.generationId, table.seq] }),
    // Few among thousands of pieces of text, and asked for with every list of messages.
    index("generation_events_diagnostics").on(table.generationId, table.seq).where(sql`type = 'diagnostic'`),
  ],
);

export type Generation = typeof generations.$inferSelect;
