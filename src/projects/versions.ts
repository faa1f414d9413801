import { and, asc, desc, eq, lt, max, sql } from "drizzle-orm";
import { users } from "../accounts/schema.ts";
import type { App } from "../platform/app.ts";
import { isoTime } from "../platform/clock.ts";
import { type Db, durably } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import { once } from "../platform/memo.ts";
import { cursorOf, type Page, type PageQuery, pageLimit, pagePosition } from "../platform/page.ts";
import { Problem } from "../platform/problem.ts";
import { sha256 } from "../platform/random.ts";
import { touchChat } from "./chats.ts";
import { blobs, type Chat, chats, versionFiles as fileTable, type Version, versions } from "./schema.ts";
import { copyThumbnail, versionThumbnail } from "./thumbnails.ts";
import { checkFiles, type VersionFile } from "./version-files.ts";

export interface NewVersion {
  chatId: string;
  parentId?: string | null;
  /** Left out when the assistant wrote it. */
  authorId?: string | null;
  generationId?: string | null;
  /** The earlier version that this one brings back. */
  restoredId?: string;
  status: Version["status"];
  /** All files of the version, not only the changed ones. */
  files: VersionFile[];
}

export interface VersionWithFiles extends Version {
  /** Sorted by path. */
  files: VersionFile[];
}

export interface VersionView {
  id: string;
  chatId: string;
  number: number;
  parentId: string | null;
  authorId: string | null;
  /** Null when the assistant wrote it. */
  authorName: string | null;
  generationId: string | null;
  origin: Version["origin"];
  restoredId: string | null;
  status: Version["status"];
  createdAt: string;
  /** Where its small picture is; null while nobody has looked at it. */
  thumbnailUrl: string | null;
  files: VersionFile[];
}

/** A page of versions ends early when their texts come to more than this many characters. */
const pageCharacters = 8 * 1024 * 1024;

const statements = once((db: Db) => ({
  byId: db
    .select()
    .from(versions)
    .where(eq(versions.id, sql.placeholder("id")))
    .prepare(),
  authorName: db
    .select({ name: users.name })
    .from(users)
    .where(eq(users.id, sql.placeholder("id")))
    .prepare(),
  latest: db
    .select()
    .from(versions)
    .where(eq(versions.chatId, sql.placeholder("chatId")))
    .orderBy(desc(versions.number))
    .limit(1)
    .prepare(),
  files: db
    .select({ path: fileTable.path, text: blobs.text })
    .from(fileTable)
    .innerJoin(blobs, eq(blobs.hash, fileTable.blobHash))
    .where(eq(fileTable.versionId, sql.placeholder("versionId")))
    .orderBy(asc(fileTable.path))
    .prepare(),
}));

export function versionView(app: App, { createdAt, ...version }: VersionWithFiles): VersionView {
  const author = version.authorId === null ? undefined : statements(app.db).authorName.get({ id: version.authorId });
  return {
    ...version,
    authorName: author?.name ?? null,
    createdAt: isoTime(createdAt),
    thumbnailUrl: versionThumbnail(app, version.id),
  };
}

/**
 * Stores a version with all its files, durably; its number is the next one in the chat. Equal texts are stored once.
 * @throws Problem `path_invalid`, `too_large`, `validation_failed` for two files of one path, `not_found` for a parent of another chat
 */
