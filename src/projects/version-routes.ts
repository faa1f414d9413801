import { Elysia, t } from "elysia";
import { guard } from "../accounts/index.ts";
import type { App } from "../platform/app.ts";
import { idempotent } from "../platform/idempotency.ts";
import { Problem } from "../platform/problem.ts";
import { requireVersion } from "./access.ts";
import { diffBody, newThumbnail, thumbnailBody, versionBody } from "./bodies.ts";
import { download, pictureBytes, pictureResponse, zipResponse } from "./download.ts";
import { fileName, versionArchive } from "./export.ts";
import { readThumbnail, saveThumbnail } from "./thumbnails.ts";
import { diffFiles } from "./version-files.ts";
import { restoreVersion, versionFiles, versionView } from "./versions.ts";

/** Versions: read, compare, restore, take home. */
export const versionRoutes = (app: App) =>
  new Elysia({ prefix: "/api/versions" })
    .use(guard(app))
    .get(
      "/:id",
      ({ user, params }) => {
        const { version } = requireVersion(app, user, params.id);
        return versionView(app, { ...version, files: versionFiles(app, version.id) });
      },
      {
        permission: "projects.use",
        response: versionBody,
        detail: { summary: "One version with its files", tags: ["versions"] },
      },
    )
    .get(
      "/:id/diff",
      ({ user, params, query }) => {
        const { version } = requireVersion(app, user, params.id);
        const against = query.against ?? version.parentId;
        const before = against === null ? undefined : requireVersion(app, user, against).version;
        if (before && before.chatId !== version.chatId) {
          throw new Problem("not_found", "The two versions are not of one chat.");
        }
        return { files: diffFiles(before ? versionFiles(app, before.id) : [], versionFiles(app, version.id)) };
      },
      {
        permission: "projects.use",
        query: t.Object({
          against: t.Optional(t.String({ maxLength: 64, description: "An id; the parent when left out." })),
        }),
        response: diffBody,
        detail: { summary: "What changed from another version to this one", tags: ["versions"] },
      },
    )
    .post(
      "/:id/restore",
      ({ user, params, request, set }) => {
        const { version } = requireVersion(app, user, params.id, "editor");
        const restored = idempotent(app, { user, request, body: null }, () =>
          versionView(app, restoreVersion(app, version, user.id)),
        );
        set.status = 201;
        return restored;
      },
      {
        permission: "projects.use",
        response: { 201: versionBody },
        detail: { summary: "Make this version the newest again, as a new version", tags: ["versions"] },
      },
    )
    .put(
      "/:id/thumbnail",
      ({ user, params, body }) => {
        const { version } = requireVersion(app, user, params.id, "editor");
        return { thumbnailUrl: saveThumbnail(app, version.id, body.data) };
      },
      {
        permission: "projects.use",
        body: newThumbnail,
        response: thumbnailBody,
        detail: {
          summary: "Keep a small picture of a version",
          description: "The page draws it in the preview's sandbox when somebody first looks at a version.",
          tags: ["versions"],
        },
      },
    )
    .get(
      "/:id/thumbnail",
      ({ user, params, query, request }) => {
        const { version } = requireVersion(app, user, params.id);
        const found = readThumbnail(app, version.id);
        if (!found) throw new Problem("not_found", "There is no picture of this version yet.");
        return pictureResponse(request, found, query.v === found.hash);
      },
      {
        permission: "projects.use",
        query: t.Object({
          v: t.Optional(
            t.String({ maxLength: 64, description: "The picture's hash; with it the answer is for good." }),
          ),
        }),
        detail: { summary: "A small picture of a version", tags: ["versions"], responses: pictureBytes },
      },
    )
    .get(
      "/:id/export",
      async ({ user, params }) => {
        const { version, chat, project } = requireVersion(app, user, params.id);
        const archive = await versionArchive(project, { chat, version, files: versionFiles(app, version.id) });
        return download(archive, `${fileName(chat.title, "component")}-v${version.number}.zip`);
      },
      {
        permission: "projects.use",
        detail: { summary: "A version's files as a zip archive", tags: ["versions"], responses: zipResponse },
      },
    );
