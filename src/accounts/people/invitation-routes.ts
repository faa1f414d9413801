import { Elysia, t } from "elysia";
import type { App } from "../../platform/app.ts";
import { isoTime } from "../../platform/clock.ts";
import { pageOf, pageQuery } from "../../platform/page.ts";
import { Problem } from "../../platform/problem.ts";
import { audit } from "../audit/audit.ts";
import { guard } from "../guard.ts";
import { mailInvitation, tellOfRequest, withdrawInvitationMail } from "../mail/index.ts";
import { originOf } from "../origin.ts";
import type { InvitationRow } from "../schema.ts";
import { readSettings, writeSettings } from "../settings.ts";
import { requirePasswordSignIn } from "../sign-in/login.ts";
import {
  acceptInvitation,
  invitationState,
  invite,
  listInvitations,
  openInvitation,
  resendInvitation,
  revokeInvitation,
  type SentInvitation,
} from "./invitations.ts";
import { pageLink } from "./links.ts";
import { roleBody } from "./people-routes.ts";
import { register } from "./register.ts";

const invitationBody = t.Object({
  id: t.String({ format: "uuid" }),
  email: t.String(),
  name: t.String(),
  role: roleBody,
  tierId: t.Nullable(t.String({ description: "Null is the default tier." })),
  state: t.Union([t.Literal("open"), t.Literal("accepted"), t.Literal("revoked"), t.Literal("expired")]),
  createdAt: t.String({ format: "date-time" }),
  sentAt: t.String({ format: "date-time" }),
  expiresAt: t.String({ format: "date-time" }),
});
const sentBody = t.Composite([
  invitationBody,
  t.Object({
    url: t.String({ description: "Shown this once." }),
    mailed: t.Boolean({ description: "Whether it is sent by e-mail too." }),
  }),
]);
const days = t.Optional(t.Integer({ minimum: 1, maximum: 90, description: "How long it is good; 7 unless told." }));
const person = { email: t.String({ minLength: 1, maxLength: 254 }), name: t.Optional(t.String({ maxLength: 200 })) };
const settingsBody = t.Object({
  registration: t.Union([t.Literal("invitation"), t.Literal("approval"), t.Literal("open")]),
  auditRetentionDays: t.Integer({ minimum: 0, maximum: 36_500, description: "0 keeps everything." }),
  timeZone: t.String({ maxLength: 64, description: "In which the days and months of quotas begin." }),
});
const tierId = t.Optional(t.Nullable(t.String({ maxLength: 64, description: "The default tier unless told." })));
const tags = ["invitations"];
const token = t.String({ minLength: 1, maxLength: 256 });
const password = t.String({ minLength: 1, maxLength: 1024 });

