import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** The mail server that an administrator chose on the page, one row at most. */
export const mailSettings = sqliteTable("mail_settings", {
  id: integer().primaryKey(),
  host: text().notNull(),
  port: integer().notNull(),
  security: text({ enum: ["starttls", "tls", "none"] }).notNull(),
  username: text().notNull(),
  /** Encrypted with a key of this appliance; empty where none is needed. */
  sealedPassword: text("sealed_password").notNull(),
  /** A name and an address, or an address. */
  sender: text().notNull(),
  replyTo: text("reply_to").notNull(),
  /** How the administrator reached the page: links in e-mails begin with it where no public URL is set. */
  pageUrl: text("page_url").notNull(),
  updatedAt: integer("updated_at").notNull(),
});
