import { Elysia, t } from "elysia";
import type { App } from "../../platform/app.ts";
import { audit } from "../audit/audit.ts";
import { guard } from "../guard.ts";
import { originOf } from "../origin.ts";
import { type Limits, limitNames } from "./limits.ts";
import { changeTier, createTier, deleteTier, listTiers, type TierView, tierView } from "./tiers.ts";

const limit = (description: string) =>
  t.Nullable(t.Integer({ minimum: 0, maximum: 1_000_000_000_000, description: `${description}; null is unlimited.` }));
const limits = t.Object({
  generationsPerDay: limit("Generations a day"),
  tokensPerDay: limit("Tokens a day"),
  tokensPerMonth: limit("Tokens a month"),
  concurrentGenerations: limit("Generations at once"),
  projects: limit("Projects that somebody owns"),
  apiKeys: limit("API keys that work"),
  requestsPerMinute: t.Nullable(
    t.Integer({ minimum: 30, maximum: 1_000_000, description: "The page alone needs a few dozen; null is unlimited." }),
  ),
  maxPromptTokens: limit("Tokens of one request with its attachments"),
});
const name = t.String({ minLength: 1, maxLength: 200 });
const description = t.String({ maxLength: 2000 });
const tierBody = t.Object({
  id: t.String({ format: "uuid" }),
  name: t.String(),
  description: t.String(),
  isDefault: t.Boolean(),
  limits,
  people: t.Integer({ description: "In the default tier, everybody who was given none too." }),
});
const tags = ["tiers"];
const on = ({ id, name }: TierView) => ({ type: "tier", id, name });

/** The limits that differ, as the audit log tells them. */
function changed(before: Limits | undefined, after: Limits): Record<string, string> {
  const told: Record<string, string> = {};
  for (const name of limitNames) {
    const [was, is] = [before?.[name] ?? null, after[name]];
    if (was !== is) told[name] = `${was ?? "unlimited"} → ${is ?? "unlimited"}`;
  }
  return told;
}

/** Tiers, for administrators. */
export const tierRoutes = (app: App) =>
  new Elysia()
    .use(guard(app))
    .get("/api/admin/tiers", () => ({ items: listTiers(app), nextCursor: null }), {
      permission: "admin",
      response: t.Object({ items: t.Array(tierBody), nextCursor: t.Null() }),
      detail: { summary: "All tiers, the default one first", tags },
    })
    .post(
      "/api/admin/tiers",
      ({ user, body, request, server, set }) => {
        const made = createTier(app, body);
        const detail = changed(undefined, made.limits);
        audit(app, { action: "tier.created", by: user, on: on(made), from: originOf({ request, server }), detail });
        set.status = 201;
        return made;
      },
      {
        permission: "admin",
        body: t.Object({
          name,
          description: t.Optional(description),
          isDefault: t.Optional(t.Boolean({ description: "Takes the place of the default tier." })),
          limits: t.Optional(t.Partial(limits)),
        }),
        response: { 201: tierBody },
        detail: { summary: "Make a tier; what is left out of its limits is unlimited", tags },
      },
    )
    .get("/api/admin/tiers/:id", ({ params }) => tierView(app, params.id), {
      permission: "admin",
      response: tierBody,
      detail: { summary: "One tier", tags },
    })
    .patch(
      "/api/admin/tiers/:id",
      ({ user, params, body, request, server }) => {
        const before = tierView(app, params.id);
        const after = changeTier(app, before.id, body);
        const renamed = before.name === after.name ? {} : { name: `${before.name} → ${after.name}` };
        const chosen = before.isDefault === after.isDefault ? {} : { isDefault: after.isDefault };
        const detail = { ...renamed, ...chosen, ...changed(before.limits, after.limits) };
        audit(app, { action: "tier.changed", by: user, on: on(after), from: originOf({ request, server }), detail });
        return after;
      },
      {
        permission: "admin",
        body: t.Object({
          name: t.Optional(name),
          description: t.Optional(description),
          isDefault: t.Optional(t.Boolean()),
          limits: t.Optional(t.Partial(limits)),
        }),
        response: tierBody,
        detail: { summary: "Change a tier; it holds from the next request on", tags },
      },
    )
    .delete(
      "/api/admin/tiers/:id",
      ({ user, params, query, request, server, set }) => {
        const gone = deleteTier(app, params.id, query.moveTo);
        const detail = { people: gone.people, ...(query.moveTo === undefined ? {} : { movedTo: query.moveTo }) };
        audit(app, { action: "tier.deleted", by: user, on: on(gone), from: originOf({ request, server }), detail });
        set.status = 204;
      },
      {
        permission: "admin",
        query: t.Object({
          moveTo: t.Optional(
            t.String({ maxLength: 64, description: "Where its people go; needed when there are any." }),
          ),
        }),
        response: { 204: t.Void() },
        detail: { summary: "Delete a tier and move its people to another", tags },
      },
    );
