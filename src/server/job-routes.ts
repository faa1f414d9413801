import { Elysia, t } from "elysia";
import { audit, guard } from "../accounts/index.ts";
import type { App } from "../platform/app.ts";
import { clientAddress } from "../platform/client.ts";
import { countJobs, deleteJob, type JobView, jobStates, listJobs, retryJob } from "../platform/jobs/index.ts";
import { pageOf, pageQuery } from "../platform/page.ts";
import { requestId } from "../platform/request-id.ts";

const state = t.Union([t.Literal("waiting"), t.Literal("running"), t.Literal("done"), t.Literal("dead")]);
const time = t.Nullable(t.String({ format: "date-time" }));
const jobBody = t.Object({
  id: t.String({ format: "uuid" }),
  kind: t.String(),
  state,
  attempts: t.Integer(),
  maxAttempts: t.Integer(),
  nextAttemptAt: time,
  lastError: t.Nullable(t.String()),
  summary: t.String(),
  createdAt: t.String({ format: "date-time" }),
  endedAt: time,
});
const tags = ["jobs"];
const on = ({ id, kind }: JobView) => ({ type: "job", id, name: kind });

/** Work that waits or was given up, for administrators; what it carries is never shown. */
export const jobRoutes = (app: App) => {
  const from = (request: Request) => ({ address: clientAddress(request), requestId: requestId(request) });
  app.metrics.gauge("vitrine_jobs", "Jobs that are stored, by state.", () => {
    const totals = countJobs(app);
    return jobStates.map((name) => ({ labels: { state: name }, value: totals[name] }));
  });

  return new Elysia()
    .use(guard(app))
    .get("/api/admin/jobs", ({ query }) => listJobs(app, query), {
      permission: "admin",
      query: t.Composite([
        t.Object({ state: t.Optional(state), kind: t.Optional(t.String({ maxLength: 64 })) }),
        pageQuery,
      ]),
      response: pageOf(jobBody),
      detail: { summary: "Stored jobs, newest first", tags },
    })
    .post(
      "/api/admin/jobs/:id/retry",
      ({ user, params, request }) => {
        const job = retryJob(app, params.id);
        audit(app, { action: "job.retried", by: user, on: on(job), from: from(request) });
        return job;
      },
      {
        permission: "admin",
        response: jobBody,
        detail: { summary: "Try a job again now", tags },
      },
    )
    .delete(
      "/api/admin/jobs/:id",
      ({ user, params, request, set }) => {
        const job = deleteJob(app, params.id);
        audit(app, { action: "job.deleted", by: user, on: on(job), from: from(request), detail: { state: job.state } });
        set.status = 204;
      },
      {
        permission: "admin",
        response: { 204: t.Void() },
        detail: { summary: "Delete a job; what it was to do is not done", tags },
      },
    );
};
