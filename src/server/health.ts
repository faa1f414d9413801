import { Elysia, t } from "elysia";
import { openToAll } from "../accounts/index.ts";
import { localPrefix } from "../engine/index.ts";
import { isoTime } from "../platform/clock.ts";
import { canWrite } from "../platform/database.ts";

import { service, version } from "../platform/version.ts";
import type { ServerApp } from "./server-app.ts";

const health = t.Object({
  status: t.Union([t.Literal("ok"), t.Literal("degraded"), t.Literal("unavailable")]),
  service: t.String(),
  version: t.String(),
  startedAt: t.String({
    description: "When this process began to serve; another time means that it was started anew.",
  }),
  timestamp: t.String(),
  dependencies: t.Record(t.String(), t.Object({ status: t.String(), detail: t.Optional(t.String()) })),
});

type Health = typeof health.static;

/**
 * `live`: the process answers. `ready`: it also takes work (503 while draining or when the database cannot write).
 * `/health` is the whole picture; a provider that is down degrades it and no more.
 */
export const healthRoutes = (app: ServerApp) => {
  const startedAt = isoTime(app.clock.now());
  const report = (status: Health["status"], dependencies: Health["dependencies"]): Health => ({
    status,
    service,
    version,
    startedAt,
    timestamp: isoTime(app.clock.now()),
    dependencies,
  });

  const dependencies = (): Health["dependencies"] => ({
    database: canWrite(app.db)
      ? { status: "ok" }
      : { status: "unavailable", detail: "the database does not take writes" },
    ...Object.fromEntries(
      app.llm
        .status()
        .filter(({ id }) => id !== localPrefix)
        .map(({ id, state, lastError }) => [
          `model:${id}`,
          { status: state === "open" ? "unavailable" : "ok", ...(lastError ? { detail: lastError } : {}) },
        ]),
    ),
    ...Object.fromEntries(
      app.engines.supervisor
        .statuses()
        .filter(({ desired }) => desired === "running")
        .map(({ engineId, state, failure }) => [
          `engine:${engineId}`,
          {
            status: state === "failed" || state === "gpu_unavailable" ? "unavailable" : "ok",
            detail: state === "failed" && failure ? failure.reason : state,
          },
        ]),
    ),
  });

  const isReady = (found: Health["dependencies"]) => !app.lifecycle.draining && found.database?.status === "ok";

  const overall = (found: Health["dependencies"]): Health["status"] => {
    if (!isReady(found)) return "unavailable";
    return Object.values(found).every(({ status }) => status === "ok") ? "ok" : "degraded";
  };

  const answers = { 200: health, 503: health };
  const detail = (summary: string) => ({ summary, tags: ["operations"], ...openToAll });
  return new Elysia({ name: "health" })
    .get(
      "/health",
      ({ status }) => {
        const found = dependencies();
        const state = overall(found);
        return state === "unavailable" ? status(503, report(state, found)) : status(200, report(state, found));
      },
      { response: answers, detail: detail("The state of this appliance and of what it depends on") },
    )
    .get("/health/live", () => report("ok", {}), { response: health, detail: detail("The process answers") })
    .get(
      "/health/ready",
      ({ status }) => {
        const found = dependencies();
        return isReady(found) ? status(200, report("ok", found)) : status(503, report("unavailable", found));
      },
      { response: answers, detail: detail("The appliance takes work") },
    );
};
