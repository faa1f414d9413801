import { Elysia, t } from "elysia";
import { guard, watchSession } from "../../accounts/index.ts";
import { eventStream } from "../../platform/event-stream.ts";
import { idempotentAsync } from "../../platform/idempotency.ts";
import { answers } from "../../platform/openapi.ts";
import { Problem } from "../../platform/problem.ts";
import { freeEngineId } from "../engine-id.ts";
import { previewOf } from "../preview.ts";
import type { EngineApp } from "../room.ts";
import { feedOf, jsonFrame, mergedSource } from "./frames.ts";
import { readSettings } from "./settings-input.ts";
import { engineView, requireEngine } from "./view.ts";

const tags = ["engines"];
const settings = t.Record(t.String(), t.Unknown(), {
  description: "`adapter` (vllm, llamacpp, command, remote), `label`, `servedName` and what that adapter takes.",
});
const json = (description: string) => answers("application/json", description);
const levels = ["debug", "info", "warning", "error"] as const;
type Level = (typeof levels)[number];

const logQuery = t.Object({
  limit: t.Optional(t.Numeric({ minimum: 1, maximum: 5000, description: "The newest so many; 500 when left out." })),
  q: t.Optional(t.String({ maxLength: 200, description: "Text that a line contains, in any case." })),
  level: t.Optional(t.String({ description: "This level and above: debug, info, warning, error." })),
  before: t.Optional(t.Numeric({ minimum: 1, description: "Only lines with a smaller `seq`." })),
});

function readLevel(text: string | undefined): Level | undefined {
  if (text === undefined || text === "") return undefined;
  const level = levels.find((known) => known === text);
  if (!level) throw new Problem("bad_request", `There is no level ${text}. Use one of ${levels.join(", ")}.`);
  return level;
}

