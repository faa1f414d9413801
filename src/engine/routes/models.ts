import { Elysia, t } from "elysia";
import { guard } from "../../accounts/index.ts";
import { answers } from "../../platform/openapi.ts";
import { Problem } from "../../platform/problem.ts";
import type { EngineApp } from "../room.ts";
import type { ModelFilesView } from "../views.ts";

const tags = ["models"];
const json = (description: string) => answers("application/json", description);
const idBody = t.Object({ id: t.String({ maxLength: 200, description: "`owner/name` of a stored model." }) });

/** How long an answer waits to hear that a background job failed at once. */
const earlyMs = 400;

/** The catalogue with what fits, and the model files on this disk. */
export const modelRoutes = (app: EngineApp) => {
  const { engines: room } = app;
  const stored = (id: string) => {
    const found = room.files.get(id);
    if (!found) throw new Problem("not_found", "There are no files of this model here.");
    return found;
  };

  return new Elysia({ name: "admin-models" })
    .use(guard(app))
    .get("/api/admin/models", () => room.catalogue(), {
      permission: "admin",
      detail: {
        summary: "The catalogue, with what fits on this machine and why",
        tags,
        responses: json("`{items, gpus, problems}`"),
      },
    })
    .get(
      "/api/admin/models/files",
      (): ModelFilesView => ({
        items: room.files.list(),
        freeBytes: room.files.freeBytes(),
        path: room.files.path,
        jobs: room.jobs.list(),
      }),
      {
        permission: "admin",
        detail: { summary: "The models on this disk", tags, responses: json("`{items, freeBytes, path, jobs}`") },
      },
    )
    .post(
      "/api/admin/models/files/pull",
      ({ body, set }) => {
        const variant = body.catalogueId === undefined ? undefined : room.variant(body.catalogueId, body.variant);
        const repository = body.repository ?? variant?.repository;
        if (repository === undefined) {
          throw new Problem("validation_failed", "Name a repository (`owner/name`), or a model of the catalogue.", {
            errors: [{ path: "/repository", message: "is missing" }],
          });
        }
        const revision = body.revision ?? variant?.revision;
        const include = body.include ?? variant?.include;
        room.files.start({
          repository,
          ...(revision === undefined ? {} : { revision }),
          ...(include === undefined ? {} : { include }),
        });
        set.status = 202;
        return room.files.get(repository) ?? { id: repository, state: "downloading" };
      },
      {
        permission: "admin",
        body: t.Object({
          repository: t.Optional(t.String({ maxLength: 200 })),
          revision: t.Optional(t.String({ maxLength: 200 })),
          include: t.Optional(
            t.Array(t.String({ maxLength: 200 }), { maxItems: 20, description: "Only files like these." }),
          ),
          catalogueId: t.Optional(t.String({ maxLength: 100 })),
          variant: t.Optional(t.String({ maxLength: 100 })),
        }),
        detail: { summary: "Fetch a model in the background", tags, responses: json("The stored model") },
      },
    )
    .post(
      "/api/admin/models/files/import",
      async ({ body, set }) => {
        const { path, mode = "copy", id } = body;
        const job = room.jobs.start({ kind: "import", model: path }, async (onProgress) => {
          const models = await room.files.importFrom(
            path,
            { mode, ...(id === undefined ? {} : { id }) },
            { onProgress },
          );
          return `Imported ${models.map((model) => model.id).join(", ")}.`;
        });
        // A path that is none fails at once; that belongs into this answer.
        await app.clock.sleep(earlyMs);
        const now = room.jobs.list().find((one) => one.id === job.id) ?? job;
        if (now.state === "failed")
          throw new Problem("validation_failed", now.message, { errors: [{ path: "/path", message: now.message }] });
        set.status = 202;
        return now;
      },
      {
        permission: "admin",
        body: t.Object({
          path: t.String({ minLength: 1, maxLength: 4096, description: "A folder or a .gguf file on this machine." }),
          mode: t.Optional(t.Union([t.Literal("copy"), t.Literal("link"), t.Literal("register")])),
          id: t.Optional(t.String({ maxLength: 200 })),
        }),
        detail: { summary: "Take a model from a folder of this machine", tags, responses: json("The job") },
      },
    )
    .post(
      "/api/admin/models/files/verify",
      ({ body, set }) => {
        const { id } = stored(body.id);
        set.status = 202;
        return room.jobs.start({ kind: "verify", model: id }, async (onProgress) => {
          const report = await room.files.verify(id, { onProgress });
          if (!report.ok) {
            const wrong = report.files.filter(({ state }) => state === "wrong" || state === "missing");
            const named = wrong.slice(0, 3).map(({ path, state }) => `${path} is ${state}`);
            throw new Error([...report.problems.slice(0, 2), ...named].join(". "));
          }
          return `${id}: all ${report.files.length} files are right.`;
        });
      },
      {
        permission: "admin",
        body: idBody,
        detail: { summary: "Read every byte of a model and compare hashes", tags, responses: json("The job") },
      },
    )
    .post(
      "/api/admin/models/files/pause",
      async ({ body }) => {
        await room.files.pause(body.id);
        return stored(body.id);
      },
      {
        permission: "admin",
        body: idBody,
        detail: { summary: "Pause a download; what has come is kept", tags, responses: json("The stored model") },
      },
    )
    .post(
      "/api/admin/models/files/resume",
      ({ body, set }) => {
        room.files.resume(body.id);
        set.status = 202;
        return stored(body.id);
      },
      {
        permission: "admin",
        body: idBody,
        detail: { summary: "Go on with a download", tags, responses: json("The stored model") },
      },
    )
    .post(
      "/api/admin/models/files/cancel",
      async ({ body, set }) => {
        await room.files.cancel(body.id);
        set.status = 204;
      },
      {
        permission: "admin",
        body: idBody,
        detail: {
          summary: "End a download and remove what it fetched",
          tags,
          responses: { 204: { description: "Gone" } },
        },
      },
    )
    .delete(
      "/api/admin/models/files",
      ({ body, set }) => {
        room.files.remove(body.id);
        set.status = 204;
      },
      {
        permission: "admin",
        body: idBody,
        detail: { summary: "Remove a model from this disk", tags, responses: { 204: { description: "Gone" } } },
      },
    );
};
