import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { Db } from "../platform/database.ts";
import { once } from "../platform/memo.ts";
import { messages } from "../projects/schema.ts";
import { type Generation, generations } from "./schema.ts";

// Prepared, because they stand between a person's request and the first word of the answer.
const statements = once((db: Db) => {
  const { id, chatId, userId, requestedModel, baseVersionId, continuesId, createdAt } = generations;
  const value = (column: { name: string }) => sql.placeholder(column.name);
  return {
    insert: db
      .insert(generations)
      .values({
        id: value(id),
        chatId: value(chatId),
        userId: value(userId),
        status: "running",
        requestedModel: value(requestedModel),
        baseVersionId: value(baseVersionId),
        continuesId: value(continuesId),
        createdAt: value(createdAt),
      })
      .prepare(),
    byId: db
      .select()
      .from(generations)
      .where(eq(id, sql.placeholder("id")))
      .prepare(),
    setModel: db
      .update(generations)
      .set({ model: sql`${sql.placeholder("model")}` })
      .where(eq(id, sql.placeholder("id")))
      .prepare(),
    messagesBefore: db
      .select({ id: messages.id, role: messages.role, text: messages.text, versionId: messages.versionId })
      .from(messages)
      .where(and(eq(messages.chatId, sql.placeholder("chatId")), lt(messages.id, sql.placeholder("before"))))
      .orderBy(desc(messages.id))
      .limit(sql.placeholder("limit"))
      .prepare(),
  };
});

export function insertGeneration(db: Db, generation: Generation): void {
  const { id, chatId, userId, requestedModel, baseVersionId, continuesId, createdAt } = generation;
  statements(db).insert.run({
    id,
    chat_id: chatId,
    user_id: userId,
    requested_model: requestedModel,
    base_version_id: baseVersionId,
    continues_id: continuesId,
    created_at: createdAt,
  });
}

export const findGeneration = (db: Db, id: string): Generation | undefined => statements(db).byId.get({ id });

/** Notes which model answers, as soon as that is known. */
export function setModel(db: Db, id: string, model: string): void {
  statements(db).setModel.run({ id, model });
}

/** The newest messages of a chat that are older than one of them. */
export const messagesBefore = (db: Db, chatId: string, before: string, limit: number) =>
  statements(db).messagesBefore.all({ chatId, before, limit });
