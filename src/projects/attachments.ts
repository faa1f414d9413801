import { asc, eq, sql } from "drizzle-orm";
import type { App } from "../platform/app.ts";
import type { Db } from "../platform/database.ts";
import { requireId } from "../platform/ids.ts";
import { once } from "../platform/memo.ts";
import { Problem } from "../platform/problem.ts";
import { requireText } from "../platform/text.ts";
import { type Asker, maySeeChat } from "./access.ts";
import { attachments, messages } from "./schema.ts";

const mebibyte = 1024 * 1024;
export const attachmentLimits = { count: 8, bytes: 8 * mebibyte, totalBytes: 24 * mebibyte } as const;

/** Pictures that a browser may show as they are; SVG is not among them because it can carry script. */
export const imageTypes: readonly string[] = ["image/png", "image/jpeg", "image/webp", "image/gif"];
const otherTypes = /^(text\/[a-z0-9.+-]{1,60}|application\/(json|javascript|typescript|xml)|image\/svg\+xml)$/;

export interface AttachmentInput {
  name: string;
  /** For example `image/png` or `text/plain`. */
  mediaType: string;
  data: Uint8Array;
}

export type Attachment = typeof attachments.$inferSelect;

/**
 * Checks what a person sends along with a message.
 * @throws Problem `too_large`, `unsupported_media_type`, `validation_failed`
 */
export function checkAttachments(files: AttachmentInput[]): { name: string; mediaType: string; data: Buffer }[] {
  const tooLarge = (what: string) => new Problem("too_large", `${what} is the limit for attachments.`);
  if (files.length > attachmentLimits.count) throw tooLarge(`${attachmentLimits.count} files`);
  if (files.reduce((sum, { data }) => sum + data.byteLength, 0) > attachmentLimits.totalBytes) {
    throw tooLarge(`${attachmentLimits.totalBytes / mebibyte} MiB together`);
  }
  return files.map(({ name, mediaType, data }) => {
    if (data.byteLength > attachmentLimits.bytes)
      throw tooLarge(`${attachmentLimits.bytes / mebibyte} MiB for one file`);
    const type = (mediaType.split(";")[0] ?? "").trim().toLowerCase();
    if (!imageTypes.includes(type) && !otherTypes.test(type)) {
      throw new Problem(
        "unsupported_media_type",
        `“${name}” cannot be attached: only PNG, JPEG, WebP and GIF pictures and text files can.`,
      );
    }
    if (imageTypes.includes(type) && pictureType(data) !== type) {
      throw new Problem(
        "unsupported_media_type",
        `“${name}” is not the ${type} that it claims to be. Take it away, or attach the original.`,
      );
    }
    return { name: requireText(name, "name", 200), mediaType: type, data: Buffer.from(data) };
  });
}

/** The picture type that the first bytes speak of. */
function pictureType(data: Uint8Array): string | undefined {
  const start = Buffer.from(data.subarray(0, 12)).toString("latin1");
  if (start.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (start.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (/^GIF8[79]a/.test(start)) return "image/gif";
  return start.startsWith("RIFF") && start.slice(8, 12) === "WEBP" ? "image/webp" : undefined;
}

const ofMessage = once((db: Db) =>
  db
    .select()
    .from(attachments)
    .where(eq(attachments.messageId, sql.placeholder("messageId")))
    .orderBy(asc(attachments.id))
    .prepare(),
);

/** What was sent along with one message, with its bytes, for a prompt. */
export const messageAttachments = (app: App, messageId: string): Attachment[] => ofMessage(app.db).all({ messageId });

/** @throws Problem `not_found`, also for an attachment in a project that the asker may not see */
export function requireAttachment(app: App, user: Asker, attachmentId: string): Attachment {
  const which = eq(attachments.id, requireId(attachmentId, "attachment"));
  const owner = app.db
    .select({ chatId: messages.chatId })
    .from(attachments)
    .innerJoin(messages, eq(messages.id, attachments.messageId))
    .where(which)
    .get();
  const seen = owner && maySeeChat(app, user, owner.chatId);
  // The bytes are read last: a stranger must not make the server read megabytes.
  const found = seen ? app.db.select().from(attachments).where(which).get() : undefined;
  if (!found) throw new Problem("not_found", "There is no such attachment.");
  return found;
}
