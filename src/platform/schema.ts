import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Answers to POSTs that carried an `Idempotency-Key`, so that a repeated call gets the first one's answer. */
export const idempotencyKeys = sqliteTable(
  "idempotency_keys",
  {
    userId: text("user_id").notNull(),
    key: text().notNull(),
    /** SHA-256 of method, path and body: the same key on another request is refused. */
    requestHash: text("request_hash").notNull(),
    status: integer().notNull(),
    body: text().notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.key] }),
    index("idempotency_keys_created").on(table.createdAt),
  ],
);
