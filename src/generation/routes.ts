import { Elysia } from "elysia";
import { type CurrentUser, guard, watchSession } from "../accounts/index.ts";
import { LlmError, problemOfLlm } from "../llm/index.ts";
import { idempotentAsync } from "../platform/idempotency.ts";
import { answers } from "../platform/openapi.ts";
import {
  createChat,
  createProject,
  readVersion,
  requireChat,
  requireProject,
  requireVersion,
  tailwindOf,
} from "../projects/index.ts";
import { requireQuota } from "../usage/index.ts";
import {
  bundleBody,
  bundleQuery,
  generateRequest,
  generationBody,
  modelsBody,
  startedBody,
  startRequest,
  streamQuery,
} from "./bodies.ts";
import type { GenerationApp } from "./generations.ts";
import { requirePrompt } from "./input.ts";
import type { Generation } from "./schema.ts";
import { requireModel, startGeneration } from "./start.ts";
import { readAfter, requireWatchable, streamGeneration } from "./stream.ts";
import { streamUrl } from "./ticket.ts";
import { expectedTokens } from "./usage.ts";
import { generationView, requireGeneration } from "./view.ts";

/** Starting, watching and stopping generations, and what a person can choose for them. */
export const generationRoutes = (app: GenerationApp) => {
  const shown = (user: CurrentUser, generation: Generation) => ({
    generation: generationView(app, generation),
    streamUrl: streamUrl(app, generation.id, user.sessionId),
  });
  const tags = ["generations"];

  return new Elysia({ name: "generations" })
    .use(guard(app))
    .post(
      "/api/chats/:id/generations",
      async ({ user, params, body, request, set }) => {
        const { id } = await idempotentAsync(app, { user, request, body }, async () => {
          const run = await startGeneration(app, user, params.id, body);
          return { id: run.generation.id };
        });
        set.status = 202;
        return shown(user, requireGeneration(app, user, id));
      },
      {
        permission: "generation.use",
        body: startRequest,
        response: { 202: startedBody },
        detail: { summary: "Ask for a component, or for a change to it", tags },
      },
    )
    .post(
      "/api/generate/stream",
      async ({ user, body, request, server }) => {
        const prompt = requirePrompt(body.prompt);
        // Before a project is made for it.
        const requiredModel = await requireModel(app, body.model);
        requireQuota(app, user.id, expectedTokens(app, { prompt, attachments: [], baseVersionId: null }));
        const chatId = chatFor(app, user, prompt, body);
        const run = await startGeneration(app, user, chatId, { prompt, requiredModel });
        const headers = { "x-generation-id": run.generation.id, "x-chat-id": chatId };
        const until = watchSession(app, user.sessionId);
        return streamGeneration(app, run.generation, request, { after: 0, server, headers, until });
      },
      {
        permission: "generation.use",
        body: generateRequest,
        detail: {
          summary: "Ask for a component and get the events as the answer (text/event-stream)",
          tags,
          responses: answers("text/event-stream", "The events, up to `done`."),
        },
      },
    )
    .get("/api/generations/:id", ({ user, params }) => shown(user, requireGeneration(app, user, params.id)), {
      permission: "projects.use",
      response: startedBody,
      detail: { summary: "One generation, with a fresh address for its stream", tags },
    })
    .get(
      "/api/generations/:id/stream",
      async ({ params, query, request, server }) => {
        const after = readAfter(request, query.after);
        const { generation, user } = await requireWatchable(app, request, params.id, query.ticket);
        const until = watchSession(app, user.sessionId);
        return streamGeneration(app, generation, request, { after, server, until });
      },
      {
        public: true,
        query: streamQuery,
        detail: {
          summary: "A generation's events (text/event-stream), by ticket or bearer token",
          description: "Reconnect with `Last-Event-ID` or `?after=N`. The stream ends with `done`.",
          tags,
          responses: answers("text/event-stream", "The events, up to `done`."),
        },
      },
    )
    .post(
      "/api/generations/:id/stop",
      async ({ user, params }) => {
        const { id } = requireGeneration(app, user, params.id, "editor");
        const run = app.generations.find(id);
        run?.stop("stopped");
        await run?.finished;
        return generationView(app, requireGeneration(app, user, id));
      },
      {
        permission: "generation.use",
        response: generationBody,
        detail: { summary: "Stop a generation; what has arrived is kept", tags },
      },
    )
    .get("/api/models", ({ request }) => listModels(app, request.signal), {
      permission: "models.list",
      response: modelsBody,
      detail: { summary: "The models that can be chosen", tags: ["models"] },
    })
    .get(
      "/api/versions/:id/bundle",
      async ({ user, params, query, request }) => {
        const { version, project } = requireVersion(app, user, params.id);
        const files = readVersion(app, version.id)?.files ?? [];
        const tailwind = tailwindOf(project);
        const known = files.some(({ path }) => path === query.entry);
        const { entry, ...build } = await app.preview.build(
          {
            files,
            partial: version.status === "draft",
            ...(tailwind === undefined ? {} : { tailwind }),
            ...(known && query.entry !== undefined ? { entry: query.entry } : {}),
            ...(query.component !== undefined && (known || query.component === "*")
              ? { component: query.component }
              : {}),
          },
          request.signal,
        );
        return { ...build, ...(entry === undefined ? {} : { entry }) };
      },
      {
        permission: "projects.use",
        query: bundleQuery,
        response: bundleBody,
        detail: { summary: "A version built for the preview frame", tags: ["versions"] },
      },
    );
};

/** The chat that a single call is about; without one it gets a project and a chat of its own. */
function chatFor(
  app: GenerationApp,
  user: CurrentUser,
  prompt: string,
  { chatId, projectId }: { chatId?: string | undefined; projectId?: string | undefined },
): string {
  if (chatId !== undefined) return requireChat(app, user, chatId, "editor").chat.id;
  if (projectId !== undefined) return createChat(app, requireProject(app, user, projectId, "editor").project.id).id;
  const words = prompt.replaceAll(/[\p{Cc}\s]+/gu, " ").trim();
  const name = words.length <= 60 ? words : `${words.slice(0, 60).replace(/\s+\S*$/, "")}…`;
  return createChat(app, createProject(app, user, { name }).id).id;
}

async function listModels(app: GenerationApp, signal: AbortSignal) {
  try {
    const items = await app.llm.models(signal);
    const first = await app.llm.defaultModel(signal).catch(() => undefined);
    return { items, default: first?.id ?? null };
  } catch (error) {
    throw error instanceof LlmError ? problemOfLlm(error) : error;
  }
}
