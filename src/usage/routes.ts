import { Elysia, t } from "elysia";
import { audit, findUser, guard, originOf } from "../accounts/index.ts";
import type { App } from "../platform/app.ts";
import { isoTime } from "../platform/clock.ts";
import { csvLine } from "../platform/csv.ts";
import { Problem } from "../platform/problem.ts";
import { quotaOfPerson } from "./person-quota.ts";
import { type ProjectLabels, reportUsage, type UsageRow } from "./report.ts";

/** What this room asks of rooms beside it. */
export interface UsageRouteDeps {
  /** How many projects belong to somebody. */
  ownedProjects(userId: string): number;
  projectLabels: ProjectLabels;
}

const grouping = t.Union([t.Literal("person"), t.Literal("day"), t.Literal("model"), t.Literal("project")]);
const reportQuery = t.Object({
  from: t.Optional(t.String({ format: "date-time", description: "Thirty days ago unless told." })),
  to: t.Optional(t.String({ format: "date-time", description: "Now unless told; not included." })),
  groupBy: t.Optional(grouping),
});
const sums = {
  generations: t.Integer(),
  refunded: t.Integer({ description: "Those that did not render and count towards no quota." }),
  running: t.Integer(),
  promptTokens: t.Integer(),
  completionTokens: t.Integer(),
  totalTokens: t.Integer({ description: "Of all, refunded ones too." }),
  estimated: t.Integer({ description: "How many generations had tokens that are a guess, or that nobody told." }),
  costNanoUsd: t.Nullable(t.Integer({ description: "Of those whose price is known; null when none is." })),
};
const reportBody = t.Object({
  from: t.String({ format: "date-time" }),
  to: t.String({ format: "date-time" }),
  groupBy: grouping,
  timeZone: t.String(),
  items: t.Array(t.Object({ key: t.String(), label: t.String(), ...sums })),
  totals: t.Object(sums),
});
const count = t.Integer({ minimum: 0 });
const quotaBody = t.Object({
  tier: t.Object({ name: t.String() }),
  timeZone: t.String(),
  windows: t.Array(
    t.Object({
      id: t.String({ description: "The tier's name for the limit." }),
      name: t.String(),
      used: count,
      reserved: t.Integer({ minimum: 0, description: "Set aside for generations that are being written." }),
      limit: t.Nullable(t.Integer({ description: "Null is unlimited." })),
      resetsAt: t.Nullable(t.String({ format: "date-time" })),
    }),
  ),
});
const columns = ["label", ...Object.keys(sums)] as const;
const tags = ["usage"];

const csvRow = (row: UsageRow): string =>
  csvLine([
    row.key,
    row.label,
    row.generations,
    row.refunded,
    row.running,
    row.promptTokens,
    row.completionTokens,
    row.totalTokens,
    row.estimated,
    row.costNanoUsd,
  ]);

/** What people used, for administrators, and what is left for oneself. */
export const usageRoutes = (app: App, { ownedProjects, projectLabels }: UsageRouteDeps) =>
  new Elysia()
    .use(guard(app))
    .get("/api/auth/quota", ({ user }) => quotaOfPerson(app, user.id, ownedProjects(user.id)), {
      permission: "account.self",
      response: quotaBody,
      detail: { summary: "What your tier allows, and what of it is used", tags },
    })
    .get(
      "/api/admin/users/:id/quota",
      ({ params }) => {
        const person = findUser(app, params.id);
        if (!person || person.deletedAt !== null) throw new Problem("not_found", "There is no such person.");
        return quotaOfPerson(app, person.id, ownedProjects(person.id));
      },
      {
        permission: "admin",
        response: quotaBody,
        detail: { summary: "What a person's tier allows, and what of it is used", tags: ["people"] },
      },
    )
    .get("/api/admin/usage", ({ query }) => reportUsage(app, query, projectLabels), {
      permission: "admin",
      query: reportQuery,
      response: reportBody,
      detail: { summary: "What was used, by person, day, model or project", tags },
    })
    .get(
      "/api/admin/usage/export",
      ({ query, user, request, server }) => {
        const report = reportUsage(app, query, projectLabels);
        const detail = { groupBy: report.groupBy, from: report.from, to: report.to };
        audit(app, { action: "usage.exported", by: user, from: originOf({ request, server }), detail });
        const day = isoTime(app.clock.now()).slice(0, 10);
        return new Response([csvLine([report.groupBy, ...columns]), ...report.items.map(csvRow)].join(""), {
          headers: {
            "content-type": "text/csv; charset=utf-8",
            "content-disposition": `attachment; filename="vitrine-usage-by-${report.groupBy}-${day}.csv"`,
            "cache-control": "no-store",
          },
        });
      },
      {
        permission: "admin",
        query: reportQuery,
        detail: {
          summary: "The same as a CSV file",
          tags,
          responses: { 200: { description: "One line for each group", content: { "text/csv": {} } } },
        },
      },
    );
