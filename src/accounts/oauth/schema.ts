import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { users } from "../schema.ts";

/** Providers of sign-in that administrators added on the page; those of the configuration have no row. */
export const signInProviders = sqliteTable("sign_in_providers", {
  /** Part of the redirect URI that the provider knows. */
  id: text().primaryKey(),
  kind: text({ enum: ["google", "github", "oidc"] }).notNull(),
  label: text().notNull(),
  /** An OpenID Connect issuer, or where a GitHub lives. */
  issuer: text().notNull(),
  clientId: text("client_id").notNull(),
  /** Encrypted with a key of this appliance; empty for a public client. */
  sealedSecret: text("sealed_secret").notNull(),
  enabled: integer({ mode: "boolean" }).notNull(),
  /** JSON list of e-mail domains; empty lets every domain in. */
  allowedDomains: text("allowed_domains").notNull(),
  createAccounts: integer("create_accounts", { mode: "boolean" }).notNull(),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
});

/** Whom an account elsewhere signs in here. */
export const identities = sqliteTable(
  "identities",
  {
    id: text().primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** The provider it came by last, for people to read; what counts is the issuer. */
    provider: text().notNull(),
    /** Who says it: a subject means nothing without. */
    issuer: text().notNull(),
    subject: text().notNull(),
    /** As it was verified at the last sign-in. */
    email: text().notNull(),
    createdAt: integer("created_at").notNull(),
    lastUsedAt: integer("last_used_at"),
  },
  (table) => [
    uniqueIndex("identities_subject").on(table.issuer, table.subject),
    index("identities_user").on(table.userId),
  ],
);

/** Sign-ins on their way: out to a provider, or waiting for a one-time code. Each row is used once. */
export const oauthFlows = sqliteTable(
  "oauth_flows",
  {
    /** SHA-256 of the `state`, or of the token that the code is sent with. */
    tokenHash: text("token_hash").primaryKey(),
    step: text({ enum: ["provider", "code"] }).notNull(),
    /** SHA-256 of what a cookie of the browser holds: nobody else's browser can go on with it. */
    browserHash: text("browser_hash").notNull(),
    provider: text().notNull(),
    returnTo: text("return_to").notNull(),
    /** Exactly as it was sent to the provider. */
    redirectUri: text("redirect_uri").notNull(),
    /** Who links an account elsewhere, or whose code is waited for. */
    userId: text("user_id").references(() => users.id, { onDelete: "cascade" }),
    /** The session that links. */
    sessionId: text("session_id"),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [index("oauth_flows_expires").on(table.expiresAt)],
);

export type SignInProviderRow = typeof signInProviders.$inferSelect;
export type Identity = typeof identities.$inferSelect;
export type OauthFlow = typeof oauthFlows.$inferSelect;
