import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const users = sqliteTable("users", {
  id: text().primaryKey(),
  /** Lower-cased and trimmed. */
  email: text().notNull().unique(),
  name: text().notNull(),
  /** Argon2id, PHC string. */
  passwordHash: text("password_hash").notNull(),
  role: text({ enum: ["admin", "member", "viewer"] }).notNull(),
  disabledAt: integer("disabled_at"),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
});

/** One signed-in device: a family of refresh tokens of which only the newest is valid. */
export const sessions = sqliteTable(
  "sessions",
  {
    id: text().primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** SHA-256 of the refresh token that is valid now. */
    tokenHash: text("token_hash").notNull().unique(),
    /** SHA-256 of the one before; its use inside the grace time is a race, later it is theft and revokes the session. */
    previousTokenHash: text("previous_token_hash").unique(),
    rotatedAt: integer("rotated_at").notNull(),
    userAgent: text("user_agent").notNull().default(""),
    address: text().notNull().default(""),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
    revokedAt: integer("revoked_at"),
  },
  (table) => [index("sessions_user").on(table.userId)],
);

/** Wrong passwords in a row for one account from one address: nobody can lock another person out of theirs. */
export const loginFailures = sqliteTable(
  "login_failures",
  {
    /** SHA-256 of the e-mail as typed (it may belong to nobody) and the address. */
    key: text().primaryKey(),
    failures: integer().notNull(),
    lockedUntil: integer("locked_until").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [index("login_failures_updated").on(table.updatedAt)],
);

/** Tokens that open setup, one row at most that is neither used nor expired. */
export const setupTokens = sqliteTable("setup_tokens", {
  tokenHash: text("token_hash").primaryKey(),
  createdAt: integer("created_at").notNull(),
  expiresAt: integer("expires_at").notNull(),
  usedAt: integer("used_at"),
});

export type User = typeof users.$inferSelect;
export type Session = typeof sessions.$inferSelect;
export type Role = User["role"];
