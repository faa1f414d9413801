import { Elysia, t } from "elysia";
import type { App } from "../../platform/app.ts";
import { safeAddresses } from "../../platform/safe-url.ts";
import { audit } from "../audit/audit.ts";
import { guard } from "../guard.ts";
import { originOf } from "../origin.ts";
import { pageBase } from "../people/links.ts";
import { clearMailSettings, mailView, writeMailSettings } from "./mail-settings.ts";
import { testMail } from "./mail-test.ts";

const security = t.Union([t.Literal("starttls"), t.Literal("tls"), t.Literal("none")], {
  description: "`starttls` never goes on without encryption; `tls` encrypts from the first byte.",
});
const mailBody = t.Object({
  configured: t.Boolean(),
  source: t.Nullable(t.Union([t.Literal("page"), t.Literal("configuration")])),
  host: t.String(),
  port: t.Integer(),
  security,
  username: t.String(),
  hasPassword: t.Boolean(),
  from: t.String(),
  replyTo: t.String(),
});
const tags = ["mail"];

/** The mail server, for administrators. */
export const mailRoutes = (app: App) =>
  new Elysia()
    .use(guard(app))
    .get("/api/admin/mail", () => mailView(app), {
      permission: "admin",
      response: mailBody,
      detail: { summary: "How e-mail is sent", tags },
    })
    .put(
      "/api/admin/mail",
      async ({ user, body, request, server }) => {
        await safeAddresses(body.host.trim(), "administrator", undefined, "/host");
        const view = writeMailSettings(app, body, pageBase(app, request));
        const { host, port, security, username, from } = view;
        const detail = { host, port, security, username, from, newPassword: body.password !== undefined };
        audit(app, { action: "mail.changed", by: user, from: originOf({ request, server }), detail });
        return view;
      },
      {
        permission: "admin",
        body: t.Object({
          host: t.String({ minLength: 1, maxLength: 253 }),
          port: t.Integer({ minimum: 1, maximum: 65_535 }),
          security,
          username: t.String({ maxLength: 254 }),
          password: t.Optional(
            t.String({
              maxLength: 1024,
              description: "Left out, the stored one stays while host, port and user name do.",
            }),
          ),
          from: t.String({
            minLength: 1,
            maxLength: 400,
            description: "`ada@example.org`, or a name before it in < >.",
          }),
          replyTo: t.String({ maxLength: 400, description: "May be empty." }),
        }),
        response: mailBody,
        detail: { summary: "Set up how e-mail is sent", tags },
      },
    )
    .delete(
      "/api/admin/mail",
      ({ user, request, server, set }) => {
        clearMailSettings(app);
        audit(app, { action: "mail.cleared", by: user, from: originOf({ request, server }) });
        set.status = 204;
      },
      {
        permission: "admin",
        response: { 204: t.Void() },
        detail: { summary: "Send no e-mail any more", tags },
      },
    )
    .post(
      "/api/admin/mail/test",
      async ({ user, body, request, server }) => {
        const result = await testMail(app, body.to);
        const from = originOf({ request, server });
        const outcome = result.ok ? "ok" : "refused";
        audit(app, { action: "mail.tested", outcome, by: user, from, detail: { to: body.to.slice(0, 254) } });
        return result;
      },
      {
        permission: "admin",
        body: t.Object({ to: t.String({ minLength: 1, maxLength: 254 }) }),
        response: t.Object({ ok: t.Boolean(), detail: t.String({ description: "What failed, and what to do." }) }),
        detail: { summary: "Send a test message at once", tags },
      },
    );