/** What an administrator does with engines. */
export const engineRoutes = (app: EngineApp) => {
  const { engines: room } = app;
  const view = (id: string) => engineView(room, requireEngine(room, id));
  const act = (id: string, action: (id: string) => void) => {
    action(requireEngine(room, id).id);
    return view(id);
  };

  return new Elysia({ name: "engines" })
    .use(guard(app))
    .get("/api/admin/engines", () => ({ items: room.store.list().map((engine) => engineView(room, engine)) }), {
      permission: "admin",
      detail: { summary: "All engines with their state", tags, responses: json("`{items}`") },
    })
    .post(
      "/api/admin/engines",
      async ({ user, body, request, set }) => {
        const { id } = await idempotentAsync(app, { user, request, body }, async () => {
          const read = readSettings(body.settings);
          const made = room.store.create(body.id ?? freeEngineId(room.store, read), read);
          room.supervisor.changed(made.id);
          if (body.start) room.supervisor.start(made.id);
          return { id: made.id };
        });
        set.status = 201;
        return view(id);
      },
      {
        permission: "admin",
        body: t.Object({
          id: t.Optional(t.String({ maxLength: 63 })),
          settings,
          start: t.Optional(t.Boolean({ description: "Start it at once." })),
        }),
        detail: { summary: "Make an engine", tags, responses: json("The engine") },
      },
    )
    .post("/api/admin/engines/preview", ({ body }) => previewOf(room, readSettings(body.settings)), {
      permission: "admin",
      body: t.Object({ settings }),
      detail: {
        summary: "The command line that settings make; nothing is started",
        tags,
        responses: json("A preview"),
      },
    })
    .get("/api/admin/engines/installs", async () => ({ items: await room.installs() }), {
      permission: "admin",
      detail: { summary: "Engines that are installed on this machine", tags, responses: json("`{items}`") },
    })
    .get(
      "/api/admin/engines/stream",
      ({ user, request, server }) => {
        const states = () => room.supervisor.statuses().map((status) => jsonFrame("engine", status));
        const rest = () => [
          jsonFrame("gpus", room.gpu.latest()),
          ...room.files.list().map((model) => jsonFrame("download", model)),
        ];
        room.gpu.setPace("watched");
        const feeds = [
          feedOf(room.supervisor.channel.subscribe("engines"), (status) => jsonFrame("engine", status), states),
          feedOf(room.channel.subscribe("room"), ({ event, data }) => jsonFrame(event, data), rest),
        ];
        const source = mergedSource([...states(), ...rest()], feeds, () => room.gpu.setPace("watched"));
        return eventStream(request, source, { server, until: watchSession(app, user.sessionId) });
      },
      {
        permission: "admin",
        detail: {
          summary: "Changes of engines, GPUs and downloads as they happen (text/event-stream)",
          description: "Events `engine`, `gpus` and `download`; everything once at the beginning.",
          tags,
          responses: answers("text/event-stream", "The events."),
        },
      },
    )
    .get("/api/admin/engines/:id", ({ params }) => view(params.id), {
      permission: "admin",
      detail: { summary: "One engine", tags, responses: json("The engine") },
    })
    .patch(
      "/api/admin/engines/:id",
      ({ params, body }) => {
        const { settings: before } = requireEngine(room, params.id);
        // Whole settings replace the old ones, so that a field can be cleared; a part of them changes that part.
        const whole = "adapter" in body.settings;
        room.store.update(params.id, readSettings(whole ? body.settings : { ...before, ...body.settings }, before));
        room.supervisor.changed(params.id);
        return view(params.id);
      },
      {
        permission: "admin",
        body: t.Object({ settings }),
        detail: {
          summary: "Change settings; what a start depends on applies at the next one",
          description: "With `adapter` they are taken as a whole; without it they change the fields that are there.",
          tags,
          responses: json("The engine"),
        },
      },
    )
    .delete(
      "/api/admin/engines/:id",
      async ({ params, set }) => {
        const { id } = requireEngine(room, params.id);
        await room.removeEngine(id);
        set.status = 204;
      },
      {
        permission: "admin",
        detail: {
          summary: "Stop an engine and forget it; its model files stay",
          tags,
          responses: { 204: { description: "Gone" } },
        },
      },
    )
    .post(
      "/api/admin/engines/:id/start",
      ({ params, set }) => {
        set.status = 202;
        return act(params.id, (id) => room.supervisor.start(id));
      },
      {
        permission: "admin",
        detail: { summary: "Start, now and after every restart", tags, responses: json("The engine") },
      },
    )
    .post(
      "/api/admin/engines/:id/stop",
      ({ params, set }) => {
        set.status = 202;
        return act(params.id, (id) => room.supervisor.stop(id));
      },
      { permission: "admin", detail: { summary: "Stop, and stay stopped", tags, responses: json("The engine") } },
    )
    .post(
      "/api/admin/engines/:id/restart",
      ({ params, set }) => {
        set.status = 202;
        return act(params.id, (id) => room.supervisor.restart(id));
      },
      { permission: "admin", detail: { summary: "Stop and start again", tags, responses: json("The engine") } },
    )
    .post(
      "/api/admin/engines/:id/swap",
      ({ params, body, set }) => {
        const to = requireEngine(room, body.to).id;
        if (to === params.id) throw new Problem("conflict", "An engine cannot be swapped for itself. Restart it.");
        set.status = 202;
        return act(params.id, (from) => room.supervisor.swap(from, to));
      },
      {
        permission: "admin",
        body: t.Object({ to: t.String({ description: "The id of the engine that takes its place." }) }),
        detail: {
          summary: "Put another engine in its place; who waits moves over",
          tags,
          responses: json("The engine that goes"),
        },
      },
    )
    .get(
      "/api/admin/engines/:id/logs",
      ({ params, query }) => {
        const { id } = requireEngine(room, params.id);
        const { limit = 500, q, before } = query;
        return { items: room.log(id).read({ limit, q, before, level: readLevel(query.level) }) };
      },
      {
        permission: "admin",
        query: logQuery,
        detail: { summary: "The end of an engine's log, searched", tags, responses: json("`{items}`, newest last") },
      },
    )
    .get(
      "/api/admin/engines/:id/logs/stream",
      ({ params, user, request, server }) => {
        const { id } = requireEngine(room, params.id);
        const subscription = room.lines.subscribe(id, 2_000);
        const frame = (line: object) => jsonFrame("line", line);
        const recent = () => room.log(id).tail(500).map(frame);
        // Both in one turn, so that no line falls between them.
        const until = watchSession(app, user.sessionId);
        return eventStream(request, mergedSource(recent(), [feedOf(subscription, frame, recent)]), { server, until });
      },
      {
        permission: "admin",
        detail: {
          summary: "An engine's log as it is written (text/event-stream)",
          description: "Events `line`, beginning with the last 500; `seq` tells repeated ones.",
          tags,
          responses: answers("text/event-stream", "The lines."),
        },
      },
    )
    .get(
      "/api/admin/engines/:id/history",
      ({ params, query }) => room.history.read(`engine:${requireEngine(room, params.id).id}`, query.minutes ?? 60),
      {
        permission: "admin",
        query: t.Object({ minutes: t.Optional(t.Numeric({ minimum: 1, maximum: 10_080 })) }),
        detail: { summary: "An engine's numbers over time", tags, responses: json("`{times, series}`") },
      },
    );
};
