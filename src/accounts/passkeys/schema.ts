import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { users } from "../schema.ts";

/** What authenticators know a person by: random, so that it tells nothing to whoever holds the device. */
export const passkeyOwners = sqliteTable("passkey_owners", {
  userId: text("user_id")
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  /** 32 bytes in base64url: WebAuthn's user handle. */
  handle: text().notNull().unique(),
});

export const passkeys = sqliteTable(
  "passkeys",
  {
    id: text().primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    name: text().notNull(),
    /** Base64url, as the authenticator made it. */
    credentialId: text("credential_id").notNull().unique(),
    /** COSE key in base64url. */
    publicKey: text("public_key").notNull(),
    /** The host name it was made for; browsers offer it there alone. */
    rpId: text("rp_id").notNull(),
    /** Signature counter of the last use; 0 for authenticators without one, which most synced passkeys are. */
    counter: integer().notNull(),
    /** Whether it can leave its device (WebAuthn's backup eligibility), which never changes. */
    syncable: integer({ mode: "boolean" }).notNull(),
    /** Whether a copy of it was kept elsewhere when it was last used. */
    synced: integer({ mode: "boolean" }).notNull(),
    /** JSON list of WebAuthn transports, as the browser told. */
    transports: text().notNull(),
    createdAt: integer("created_at").notNull(),
    lastUsedAt: integer("last_used_at"),
  },
  (table) => [index("passkeys_user").on(table.userId)],
);

/** Challenges that wait for their answer. Each is taken out with the first one, right or wrong. */
export const passkeyChallenges = sqliteTable(
  "passkey_challenges",
  {
    id: text().primaryKey(),
    /** Who registers; null for a sign-in, where nobody is known yet. */
    userId: text("user_id").references(() => users.id, { onDelete: "cascade" }),
    challenge: text().notNull(),
    rpId: text("rp_id").notNull(),
    /** Of the page that asked, exactly. */
    origin: text().notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [index("passkey_challenges_expires").on(table.expiresAt)],
);

export type PasskeyRow = typeof passkeys.$inferSelect;
export type ChallengeRow = typeof passkeyChallenges.$inferSelect;
