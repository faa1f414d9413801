import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Keys that access tokens are signed with. One has not retired and signs; the others still verify for a while. */
export const signingKeys = sqliteTable("signing_keys", {
  /** The `kid` in the header of its tokens. */
  id: text().primaryKey(),
  /** 32 bytes in base64url, encrypted with a key of this appliance. */
  sealedKey: text("sealed_key").notNull(),
  createdAt: integer("created_at").notNull(),
  retiredAt: integer("retired_at"),
});

export type SigningKeyRow = typeof signingKeys.$inferSelect;
