import { desc, eq, sql } from "drizzle-orm";
import type { App } from "../platform/app.ts";
import type { Db } from "../platform/database.ts";
import { once } from "../platform/memo.ts";
import { Problem } from "../platform/problem.ts";
import { sha256 } from "../platform/random.ts";
import { pictureSize } from "./picture-size.ts";
import { chats, thumbnails, versions } from "./schema.ts";

export const thumbnailLimits = { bytes: 100 * 1024, smallest: 16, largest: 1024 } as const;

export type Thumbnail = typeof thumbnails.$inferSelect;

const statements = once((db: Db) => {
  const found = { versionId: thumbnails.versionId, hash: thumbnails.hash };
  return {
    read: db
      .select()
      .from(thumbnails)
      .where(eq(thumbnails.versionId, sql.placeholder("id")))
      .prepare(),
    ofVersion: db
      .select(found)
      .from(thumbnails)
      .where(eq(thumbnails.versionId, sql.placeholder("id")))
      .prepare(),
    ofChat: db
      .select(found)
      .from(versions)
      .innerJoin(thumbnails, eq(thumbnails.versionId, versions.id))
      .where(eq(versions.chatId, sql.placeholder("id")))
      .orderBy(desc(versions.number))
      .limit(1)
      .prepare(),
    ofProject: db
      .select(found)
      .from(chats)
      .innerJoin(versions, eq(versions.chatId, chats.id))
      .innerJoin(thumbnails, eq(thumbnails.versionId, versions.id))
      .where(eq(chats.projectId, sql.placeholder("id")))
      .orderBy(desc(chats.updatedAt), desc(versions.number))
      .limit(1)
      .prepare(),
  };
});

/**
 * Keeps a version's small picture, in place of an earlier one. A page drew it out of code that nobody trusts, so that
 * its own bytes have to say what it is, and nothing but an image is ever made of it.
 * @param base64 of a WebP or JPEG picture
 * @throws Problem `too_large`, `unsupported_media_type`, `validation_failed`
 */
export function saveThumbnail(app: App, versionId: string, base64: string): string {
  const data = Buffer.from(base64, "base64");
  if (data.byteLength > thumbnailLimits.bytes) {
    throw new Problem("too_large", `A thumbnail has at most ${thumbnailLimits.bytes / 1024} KiB.`);
  }
  const size = pictureSize(data);
  if (!size) throw new Problem("unsupported_media_type", "A thumbnail is a WebP or JPEG picture, and this is neither.");
  const { smallest, largest } = thumbnailLimits;
  if (Math.min(size.width, size.height) < smallest || Math.max(size.width, size.height) > largest) {
    const message = `A thumbnail is ${smallest} to ${largest} pixels wide and high; this one is ${size.width} × ${size.height}.`;
    throw new Problem("validation_failed", message, { errors: [{ path: "/data", message }] });
  }
  const kept = { mediaType: size.mediaType, hash: sha256(data).slice(0, 32), data };
  app.db
    .insert(thumbnails)
    .values({ versionId, ...kept })
    .onConflictDoUpdate({ target: thumbnails.versionId, set: kept })
    .run();
  return addressOf({ versionId, hash: kept.hash });
}

export const readThumbnail = (app: App, versionId: string): Thumbnail | undefined =>
  statements(app.db).read.get({ id: versionId });

/** A version that holds the same files looks the same. */
export function copyThumbnail(app: App, from: string, to: string): void {
  const found = readThumbnail(app, from);
  if (found)
    app.db
      .insert(thumbnails)
      .values({ ...found, versionId: to })
      .run();
}

/** With the picture's hash, so that a browser may keep it for good. */
const addressOf = ({ versionId, hash }: { versionId: string; hash: string }): string =>
  `/api/versions/${versionId}/thumbnail?v=${hash}`;

const addressOr = (found: { versionId: string; hash: string } | undefined): string | null =>
  found ? addressOf(found) : null;

/** Where a version's picture is; null when nobody has looked at the version yet. */
export const versionThumbnail = (app: App, id: string): string | null =>
  addressOr(statements(app.db).ofVersion.get({ id }));

/** Of the newest version that has one. */
export const chatThumbnail = (app: App, id: string): string | null => addressOr(statements(app.db).ofChat.get({ id }));

/** Of the chat that changed last among those that have one. */
export const projectThumbnail = (app: App, id: string): string | null =>
  addressOr(statements(app.db).ofProject.get({ id }));
