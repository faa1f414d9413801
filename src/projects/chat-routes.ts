import { Elysia, t } from "elysia";
import { guard } from "../accounts/index.ts";
import type { App } from "../platform/app.ts";
import { idempotent } from "../platform/idempotency.ts";
import { pageOf, pageQuery } from "../platform/page.ts";
import { requireChat } from "./access.ts";
import { imageTypes, requireAttachment } from "./attachments.ts";
import { chatBody, chatChange, editedFiles, messageBody, versionBody } from "./bodies.ts";
import { chatView, deleteChat, renameChat } from "./chats.ts";
import { bytesResponse } from "./download.ts";
import { fileName } from "./export.ts";
import { listMessages } from "./messages.ts";
import type { ProjectRouteDeps } from "./route-deps.ts";
import { listVersions, saveFiles, versionView } from "./versions.ts";

/** Chats with their messages and versions, and what was attached. */
export const chatRoutes = (app: App, deps: ProjectRouteDeps) =>
  new Elysia()
    .use(guard(app))
    .get(
      "/api/chats/:id",
      ({ user, params }) => chatView(app, requireChat(app, user, params.id).chat, deps.activeGeneration),
      {
        permission: "projects.use",
        response: chatBody,
        detail: { summary: "One chat", tags: ["chats"] },
      },
    )
    .patch(
      "/api/chats/:id",
      ({ user, params, body }) => {
        const { chat } = requireChat(app, user, params.id, "editor");
        return chatView(app, renameChat(app, chat, body.title), deps.activeGeneration);
      },
      {
        permission: "projects.use",
        body: chatChange,
        response: chatBody,
        detail: { summary: "Rename a chat", tags: ["chats"] },
      },
    )
    .delete(
      "/api/chats/:id",
      async ({ user, params, set }) => {
        const { chat } = requireChat(app, user, params.id, "editor");
        await deps.beforeDelete?.([chat.id]);
        deleteChat(app, chat);
        set.status = 204;
      },
      {
        permission: "projects.use",
        response: { 204: t.Void() },
        detail: { summary: "Delete a chat with its messages and versions", tags: ["chats"] },
      },
    )
    .get(
      "/api/chats/:id/messages",
      ({ user, params, query }) =>
        listMessages(app, requireChat(app, user, params.id).chat.id, query, deps.generationFacts),
      {
        permission: "projects.use",
        query: pageQuery,
        response: pageOf(messageBody),
        detail: { summary: "A chat's messages, oldest first", tags: ["chats"] },
      },
    )
    .get(
      "/api/chats/:id/versions",
      ({ user, params, query }) => listVersions(app, requireChat(app, user, params.id).chat.id, query),
      {
        permission: "projects.use",
        query: pageQuery,
        response: pageOf(versionBody),
        detail: {
          summary: "A chat's versions, newest first, with their files",
          description: "A page with very large files holds fewer versions than asked for.",
          tags: ["versions"],
        },
      },
    )
    .post(
      "/api/chats/:id/versions",
      ({ user, params, body, request, set }) => {
        const { chat } = requireChat(app, user, params.id, "editor");
        const version = idempotent(app, { user, request, body }, () =>
          versionView(app, saveFiles(app, { ...body, chatId: chat.id, authorId: user.id })),
        );
        set.status = 201;
        return version;
      },
      {
        permission: "projects.use",
        body: editedFiles,
        response: { 201: versionBody },
        detail: { summary: "Save edited files as a new version", tags: ["versions"] },
      },
    )
    .get(
      "/api/attachments/:id",
      ({ user, params }) => {
        const { name, mediaType, data } = requireAttachment(app, user, params.id);
        const extension = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? "";
        const shown = imageTypes.includes(mediaType);
        return new Response(Uint8Array.from(data), {
          headers: {
            "content-type": shown ? mediaType : "application/octet-stream",
            "content-disposition": `${shown ? "inline" : "attachment"}; filename="${fileName(name.slice(0, name.length - extension.length), "file")}${extension}"`,
            "content-security-policy": "default-src 'none'; sandbox",
            "x-content-type-options": "nosniff",
            "cache-control": "private, max-age=3600",
          },
        });
      },
      {
        permission: "projects.use",
        detail: { summary: "The bytes of an attachment", tags: ["chats"], responses: bytesResponse },
      },
    );