/** Invitations for administrators, and joining for everybody else. */
export const invitationRoutes = (app: App) => {
  const view = (row: InvitationRow) => {
    const { id, email, name, role, tierId, createdAt, sentAt, expiresAt } = row;
    const times = { createdAt: isoTime(createdAt), sentAt: isoTime(sentAt), expiresAt: isoTime(expiresAt) };
    return { id, email, name, role, tierId, state: invitationState(app, row), ...times };
  };
  const sent = (request: Request, made: SentInvitation) => ({
    ...view(made.row),
    url: pageLink(app, request, "invitation", made.token),
  });
  const on = ({ id, email }: InvitationRow) => ({ type: "invitation", id, name: email });

  return new Elysia()
    .use(guard(app))
    .get("/api/admin/invitations", ({ query }) => listInvitations(app, query, view), {
      permission: "admin",
      query: t.Composite([
        t.Object({
          search: t.Optional(t.String({ maxLength: 120, description: "Part of the name or the e-mail address." })),
          state: t.Optional(invitationBody.properties.state),
        }),
        pageQuery,
      ]),
      response: pageOf(invitationBody),
      detail: { summary: "All invitations, newest first", tags },
    })
    .post(
      "/api/admin/invitations",
      ({ user, body, request, server, set }) => {
        const made = invite(app, user, body);
        const from = originOf({ request, server });
        audit(app, { action: "invitation.made", by: user, on: on(made.row), from, detail: { role: body.role } });
        set.status = 201;
        set.headers["cache-control"] = "no-store";
        return { ...sent(request, made), mailed: mailInvitation(app, made, user, request) };
      },
      {
        permission: "admin",
        body: t.Object({ ...person, role: roleBody, tierId, days }),
        response: { 201: sentBody },
        detail: { summary: "Invite a person; the link is shown this once", tags },
      },
    )
    .post(
      "/api/admin/invitations/import",
      ({ user, body, request, server, set }) => {
        const from = originOf({ request, server });
        const items = body.people.map((one) => {
          try {
            const role = one.role ?? body.role;
            const tierId = one.tierId === undefined ? body.tierId : one.tierId;
            const made = invite(app, user, { ...one, role, tierId, days: body.days });
            audit(app, { action: "invitation.made", by: user, on: on(made.row), from, detail: { role } });
            const mailed = mailInvitation(app, made, user, request);
            return { email: made.row.email, invited: true, url: sent(request, made).url, mailed };
          } catch (error) {
            if (error instanceof Problem) return { email: one.email, invited: false, reason: error.message };
            throw error;
          }
        });
        set.headers["cache-control"] = "no-store";
        return { items };
      },
      {
        permission: "admin",
        body: t.Object({
          people: t.Array(t.Object({ ...person, role: t.Optional(roleBody), tierId }), { minItems: 1, maxItems: 500 }),
          role: roleBody,
          tierId,
          days,
        }),
        response: t.Object({
          items: t.Array(
            t.Object({
              email: t.String(),
              invited: t.Boolean(),
              url: t.Optional(t.String()),
              mailed: t.Optional(t.Boolean()),
              reason: t.Optional(t.String()),
            }),
          ),
        }),
        detail: { summary: "Invite many people at once; one that fails stops no other", tags },
      },
    )
    .post(
      "/api/admin/invitations/:id/resend",
      ({ user, params, request, server, set }) => {
        const made = resendInvitation(app, params.id);
        audit(app, { action: "invitation.resent", by: user, on: on(made.row), from: originOf({ request, server }) });
        set.headers["cache-control"] = "no-store";
        return { ...sent(request, made), mailed: mailInvitation(app, made, user, request) };
      },
      {
        permission: "admin",
        response: sentBody,
        detail: { summary: "Make a new link; the earlier one stops working", tags },
      },
    )
    .delete(
      "/api/admin/invitations/:id",
      ({ user, params, request, server, set }) => {
        const row = revokeInvitation(app, params.id);
        withdrawInvitationMail(app, row.id);
        audit(app, { action: "invitation.revoked", by: user, on: on(row), from: originOf({ request, server }) });
        set.status = 204;
      },
      {
        permission: "admin",
        response: { 204: t.Void() },
        detail: { summary: "Revoke an invitation", tags },
      },
    )
    .get("/api/admin/settings/accounts", () => readSettings(app), {
      permission: "admin",
      response: settingsBody,
      detail: {
        summary: "How people join, how long the audit log goes back, and when a day begins",
        tags: ["settings"],
      },
    })
    .patch(
      "/api/admin/settings/accounts",
      ({ user, body, request, server }) => {
        const written = writeSettings(app, body);
        const detail = { ...body };
        audit(app, { action: "settings.changed", by: user, from: originOf({ request, server }), detail });
        return written;
      },
      {
        permission: "admin",
        body: t.Partial(settingsBody),
        response: settingsBody,
        detail: {
          summary: "Change how people join, how long the audit log goes back, or when a day begins",
          tags: ["settings"],
        },
      },
    )
    .post(
      "/api/auth/invitation",
      ({ body }) => {
        const { email, name, role } = openInvitation(app, body.token);
        return { email, name, role };
      },
      {
        public: true,
        body: t.Object({ token }),
        response: t.Object({ email: t.String(), name: t.String(), role: roleBody }),
        detail: { summary: "Who an invitation's link is for", tags: ["joining"] },
      },
    )
    .post(
      "/api/auth/register",
      async ({ body, request, server, set }) => {
        requirePasswordSignIn(app);
        const from = originOf({ request, server });
        const { name, password } = body;
        set.status = 201;
        if (body.token !== undefined) {
          const made = await acceptInvitation(app, { token: body.token, name, password });
          audit(app, { action: "invitation.accepted", by: made, on: { type: "user", id: made.id }, from });
          return { status: "ready" as const };
        }
        const { status, made } = await register(app, { email: body.email ?? "", name, password });
        const target = made && { type: "user", id: made.id, name: made.email };
        const outcome = made ? "ok" : "refused";
        audit(app, { action: "user.registered", outcome, on: target, from, detail: { status } });
        if (made && status === "requested") tellOfRequest(app, made);
        return { status };
      },
      {
        public: true,
        body: t.Object({
          token: t.Optional(token),
          email: t.Optional(t.String({ maxLength: 254, description: "Without an invitation." })),
          name: t.String({ maxLength: 200 }),
          password,
        }),
        response: { 201: t.Object({ status: t.Union([t.Literal("ready"), t.Literal("requested")]) }) },
        detail: { summary: "Join, by invitation or where it is open; sign in afterwards", tags: ["joining"] },
      },
    );
};
