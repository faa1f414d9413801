import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { tiers } from "./tiers/schema.ts";

export const users = sqliteTable("users", {
  id: text().primaryKey(),
  /** Lower-cased and trimmed. */
  email: text().notNull().unique(),
  name: text().notNull(),
  /** Since when somebody other than they themselves vouched for the address: an administrator, or who signs them in. */
  emailVerifiedAt: integer("email_verified_at"),
  /** Argon2id, PHC string; empty for somebody who has no password and signs in by other means. */
  passwordHash: text("password_hash").notNull(),
  role: text({ enum: ["admin", "member", "viewer"] }).notNull(),
  /** How much they may use; null is whichever tier is the default. */
  tierId: text("tier_id").references(() => tiers.id),
  /** Since when they cannot sign in. */
  disabledAt: integer("disabled_at"),
  /** When they asked to join, while nobody has said yes; they are disabled meanwhile. */
  requestedAt: integer("requested_at"),
  /** Since when only this row is left, without anything personal: what they made in projects still has an author. */
  deletedAt: integer("deleted_at"),
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
    /** When the person last proved who they are: at sign-in, or again before something dangerous. */
    authenticatedAt: integer("authenticated_at").notNull().default(0),
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

/** Every security-relevant act, each entry bound to the one before. A trigger refuses changes; see audit.ts. */
export const auditEntries = sqliteTable(
  "audit_entries",
  {
    seq: integer().primaryKey(),
    at: integer().notNull(),
    /** `room.verb`, for example `session.started`. */
    action: text().notNull(),
    outcome: text({ enum: ["ok", "refused"] }).notNull(),
    /** Without a foreign key: the entry outlives whom it tells of. */
    actorId: text("actor_id"),
    actor: text().notNull().default(""),
    targetType: text("target_type").notNull().default(""),
    targetId: text("target_id").notNull().default(""),
    target: text().notNull().default(""),
    address: text().notNull().default(""),
    requestId: text("request_id").notNull().default(""),
    /** JSON object of plain values. */
    detail: text().notNull().default("{}"),
    previousHash: text("previous_hash").notNull(),
    hash: text().notNull(),
  },
  (table) => [
    index("audit_entries_at").on(table.at),
    index("audit_entries_actor").on(table.actorId, table.seq),
    index("audit_entries_action").on(table.action, table.seq),
  ],
);

/** Where the audit log begins and ends, one row: without it the newest entries could be cut off unseen. */
export const auditChain = sqliteTable("audit_chain", {
  id: integer().primaryKey(),
  /** The last entry that retention took away, and its hash; 0 while there is none. */
  trimmedSeq: integer("trimmed_seq").notNull(),
  trimmedHash: text("trimmed_hash").notNull(),
  headSeq: integer("head_seq").notNull(),
  headHash: text("head_hash").notNull(),
  /** Keyed hash of the four above. */
  mac: text().notNull(),
});

/** A person's authenticator app (RFC 6238). */
export const oneTimeCodes = sqliteTable("one_time_codes", {
  userId: text("user_id")
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  /** The shared secret, encrypted with a key of this appliance. */
  sealedSecret: text("sealed_secret").notNull(),
  /** Null until the first code was right. */
  confirmedAt: integer("confirmed_at"),
  /** The newest time step whose code was used; it and older ones are not taken again. */
  lastStep: integer("last_step").notNull().default(0),
  createdAt: integer("created_at").notNull(),
});

/** Single-use codes for when the authenticator is lost; a used one is deleted. */
export const recoveryCodes = sqliteTable(
  "recovery_codes",
  {
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** HMAC-SHA-256 with a key of this appliance. */
    codeHash: text("code_hash").notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.codeHash] })],
);

export const apiKeys = sqliteTable(
  "api_keys",
  {
    id: text().primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** The part that may be shown and logged. */
    publicId: text("public_id").notNull().unique(),
    /** HMAC-SHA-256 of the secret part with a key of this appliance. */
    secretHash: text("secret_hash").notNull(),
    name: text().notNull(),
    /** JSON list. */
    scopes: text().notNull(),
    /** JSON list of the projects it is limited to; null for all of its owner's. */
    projectIds: text("project_ids"),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at"),
    revokedAt: integer("revoked_at"),
    /** Written at most once a minute. */
    lastUsedAt: integer("last_used_at"),
    lastUsedAddress: text("last_used_address").notNull().default(""),
    /** The key that took its place when it was rotated. */
    replacedBy: text("replaced_by"),
  },
  (table) => [index("api_keys_user").on(table.userId)],
);

export const invitations = sqliteTable(
  "invitations",
  {
    id: text().primaryKey(),
    /** SHA-256 of the token in the newest link. */
    tokenHash: text("token_hash").notNull().unique(),
    email: text().notNull(),
    name: text().notNull().default(""),
    role: text({ enum: ["admin", "member", "viewer"] }).notNull(),
    /** Null is whichever tier is the default by then. */
    tierId: text("tier_id").references(() => tiers.id),
    invitedBy: text("invited_by").notNull(),
    createdAt: integer("created_at").notNull(),
    /** When the newest link was made. */
    sentAt: integer("sent_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
    revokedAt: integer("revoked_at"),
    acceptedAt: integer("accepted_at"),
  },
  (table) => [index("invitations_email").on(table.email)],
);

/** One-time links for a new password. */
export const passwordLinks = sqliteTable(
  "password_links",
  {
    tokenHash: text("token_hash").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [index("password_links_user").on(table.userId)],
);

/** What administrators chose about accounts; a key that is not there has its usual value. */
export const accountSettings = sqliteTable("account_settings", {
  key: text().primaryKey(),
  /** JSON. */
  value: text().notNull(),
  updatedAt: integer("updated_at").notNull(),
});

export type User = typeof users.$inferSelect;
export type Session = typeof sessions.$inferSelect;
export type Role = User["role"];
export type AuditRow = typeof auditEntries.$inferSelect;
export type ApiKeyRow = typeof apiKeys.$inferSelect;
export type InvitationRow = typeof invitations.$inferSelect;
