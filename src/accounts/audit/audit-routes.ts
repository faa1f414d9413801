import { Elysia, t } from "elysia";
import type { App } from "../../platform/app.ts";
import { isoTime } from "../../platform/clock.ts";
import { pageOf, pageQuery } from "../../platform/page.ts";
import { guard } from "../guard.ts";
import { originOf } from "../origin.ts";
import { audit } from "./audit.ts";
import { exportAudit, exportType } from "./audit-export.ts";
import { auditActions, auditFilter, auditView, listAudit, verifyAudit } from "./audit-log.ts";

const tags = ["audit"];

/** The audit log, for administrators. */
export const auditRoutes = (app: App) =>
  new Elysia()
    .use(guard(app))
    .get("/api/admin/audit", ({ query }) => listAudit(app, query), {
      permission: "admin",
      query: t.Composite([auditFilter, pageQuery]),
      response: pageOf(auditView),
      detail: { summary: "Security-relevant acts, newest first", tags },
    })
    .get(
      "/api/admin/audit/export",
      ({ query: { format = "jsonl", ...filter }, user, request, server }) => {
        audit(app, { action: "audit.exported", by: user, from: originOf({ request, server }), detail: { format } });
        const day = isoTime(app.clock.now()).slice(0, 10);
        return new Response(exportAudit(app, filter, format), {
          headers: {
            "content-type": exportType[format],
            "content-disposition": `attachment; filename="vitrine-audit-${day}.${format}"`,
            "cache-control": "no-store",
          },
        });
      },
      {
        permission: "admin",
        query: t.Composite([
          auditFilter,
          t.Object({ format: t.Optional(t.Union([t.Literal("csv"), t.Literal("jsonl")])) }),
        ]),
        detail: {
          summary: "The audit log as a file, oldest first",
          tags,
          responses: {
            200: { description: "One entry a line", content: { "application/x-ndjson": {}, "text/csv": {} } },
          },
        },
      },
    )
    .get("/api/admin/audit/actions", () => ({ items: auditActions(app) }), {
      permission: "admin",
      response: t.Object({ items: t.Array(t.String()) }),
      detail: { summary: "Every action that the log holds", tags },
    })
    .get("/api/admin/audit/verify", () => verifyAudit(app), {
      permission: "admin",
      response: t.Object({
        sound: t.Boolean(),
        entries: t.Integer(),
        problem: t.Nullable(t.Object({ seq: t.Integer(), reason: t.String() })),
      }),
      detail: { summary: "Whether the audit log is as it was written", tags },
    });
