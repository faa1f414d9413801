import { eq } from "drizzle-orm";
import { Elysia, t } from "elysia";
import type { App } from "../../platform/app.ts";
import { answers } from "../../platform/openapi.ts";
import { Problem } from "../../platform/problem.ts";
import { requireText } from "../../platform/text.ts";
import { audit } from "../audit/audit.ts";
import { guard } from "../guard.ts";
import { notify } from "../mail/index.ts";
import { originOf } from "../origin.ts";
import { forgotPassword } from "../passwords/forgot.ts";
import { usePasswordLink } from "../passwords/password-links.ts";
import { users } from "../schema.ts";
import { refreshCookie } from "../sessions/refresh-cookie.ts";
import { passwordAgain, reauthenticateStrictly } from "../sign-in/reauthenticate.ts";
import { deletePerson, exportPerson } from "./people.ts";
import { roleBody } from "./people-routes.ts";
import { announcePerson } from "./person-changes.ts";
import { changePassword, normalEmail, publicUser, requireUser } from "./users.ts";

const password = t.String({ minLength: 1, maxLength: 1024 });
const tags = ["profile"];

const onSelf = ({ id, email }: { id: string; email: string }) => ({ type: "user", id, name: email });

/** One's own name and password, one's data, and the way out. */
export const profileRoutes = (app: App) =>
  new Elysia()
    .use(guard(app))
    .patch(
      "/api/auth/me",
      ({ user, body }) => {
        const name = requireText(body.name, "name", 120);
        app.db.update(users).set({ name, updatedAt: app.clock.now() }).where(eq(users.id, user.id)).run();
        announcePerson(app, user.id);
        return { user: publicUser(requireUser(app, user.id)) };
      },
      {
        permission: "account.manage",
        body: t.Object({ name: t.String({ maxLength: 200 }) }),
        response: t.Object({
          user: t.Object({ id: t.String(), email: t.String(), name: t.String(), role: roleBody }),
        }),
        detail: { summary: "Change your name", tags },
      },
    )
    .post(
      "/api/auth/password",
      async ({ user, body, request, server, set }) => {
        const from = originOf({ request, server });
        await reauthenticateStrictly(app, user, body.currentPassword, from);
        await changePassword(app, user.id, body.newPassword, { keepSession: user.sessionId });
        audit(app, { action: "password.changed", by: user, on: { type: "user", id: user.id }, from });
        notify(app, user.id, { kind: "password-changed", from });
        set.status = 204;
      },
      {
        permission: "account.manage",
        body: t.Object({ currentPassword: passwordAgain, newPassword: password }),
        response: { 204: t.Void() },
        detail: { summary: "Change or set your password; every other session ends", tags },
      },
    )
    .get(
      "/api/auth/export",
      ({ user, request, server, set }) => {
        const exported = exportPerson(app, user.id);
        audit(app, { action: "user.exported", by: user, on: onSelf(user), from: originOf({ request, server }) });
        set.headers["content-disposition"] = `attachment; filename="vitrine-account-${user.id}.json"`;
        set.headers["cache-control"] = "no-store";
        return exported;
      },
      {
        permission: "account.manage",
        detail: {
          summary: "What accounts know about you",
          tags,
          responses: answers("application/json", "The document."),
        },
      },
    )
    .delete(
      "/api/auth/me",
      async ({ user, body, request, server, set }) => {
        const from = originOf({ request, server });
        if (normalEmail(body.email) !== user.email) {
          const message = "Type the e-mail address of this account.";
          throw new Problem("validation_failed", message, { errors: [{ path: "/email", message }] });
        }
        await reauthenticateStrictly(app, user, body.password, from);
        deletePerson(app, user.id);
        audit(app, { action: "user.deleted", by: user, on: onSelf(user), from });
        set.headers["set-cookie"] = refreshCookie(app, request, undefined);
        set.status = 204;
      },
      {
        permission: "account.manage",
        body: t.Object({
          email: t.String({ maxLength: 254, description: "Typed again, as a confirmation." }),
          password: passwordAgain,
        }),
        response: { 204: t.Void() },
        detail: { summary: "Delete your account; what you made in projects stays", tags },
      },
    )
    .post(
      "/api/auth/password/forgot",
      ({ body, request, server, set }) => {
        set.status = 202;
        return forgotPassword(app, body.email, originOf({ request, server }));
      },
      {
        public: true,
        body: t.Object({ email: t.String({ minLength: 1, maxLength: 254 }) }),
        response: {
          202: t.Object({
            mail: t.Boolean({
              description: "Whether this appliance can send e-mail at all; without, ask an administrator.",
            }),
          }),
        },
        detail: { summary: "Have a one-time link for a new password mailed, good for an hour", tags },
      },
    )
    .post(
      "/api/auth/password/reset",
      async ({ body, request, server, set }) => {
        const person = await usePasswordLink(app, body.token, body.password);
        const on = { type: "user", id: person.id, name: person.email };
        const from = originOf({ request, server });
        audit(app, { action: "password.reset", on, from });
        notify(app, person.id, { kind: "password-reset", from });
        set.status = 204;
      },
      {
        public: true,
        body: t.Object({ token: t.String({ minLength: 1, maxLength: 256 }), password }),
        response: { 204: t.Void() },
        detail: { summary: "Set a password with a one-time link; every session ends", tags },
      },
    );
