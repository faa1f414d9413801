import { Elysia, t } from "elysia";
import type { App } from "../../platform/app.ts";
import { audit } from "../audit/audit.ts";
import { guard } from "../guard.ts";
import { originOf } from "../origin.ts";
import { pageBase } from "../people/links.ts";
import { shortenSessions } from "../sessions/session-days.ts";
import { readSettings, writeSettings } from "../settings.ts";
import { enabledIssuers, requireAdminWayIn } from "../sign-in/ways-in.ts";
import { checkProvider } from "./check-provider.ts";
import { kindBody, registrationBody } from "./oauth-routes.ts";
import {
  addProvider,
  changeProvider,
  listProviders,
  providerView,
  removeProvider,
  requireProvider,
} from "./provider-store.ts";

const tags = ["settings"];
const label = t.String({ minLength: 1, maxLength: 60 });
const issuer = t.String({ maxLength: 2048, description: "Of an `oidc` provider, or of a GitHub Enterprise Server." });
const clientId = t.String({ minLength: 1, maxLength: 500 });
const clientSecret = t.Optional(t.String({ maxLength: 2000, description: "Never shown again." }));
const allowedDomains = t.Array(t.String({ maxLength: 253 }), {
  maxItems: 100,
  description:
    "E-mail domains that may come in; none lets all in. An `oidc` provider counts as the authority for them.",
});
const providerBody = t.Object({
  id: t.String(),
  source: t.Union([t.Literal("page"), t.Literal("configuration")]),
  kind: kindBody,
  label: t.String(),
  issuer: t.String(),
  clientId: t.String(),
  hasSecret: t.Boolean(),
  enabled: t.Boolean(),
  allowedDomains: t.Array(t.String()),
  createAccounts: t.Boolean(),
  redirectUri: t.String({ description: "What the provider must know." }),
});
export const sessionDays = t.Integer({
  minimum: 1,
  maximum: 365,
  description: "Days after which a session ends however much it is used.",
});
const settingsBody = t.Object({
  registration: registrationBody,
  password: t.Object({ enabled: t.Boolean() }),
  sessionDays,
  providers: t.Array(providerBody),
  redirectBase: t.String({ description: "How people reach this appliance; redirect URIs begin with it." }),
});

/** How people sign in and join, for administrators. */
export const signInSettingsRoutes = (app: App) => {
  const view = (request: Request) => (provider: Parameters<typeof providerView>[0]) => ({
    ...providerView(provider),
    redirectUri: `${pageBase(app, request)}/api/auth/oauth/${provider.id}/callback`,
  });
  const settings = (request: Request) => {
    const { registration, passwordSignIn, sessionDays } = readSettings(app);
    const providers = listProviders(app).map(view(request));
    const password = { enabled: passwordSignIn };
    return { registration, password, sessionDays, providers, redirectBase: pageBase(app, request) };
  };
  const on = ({ id, label: name }: { id: string; label: string }) => ({ type: "sign-in-provider", id, name });

  return new Elysia()
    .use(guard(app))
    .get("/api/admin/sign-in", ({ request }) => settings(request), {
      permission: "admin",
      response: settingsBody,
      detail: { summary: "How people sign in and join", tags },
    })
    .patch(
      "/api/admin/sign-in",
      ({ user, body, request, server }) => {
        const { registration, password, sessionDays } = body;
        const passwordSignIn = password?.enabled;
        app.db.transaction(
          () => {
            if (passwordSignIn === false) requireAdminWayIn(app, { passwordSignIn });
            writeSettings(app, { registration, passwordSignIn, sessionDays });
            if (sessionDays !== undefined) shortenSessions(app);
            const detail = {
              ...(registration === undefined ? {} : { registration }),
              ...(passwordSignIn === undefined ? {} : { passwordSignIn }),
              ...(sessionDays === undefined ? {} : { sessionDays }),
            };
            audit(app, { action: "settings.changed", by: user, from: originOf({ request, server }), detail });
          },
          { behavior: "immediate" },
        );
        return settings(request);
      },
      {
        permission: "admin",
        body: t.Object({
          registration: t.Optional(registrationBody),
          password: t.Optional(t.Object({ enabled: t.Boolean() })),
          sessionDays: t.Optional(sessionDays),
        }),
        response: settingsBody,
        detail: { summary: "Change how people join, whether passwords are taken, and how long sessions last", tags },
      },
    )
    .post(
      "/api/admin/sign-in/providers",
      ({ user, body, request, server, set }) => {
        const { kind, enabled = true, allowedDomains: domains = [], createAccounts = true, ...rest } = body;
        const made = addProvider(app, kind, { ...rest, enabled, allowedDomains: domains, createAccounts });
        const detail = { kind, issuer: made.issuer, enabled, createAccounts };
        audit(app, { action: "provider.added", by: user, on: on(made), from: originOf({ request, server }), detail });
        set.status = 201;
        return view(request)(made);
      },
      {
        permission: "admin",
        body: t.Object({
          kind: kindBody,
          label: t.Optional(label),
          issuer: t.Optional(issuer),
          clientId,
          clientSecret,
          enabled: t.Optional(t.Boolean()),
          allowedDomains: t.Optional(allowedDomains),
          createAccounts: t.Optional(t.Boolean()),
        }),
        response: { 201: providerBody },
        detail: { summary: "Add somebody who signs people in", tags },
      },
    )
    .patch(
      "/api/admin/sign-in/providers/:id",
      ({ user, params, body, request, server }) =>
        app.db.transaction(
          () => {
            const changed = changeProvider(app, params.id, body);
            requireAdminWayIn(app, {});
            const secret = body.clientSecret === undefined ? {} : { secretChanged: true };
            const { issuer: from, enabled, createAccounts } = changed;
            const detail = {
              issuer: from,
              enabled,
              createAccounts,
              domains: changed.allowedDomains.join(" "),
              ...secret,
            };
            audit(app, {
              action: "provider.changed",
              by: user,
              on: on(changed),
              from: originOf({ request, server }),
              detail,
            });
            return view(request)(changed);
          },
          { behavior: "immediate" },
        ),
      {
        permission: "admin",
        body: t.Partial(
          t.Object({
            label,
            issuer,
            clientId,
            clientSecret,
            enabled: t.Boolean(),
            allowedDomains,
            createAccounts: t.Boolean(),
          }),
        ),
        response: providerBody,
        detail: { summary: "Change a provider; a secret that is left out stays", tags },
      },
    )
    .delete(
      "/api/admin/sign-in/providers/:id",
      ({ user, params, request, server, set }) => {
        requireAdminWayIn(app, { issuers: enabledIssuers(app, params.id) });
        const gone = removeProvider(app, params.id);
        audit(app, { action: "provider.removed", by: user, on: on(gone), from: originOf({ request, server }) });
        set.status = 204;
      },
      {
        permission: "admin",
        response: { 204: t.Void() },
        detail: { summary: "Remove a provider; accounts stay, and stay linked", tags },
      },
    )
    .post(
      "/api/admin/sign-in/providers/:id/test",
      ({ params }) => checkProvider(app, requireProvider(app, params.id)),
      {
        permission: "admin",
        response: t.Object({ ok: t.Boolean(), detail: t.String() }),
        detail: { summary: "Ask a provider whether it is there", tags },
      },
    );
};