export function createVersion(app: App, input: NewVersion): VersionWithFiles {
  const files = checkFiles(input.files);
  const texts = new Map(files.map(({ text }) => [sha256(text), text]));
  const row: Omit<Version, "number"> = {
    id: newId(),
    chatId: input.chatId,
    parentId: input.parentId ?? null,
    authorId: input.authorId ?? null,
    generationId: input.generationId ?? null,
    origin: input.restoredId ? "restore" : input.authorId ? "edit" : "generation",
    restoredId: input.restoredId ?? null,
    status: input.status,
    createdAt: app.clock.now(),
  };
  return durably(app.db, () =>
    app.db.transaction(
      (tx): VersionWithFiles => {
        if (row.parentId !== null && statements(app.db).byId.get({ id: row.parentId })?.chatId !== input.chatId) {
          throw new Problem("not_found", "The version that this one starts from is not in this chat.");
        }
        const highest = tx
          .select({ number: max(versions.number) })
          .from(versions)
          .where(eq(versions.chatId, input.chatId))
          .get();
        const version: Version = { ...row, number: (highest?.number ?? 0) + 1 };
        tx.insert(versions).values(version).run();
        for (const [hash, text] of texts) tx.insert(blobs).values({ hash, text }).onConflictDoNothing().run();
        for (const { path, text } of files) {
          tx.insert(fileTable)
            .values({ versionId: version.id, path, blobHash: sha256(text) })
            .run();
        }
        touchChat(app, input.chatId);
        return { ...version, files };
      },
      { behavior: "immediate" },
    ),
  );
}

export const versionFiles = (app: App, versionId: string): VersionFile[] => statements(app.db).files.all({ versionId });

/** A version by its id, without asking who may see it. */
export function readVersion(app: App, versionId: string): VersionWithFiles | undefined {
  const version = statements(app.db).byId.get({ id: versionId });
  return version && { ...version, files: versionFiles(app, versionId) };
}

/** The newest version of a chat, drafts included. */
export function latestVersion(app: App, chatId: string): VersionWithFiles | undefined {
  const version = statements(app.db).latest.get({ chatId });
  return version && { ...version, files: versionFiles(app, version.id) };
}

/** A chat's versions, newest first, with their files. */
export function listVersions(app: App, chatId: string, query: PageQuery = {}): Page<VersionView> {
  const limit = pageLimit(query);
  const after = pagePosition(query);
  const rows = app.db
    .select()
    .from(versions)
    .where(and(eq(versions.chatId, chatId), after && lt(versions.number, after.sort)))
    .orderBy(desc(versions.number))
    .limit(limit + 1)
    .all();
  const items: VersionView[] = [];
  let characters = 0;
  for (const version of rows.slice(0, limit)) {
    const files = versionFiles(app, version.id);
    characters += files.reduce((sum, { text }) => sum + text.length, 0);
    if (characters > pageCharacters && items.length > 0) break;
    items.push(versionView(app, { ...version, files }));
  }
  const last = items.at(-1);
  return {
    items,
    nextCursor: last && rows.length > items.length ? cursorOf({ sort: last.number, id: "" }) : null,
  };
}

/**
 * Makes an earlier version the newest again, as a new version whose parent is the newest one.
 * @param authorId the person who restores
 */
export function restoreVersion(app: App, version: Version, authorId: string): VersionWithFiles {
  const restored = createVersion(app, {
    chatId: version.chatId,
    parentId: latestVersion(app, version.chatId)?.id ?? null,
    authorId,
    restoredId: version.id,
    status: version.status,
    files: versionFiles(app, version.id),
  });
  copyThumbnail(app, version.id, restored.id);
  return restored;
}

/**
 * Stores files that a person edited as a new version.
 * @param input.parentId the version that was edited; the newest when left out
 * @throws Problem as `createVersion`
 */
export function saveFiles(
  app: App,
  input: { chatId: string; authorId: string; parentId?: string; files: VersionFile[] },
): VersionWithFiles {
  const { chatId, authorId, files } = input;
  const parentId = input.parentId ?? latestVersion(app, chatId)?.id ?? null;
  return createVersion(app, { chatId, authorId, parentId, status: "complete", files });
}

/** The newest version of each chat of a project that has one, oldest chat first. */
export function newestVersions(app: App, projectId: string): { chat: Chat; version: Version; files: VersionFile[] }[] {
  const rows = app.db.select().from(chats).where(eq(chats.projectId, projectId)).orderBy(asc(chats.id)).all();
  return rows.flatMap((chat) => {
    const version = statements(app.db).latest.get({ chatId: chat.id });
    return version ? [{ chat, version, files: versionFiles(app, version.id) }] : [];
  });
}
