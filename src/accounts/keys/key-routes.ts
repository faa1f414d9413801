import { Elysia, t } from "elysia";
import type { App } from "../../platform/app.ts";
import { audit } from "../audit/audit.ts";
import { guard } from "../guard.ts";
import { notify } from "../mail/index.ts";
import { originOf } from "../origin.ts";
import { requireUser } from "../people/users.ts";
import type { ApiKeyRow } from "../schema.ts";
import { createKey, listKeys, type MadeKey, revokeKey, rotateKey } from "./api-keys.ts";
import { keyBody, keyView, scope } from "./key-view.ts";

const madeBody = t.Composite([keyBody, t.Object({ secret: t.String({ description: "The whole key, shown once." }) })]);
const listBody = t.Object({ items: t.Array(keyBody), nextCursor: t.Null() });
const tags = ["API keys"];
const dayMs = 24 * 3600_000;

const madeView = ({ row, secret }: MadeKey) => ({ ...keyView(row), secret });
const list = (app: App, userId: string) => ({ items: listKeys(app, userId).map(keyView), nextCursor: null });
const onKey = ({ publicId, name }: Pick<ApiKeyRow, "publicId" | "name">) => ({ type: "key", id: publicId, name });

/** API keys: one's own for everybody who is signed in, those of others for administrators. */
export const keyRoutes = (app: App) =>
  new Elysia()
    .use(guard(app))
    .get("/api/keys", ({ user }) => list(app, user.id), {
      permission: "account.manage",
      response: listBody,
      detail: { summary: "Your API keys", tags },
    })
    .post(
      "/api/keys",
      ({ user, body, request, server, set }) => {
        const { name, scopes, projectIds } = body;
        const expiresAt = body.expiresAt === undefined ? undefined : Date.parse(body.expiresAt);
        const made = createKey(app, user, { name, scopes, projectIds, expiresAt });
        const detail = { scopes: scopes.join(" "), expires: body.expiresAt ?? "never" };
        const from = originOf({ request, server });
        audit(app, { action: "key.made", by: user, on: onKey(made.row), from, detail });
        notify(app, user.id, { kind: "key-created", name: made.row.name, from });
        set.status = 201;
        set.headers["cache-control"] = "no-store";
        return madeView(made);
      },
      {
        permission: "account.manage",
        body: t.Object({
          name: t.String({ maxLength: 200 }),
          scopes: t.Array(scope, { minItems: 1, maxItems: 5 }),
          projectIds: t.Optional(t.Array(t.String({ maxLength: 64 }), { minItems: 1, maxItems: 100 })),
          expiresAt: t.Optional(t.String({ format: "date-time" })),
        }),
        response: { 201: madeBody },
        detail: { summary: "Make an API key; it is shown this once", tags },
      },
    )
    .post(
      "/api/keys/:id/rotate",
      ({ user, params, body, request, server, set }) => {
        const overlap = body.overlapSeconds ?? dayMs / 1000;
        const made = rotateKey(app, user.id, params.id, overlap * 1000);
        const from = originOf({ request, server });
        audit(app, { action: "key.rotated", by: user, on: onKey(made.row), from, detail: { old: params.id, overlap } });
        notify(app, user.id, { kind: "key-created", name: made.row.name, from });
        set.status = 201;
        set.headers["cache-control"] = "no-store";
        return madeView(made);
      },
      {
        permission: "account.manage",
        body: t.Object({
          overlapSeconds: t.Optional(
            t.Integer({
              minimum: 0,
              maximum: 604_800,
              description: "How long the old key works on; a day unless told.",
            }),
          ),
        }),
        response: { 201: madeBody },
        detail: { summary: "Make a successor of a key; both work for a while", tags },
      },
    )
    .delete(
      "/api/keys/:id",
      ({ user, params, request, server, set }) => {
        const row = revokeKey(app, user.id, params.id);
        audit(app, { action: "key.revoked", by: user, on: onKey(row), from: originOf({ request, server }) });
        set.status = 204;
      },
      {
        permission: "account.manage",
        response: { 204: t.Void() },
        detail: { summary: "Revoke a key, at once", tags },
      },
    )
    .get("/api/admin/users/:id/keys", ({ params }) => list(app, requireUser(app, params.id).id), {
      permission: "admin",
      response: listBody,
      detail: { summary: "API keys of a person", tags: ["people"] },
    })
    .delete(
      "/api/admin/users/:id/keys/:keyId",
      ({ user, params, request, server, set }) => {
        const row = revokeKey(app, requireUser(app, params.id).id, params.keyId);
        const detail = { owner: params.id };
        audit(app, { action: "key.revoked", by: user, on: onKey(row), from: originOf({ request, server }), detail });
        set.status = 204;
      },
      {
        permission: "admin",
        response: { 204: t.Void() },
        detail: { summary: "Revoke a key of a person", tags: ["people"] },
      },
    );
