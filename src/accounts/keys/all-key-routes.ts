import { Elysia, t } from "elysia";
import type { App } from "../../platform/app.ts";
import { pageOf, pageQuery } from "../../platform/page.ts";
import { guard } from "../guard.ts";
import { listAllKeys } from "./all-keys.ts";
import { keyBody, keyView } from "./key-view.ts";

const ownedKeyBody = t.Composite([
  keyBody,
  t.Object({ owner: t.Object({ id: t.String(), email: t.String(), name: t.String() }) }),
]);
export type OwnedKeyView = typeof ownedKeyBody.static;

/** API keys of everybody, for administrators; one is revoked through its owner. */
export const allKeyRoutes = (app: App) =>
  new Elysia()
    .use(guard(app))
    .get("/api/admin/keys", ({ query }) => listAllKeys(app, query, ({ key, owner }) => ({ ...keyView(key), owner })), {
      permission: "admin",
      query: t.Composite([
        t.Object({
          search: t.Optional(t.String({ maxLength: 120, description: "Part of the owner, the name or the id." })),
          state: t.Optional(t.Union([t.Literal("good"), t.Literal("expired"), t.Literal("revoked")])),
        }),
        pageQuery,
      ]),
      response: pageOf(ownedKeyBody),
      detail: { summary: "API keys of everybody, the newest first", tags: ["people"] },
    });
