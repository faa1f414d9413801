import { Elysia, t } from "elysia";
import type { App } from "../../platform/app.ts";
import { Problem } from "../../platform/problem.ts";
import { audit } from "../audit/audit.ts";
import { guard } from "../guard.ts";
import { notify } from "../mail/index.ts";
import { originOf } from "../origin.ts";
import { passwordAgain, reauthenticate } from "../sign-in/reauthenticate.ts";
import { flowCookie } from "./flow-cookie.ts";
import { listIdentities, unlinkIdentity } from "./identities.ts";
import { redirectUri } from "./oauth-routes.ts";
import { findProvider, requireProvider } from "./provider-store.ts";
import { safeReturnTo } from "./return-to.ts";
import { begin } from "./sign-in.ts";
import { SignInRefused } from "./sign-in-problem.ts";

const tags = ["linked accounts"];
const proof = t.Object({ password: passwordAgain });
const identityBody = t.Object({
  id: t.String({ format: "uuid" }),
  provider: t.String(),
  label: t.String(),
  email: t.String({ description: "As the provider said it at the last sign-in." }),
  createdAt: t.String({ format: "date-time" }),
  lastUsedAt: t.Nullable(t.String({ format: "date-time" })),
  usable: t.Boolean({ description: "Whether its provider is turned on." }),
});

/** One's own accounts elsewhere, and proving again who one is. */
export const identityRoutes = (app: App) =>
  new Elysia()
    .use(guard(app))
    .post(
      "/api/auth/reauthenticate",
      async ({ user, body, request, server, set }) => {
        await reauthenticate(app, user, body.password, originOf({ request, server }));
        set.status = 204;
      },
      {
        permission: "account.manage",
        body: t.Object({ password: t.String({ minLength: 1, maxLength: 1024 }) }),
        response: { 204: t.Void() },
        detail: { summary: "Give the password again; it is proof enough for ten minutes", tags: ["sign-in"] },
      },
    )
    .get("/api/auth/identities", ({ user }) => ({ items: listIdentities(app, user.id) }), {
      permission: "account.manage",
      response: t.Object({ items: t.Array(identityBody) }),
      detail: { summary: "Accounts elsewhere that sign you in here", tags },
    })
    .post(
      "/api/auth/identities/:provider",
      async ({ user, params, query, body, request, server, set }) => {
        await reauthenticate(app, user, body.password, originOf({ request, server }));
        const provider = requireProvider(app, params.provider);
        const { browser, header } = flowCookie(app, request);
        const linking = { id: user.id, sessionId: user.sessionId };
        const returnTo = safeReturnTo(query.returnTo, "/account/security");
        try {
          const flow = { returnTo, redirectUri: redirectUri(app, request, provider.id), linking };
          const { href: url } = await begin(app, provider, browser, flow);
          set.headers["set-cookie"] = header;
          set.headers["cache-control"] = "no-store";
          return { url };
        } catch (error) {
          if (!(error instanceof SignInRefused)) throw error;
          throw new Problem(
            "upstream_unavailable",
            `${provider.label} does not answer at the moment. Try again later.`,
            {
              cause: error.cause ?? error,
            },
          );
        }
      },
      {
        permission: "account.manage",
        query: t.Object({ returnTo: t.Optional(t.String()) }),
        body: proof,
        response: t.Object({ url: t.String({ description: "Where the browser goes next." }) }),
        detail: { summary: "Begin to link an account elsewhere", tags },
      },
    )
    .delete(
      "/api/auth/identities/:id",
      async ({ user, params, body, request, server, set }) => {
        const from = originOf({ request, server });
        await reauthenticate(app, user, body.password, from);
        const { provider, email } = unlinkIdentity(app, user.id, params.id);
        const on = { type: "user", id: user.id, name: user.email };
        audit(app, { action: "identity.unlinked", by: user, on, from, detail: { provider, account: email } });
        const label = findProvider(app, provider)?.label ?? provider;
        notify(app, user.id, { kind: "identity-unlinked", provider: label, from });
        set.status = 204;
      },
      {
        permission: "account.manage",
        body: proof,
        response: { 204: t.Void() },
        detail: { summary: "Unlink an account elsewhere, unless it is the last way in", tags },
      },
    );
