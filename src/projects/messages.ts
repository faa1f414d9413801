import { and, asc, eq, gt, inArray, sql } from "drizzle-orm";
import { users } from "../accounts/schema.ts";
import type { App } from "../platform/app.ts";
import { isoTime } from "../platform/clock.ts";
import { type Db, durably } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import { once } from "../platform/memo.ts";
import { type Page, type PageQuery, pageLimit, pagePosition, toPage } from "../platform/page.ts";
import { Problem } from "../platform/problem.ts";
import { type AttachmentInput, checkAttachments } from "./attachments.ts";
import { titleFromRequest, touchChat } from "./chats.ts";
import { attachments, type Message, messages } from "./schema.ts";

/** Characters of one message; a prompt that is longer belongs into an attachment. */
export const messageLength = 100_000;

export interface NewMessage {
  chatId: string;
  role: Message["role"];
  /** Left out for the assistant. */
  authorId?: string | null;
  text: string;
  reasoning?: string;
  generationId?: string | null;
  versionId?: string | null;
  model?: string | null;
  attachments?: AttachmentInput[];
}

export interface AttachmentView {
  id: string;
  name: string;
  mediaType: string;
}

export interface MessageView {
  id: string;
  role: Message["role"];
  authorId: string | null;
  authorName: string | null;
  text: string;
  reasoning: string;
  generationId: string | null;
  versionId: string | null;
  model: string | null;
  createdAt: string;
  /** Of the generation that this message asked for or that wrote it; null when there is none. */
  status: GenerationFacts["status"] | null;
  /** With the four below: of an answer only. */
  usage: GenerationFacts["usage"];
  durationMs: number | null;
  diagnostics: GenerationFacts["diagnostics"];
  standIn: GenerationFacts["standIn"];
  attachments: AttachmentView[];
}

/** What a message tells of its generation, so that nobody has to ask for each one. */
export interface GenerationFacts {
  status: "running" | "completed" | "stopped" | "failed" | "interrupted";
  /** Null until it has ended, and when nothing was sent to a model. */
  usage: { promptTokens: number; completionTokens: number; costNanoUsd: number | null } | null;
  /** From request to end; null until it has ended, and when it broke off. */
  durationMs: number | null;
  diagnostics: {
    path: string;
    line: number;
    column: number;
    message: string;
    severity: "error" | "warning" | "info";
    repaired?: boolean;
  }[];
  /** Why another model answered than the one that should have; null when none stood in. */
  standIn: string | null;
}

/** Tells how generations went, by id; projects know nothing of generations by themselves. */
export type GenerationFactsOf = (generationIds: string[]) => ReadonlyMap<string, GenerationFacts>;

// Prepared, because it stands between a person's request and the first word of the answer.
const insertMessage = once((db: Db) => {
  const value = (column: keyof Message) => sql.placeholder(column);
  return db
    .insert(messages)
    .values({
      id: value("id"),
      chatId: value("chatId"),
      role: value("role"),
      authorId: value("authorId"),
      text: value("text"),
      reasoning: value("reasoning"),
      generationId: value("generationId"),
      versionId: value("versionId"),
      model: value("model"),
      createdAt: value("createdAt"),
    })
    .prepare();
});

/**
 * Stores a message with its attachments, durably. The first request names a chat that has no name.
 * @throws Problem `too_large`, `unsupported_media_type`
 */
export function addMessage(app: App, input: NewMessage): Message {
  if (input.role === "user" && input.text.length > messageLength) {
    throw new Problem("too_large", `A message can have at most ${messageLength} characters.`);
  }
  const files = checkAttachments(input.attachments ?? []);
  const message: Message = {
    id: newId(),
    chatId: input.chatId,
    role: input.role,
    authorId: input.authorId ?? null,
    text: input.text,
    reasoning: input.reasoning ?? "",
    generationId: input.generationId ?? null,
    versionId: input.versionId ?? null,
    model: input.model ?? null,
    createdAt: app.clock.now(),
  };
  durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        insertMessage(app.db).run({ ...message });
        for (const file of files)
          tx.insert(attachments)
            .values({ id: newId(), messageId: message.id, ...file })
            .run();
        if (input.role === "user") titleFromRequest(app, input.chatId, input.text);
        touchChat(app, input.chatId);
      },
      { behavior: "immediate" },
    ),
  );
  return message;
}

/** A chat's messages, oldest first. */
export function listMessages(
  app: App,
  chatId: string,
  query: PageQuery = {},
  factsOf: GenerationFactsOf = () => new Map(),
): Page<MessageView> {
  const limit = pageLimit(query);
  const after = pagePosition(query);
  const rows = app.db
    .select({ message: messages, authorName: users.name })
    .from(messages)
    .leftJoin(users, eq(users.id, messages.authorId))
    .where(and(eq(messages.chatId, chatId), after && gt(messages.id, after.id)))
    .orderBy(asc(messages.id))
    .limit(limit + 1)
    .all();
  const files = attachmentsOf(
    app,
    rows.map(({ message }) => message.id),
  );
  const facts = factsOf(rows.flatMap(({ message }) => message.generationId ?? []));
  return toPage(
    rows,
    limit,
    ({ message }) => ({ sort: 0, id: message.id }),
    ({ message: { chatId: _, createdAt, ...rest }, authorName }) => {
      const generation = rest.generationId === null ? undefined : facts.get(rest.generationId);
      const answer = rest.role === "assistant" ? generation : undefined;
      return {
        ...rest,
        authorName,
        createdAt: isoTime(createdAt),
        status: generation?.status ?? null,
        usage: answer?.usage ?? null,
        durationMs: answer?.durationMs ?? null,
        diagnostics: answer?.diagnostics ?? [],
        standIn: answer?.standIn ?? null,
        attachments: files.get(rest.id) ?? [],
      };
    },
  );
}

function attachmentsOf(app: App, messageIds: string[]): Map<string, AttachmentView[]> {
  const found = new Map<string, AttachmentView[]>();
  const { id, name, mediaType, messageId } = attachments;
  const rows = app.db
    .select({ id, name, mediaType, messageId })
    .from(attachments)
    .where(inArray(messageId, messageIds))
    .orderBy(asc(id))
    .all();
  for (const { messageId: owner, ...file } of rows) found.set(owner, [...(found.get(owner) ?? []), file]);
  return found;
}
