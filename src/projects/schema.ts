import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { users } from "../accounts/schema.ts";

export const projects = sqliteTable(
  "projects",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    description: text().notNull().default(""),
    ownerId: text("owner_id")
      .notNull()
      .references(() => users.id),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
    /** The version of Tailwind that its classes are written for, 3 or 4; null leaves it to be found out. */
    tailwind: integer(),
  },
  (table) => [index("projects_owner").on(table.ownerId)],
);

export const projectMembers = sqliteTable(
  "project_members",
  {
    projectId: text("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    role: text({ enum: ["owner", "editor", "viewer"] }).notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.userId] }), index("project_members_user").on(table.userId)],
);

export const chats = sqliteTable(
  "chats",
  {
    id: text().primaryKey(),
    projectId: text("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    title: text().notNull(),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [index("chats_project").on(table.projectId)],
);

export const messages = sqliteTable(
  "messages",
  {
    id: text().primaryKey(),
    chatId: text("chat_id")
      .notNull()
      .references(() => chats.id, { onDelete: "cascade" }),
    role: text({ enum: ["user", "assistant"] }).notNull(),
    /** Null for the assistant. */
    authorId: text("author_id").references(() => users.id),
    /** The person's words, or the assistant's explanation. */
    text: text().notNull(),
    reasoning: text().notNull().default(""),
    /** The generation that this message asked for or that wrote it. */
    generationId: text("generation_id"),
    versionId: text("version_id"),
    /** Which model answered, as `provider/model`; null for a person. */
    model: text(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [index("messages_chat").on(table.chatId, table.id)],
);

export const versions = sqliteTable(
  "versions",
  {
    id: text().primaryKey(),
    chatId: text("chat_id")
      .notNull()
      .references(() => chats.id, { onDelete: "cascade" }),
    /** From 1 within a chat. */
    number: integer().notNull(),
    parentId: text("parent_id"),
    /** Null when the assistant wrote it; the person on restore or edit. */
    authorId: text("author_id").references(() => users.id),
    generationId: text("generation_id"),
    /** How it came to be: written by a model, edited by a person, or an earlier one made the newest again. */
    origin: text({ enum: ["generation", "edit", "restore"] }).notNull(),
    /** The earlier version that a `restore` brought back; null otherwise. */
    restoredId: text("restored_id"),
    /** `draft`: partial files of a generation that did not finish. */
    status: text({ enum: ["complete", "draft"] }).notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [uniqueIndex("versions_number").on(table.chatId, table.number)],
);

/** A version's files by content: equal texts are stored once. */
export const versionFiles = sqliteTable(
  "version_files",
  {
    versionId: text("version_id")
      .notNull()
      .references(() => versions.id, { onDelete: "cascade" }),
    path: text().notNull(),
    blobHash: text("blob_hash")
      .notNull()
      .references(() => blobs.hash),
  },
  (table) => [primaryKey({ columns: [table.versionId, table.path] }), index("version_files_blob").on(table.blobHash)],
);

export const blobs = sqliteTable("blobs", {
  /** SHA-256 of the UTF-8 text, hexadecimal. */
  hash: text().primaryKey(),
  text: text().notNull(),
});

/** What a person sent along with a message: an image, or a text file. */
export const attachments = sqliteTable(
  "attachments",
  {
    id: text().primaryKey(),
    messageId: text("message_id")
      .notNull()
      .references(() => messages.id, { onDelete: "cascade" }),
    name: text().notNull(),
    mediaType: text("media_type").notNull(),
    data: blob({ mode: "buffer" }).notNull(),
  },
  (table) => [index("attachments_message").on(table.messageId)],
);

/** A small picture of what a version looks like, drawn by the page of whoever looked at it first. */
export const thumbnails = sqliteTable("version_thumbnails", {
  versionId: text("version_id")
    .primaryKey()
    .references(() => versions.id, { onDelete: "cascade" }),
  mediaType: text("media_type", { enum: ["image/webp", "image/jpeg"] }).notNull(),
  /** The beginning of its SHA-256, hexadecimal. */
  hash: text().notNull(),
  data: blob({ mode: "buffer" }).notNull(),
});

export type Project = typeof projects.$inferSelect;
export type ProjectRole = (typeof projectMembers.$inferSelect)["role"];
export type Chat = typeof chats.$inferSelect;
export type Message = typeof messages.$inferSelect;
export type Version = typeof versions.$inferSelect;
