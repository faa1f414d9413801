import { and, desc, eq, lt, or, sql } from "drizzle-orm";
import type { App } from "../platform/app.ts";
import { isoTime } from "../platform/clock.ts";
import { type Db, durably, flushSoon } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import { once } from "../platform/memo.ts";
import { type Page, type PageQuery, pageLimit, pagePosition, toPage } from "../platform/page.ts";
import { requireText } from "../platform/text.ts";
import { blobsOf, dropUnusedBlobs } from "./projects.ts";
import { type Chat, chats, projects } from "./schema.ts";
import { chatThumbnail } from "./thumbnails.ts";

export const titleLength = 120;
const untitled = "New chat";

export interface ChatView {
  id: string;
  projectId: string;
  title: string;
  createdAt: string;
  updatedAt: string;
  /** The generation that is running in it now. */
  activeGenerationId: string | null;
  thumbnailUrl: string | null;
}

/** Tells which generation runs in a chat; projects know nothing of generations by themselves. */
export type ActiveGeneration = (chatId: string) => string | undefined;

export const chatView = (app: App, chat: Chat, active?: ActiveGeneration): ChatView => ({
  id: chat.id,
  projectId: chat.projectId,
  title: chat.title,
  createdAt: isoTime(chat.createdAt),
  updatedAt: isoTime(chat.updatedAt),
  activeGenerationId: active?.(chat.id) ?? null,
  thumbnailUrl: chatThumbnail(app, chat.id),
});

// Prepared, because they stand between a person's request and the first word of the answer.
const statements = once((db: Db) => {
  const { id, projectId, title, createdAt, updatedAt } = chats;
  const value = (column: { name: string }) => sql.placeholder(column.name);
  return {
    insert: db
      .insert(chats)
      .values({
        id: value(id),
        projectId: value(projectId),
        title: value(title),
        createdAt: value(createdAt),
        updatedAt: value(updatedAt),
      })
      .prepare(),
    touch: db
      .update(chats)
      .set({ updatedAt: sql`${value(updatedAt)}` })
      .where(eq(id, value(id)))
      .prepare(),
    touchProject: db
      .update(projects)
      .set({ updatedAt: sql`${value(updatedAt)}` })
      .where(eq(projects.id, value(projectId)))
      .prepare(),
    touchProjectOf: db
      .update(projects)
      .set({ updatedAt: sql`${value(updatedAt)}` })
      .where(sql`${projects.id} = (select ${projectId} from ${chats} where ${eq(id, value(id))})`)
      .prepare(),
    name: db
      .update(chats)
      .set({ title: sql`${value(title)}` })
      .where(and(eq(id, value(id)), eq(title, untitled)))
      .prepare(),
  };
});

/** @throws Problem `validation_failed` */
export function createChat(app: App, projectId: string, title: string = untitled): Chat {
  const now = app.clock.now();
  const chat: Chat = {
    id: newId(),
    projectId,
    title: requireText(title, "title", titleLength),
    createdAt: now,
    updatedAt: now,
  };
  app.db.transaction(
    () => {
      const { insert, touchProject } = statements(app.db);
      insert.run({ id: chat.id, project_id: projectId, title: chat.title, created_at: now, updated_at: now });
      touchProject.run({ project_id: projectId, updated_at: now });
    },
    { behavior: "immediate" },
  );
  flushSoon(app.db);
  return chat;
}

/** A project's chats, last changed first. */
export function listChats(app: App, projectId: string, query: PageQuery, active?: ActiveGeneration): Page<ChatView> {
  const limit = pageLimit(query);
  const after = pagePosition(query);
  const rows = app.db
    .select()
    .from(chats)
    .where(
      and(
        eq(chats.projectId, projectId),
        after && or(lt(chats.updatedAt, after.sort), and(eq(chats.updatedAt, after.sort), lt(chats.id, after.id))),
      ),
    )
    .orderBy(desc(chats.updatedAt), desc(chats.id))
    .limit(limit + 1)
    .all();
  return toPage(
    rows,
    limit,
    (chat) => ({ sort: chat.updatedAt, id: chat.id }),
    (chat) => chatView(app, chat, active),
  );
}

/** @throws Problem `validation_failed` */
export function renameChat(app: App, chat: Chat, title: string): Chat {
  const renamed: Chat = { ...chat, title: requireText(title, "title", titleLength), updatedAt: app.clock.now() };
  durably(app.db, () => app.db.update(chats).set(renamed).where(eq(chats.id, chat.id)).run());
  return renamed;
}

/**
 * Names a chat after its first request, as long as nobody gave it a name: the first words, cut at a word.
 * A chat that has a name keeps it.
 */
export function titleFromRequest(app: App, chatId: string, request: string): void {
  const plain = request.replaceAll(/[\p{Cc}\s]+/gu, " ").trim();
  const title = plain.length <= 60 ? plain : `${plain.slice(0, 60).replace(/\s+\S*$/, "")}…`;
  if (title !== "") statements(app.db).name.run({ id: chatId, title });
}

/** Deletes a chat with its messages, versions and generations. */
export function deleteChat(app: App, chat: Chat): void {
  durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        const hashes = blobsOf(app, eq(chats.id, chat.id));
        tx.delete(chats).where(eq(chats.id, chat.id)).run();
        tx.update(projects).set({ updatedAt: app.clock.now() }).where(eq(projects.id, chat.projectId)).run();
        dropUnusedBlobs(app, hashes);
      },
      { behavior: "immediate" },
    ),
  );
}

/** Notes that something happened in a chat, and so in its project. Call it inside the transaction that did it. */
export function touchChat(app: App, chatId: string): void {
  const touched = { id: chatId, updated_at: app.clock.now() };
  statements(app.db).touch.run(touched);
  statements(app.db).touchProjectOf.run(touched);
}
