import { Elysia, t } from "elysia";
import type { App } from "../platform/app.ts";
import { isoTime } from "../platform/clock.ts";
import { requireOwnPage } from "../platform/own-page.ts";
import { Problem } from "../platform/problem.ts";
import { audit } from "./audit/audit.ts";
import { auditRoutes } from "./audit/audit-routes.ts";
import { totpRoutes } from "./codes/totp-routes.ts";
import { authenticate, guard } from "./guard.ts";
import { allKeyRoutes } from "./keys/all-key-routes.ts";
import { keyRoutes } from "./keys/key-routes.ts";
import { mailRoutes } from "./mail/index.ts";
import { identityRoutes } from "./oauth/identity-routes.ts";
import { oauthRoutes } from "./oauth/oauth-routes.ts";
import { signInSettingsRoutes } from "./oauth/sign-in-settings-routes.ts";
import { originOf } from "./origin.ts";
import { passkeyRoutes } from "./passkeys/passkey-routes.ts";
import { hasPassword } from "./passwords/passwords.ts";
import { invitationRoutes } from "./people/invitation-routes.ts";
import { peopleRoutes } from "./people/people-routes.ts";
import { profileRoutes } from "./people/profile-routes.ts";
import { requireUser } from "./people/users.ts";
import { personBehind } from "./person.ts";
import { roleRoutes } from "./role-routes.ts";
import { allSessionRoutes } from "./sessions/all-session-routes.ts";
import { readRefreshCookie, refreshCookie } from "./sessions/refresh-cookie.ts";
import { sessionRoutes } from "./sessions/session-routes.ts";
import { revokeSession, rotateSession, sessionOfToken } from "./sessions/sessions.ts";
import { claim, isClaimed } from "./setup/setup.ts";
import { answerSignedIn, signedInBody, userBody } from "./sign-in/answer.ts";
import { lockRoutes } from "./sign-in/lock-routes.ts";
import { login } from "./sign-in/login.ts";
import { tierRoutes } from "./tiers/tier-routes.ts";

const password = t.String({ minLength: 1, maxLength: 1024 });
const email = t.String({ minLength: 1, maxLength: 254 });

/** Setup, sign-in, refresh, sign-out and who am I. */
export const accountRoutes = (app: App) =>
  new Elysia()
    .use(guard(app))
    .use(auditRoutes(app))
    .use(sessionRoutes(app))
    .use(allSessionRoutes(app))
    .use(lockRoutes(app))
    .use(totpRoutes(app))
    .use(passkeyRoutes(app))
    .use(keyRoutes(app))
    .use(allKeyRoutes(app))
    .use(peopleRoutes(app))
    .use(invitationRoutes(app))
    .use(mailRoutes(app))
    .use(profileRoutes(app))
    .use(oauthRoutes(app))
    .use(identityRoutes(app))
    .use(signInSettingsRoutes(app))
    .use(roleRoutes(app))
    .use(tierRoutes(app))
    .get("/api/setup", () => ({ claimed: isClaimed(app) }), {
      public: true,
      response: t.Object({ claimed: t.Boolean() }),
      detail: { summary: "Whether this appliance has its first administrator", tags: ["setup"] },
    })
    .post(
      "/api/setup",
      async ({ body, set, request, server }) => {
        const user = await claim(app, body);
        audit(app, {
          action: "setup.claimed",
          by: user,
          on: { type: "user", id: user.id },
          from: originOf({ request, server }),
        });
        set.status = 201;
        return { user };
      },
      {
        public: true,
        body: t.Object({ token: t.String({ maxLength: 256 }), email, password, name: t.String({ maxLength: 200 }) }),
        response: { 201: t.Object({ user: userBody }) },
        detail: { summary: "Create the first administrator with the setup token", tags: ["setup"] },
      },
    )
    .post(
      "/api/auth/login",
      async ({ body, request, server, set }) => {
        const signedIn = await login(app, body, originOf({ request, server }));
        return answerSignedIn(app, { request, set }, signedIn);
      },
      {
        public: true,
        body: t.Object({ email, password, code: t.Optional(t.String({ maxLength: 64 })) }),
        response: signedInBody,
        detail: { summary: "Sign in with e-mail and password", tags: ["sign-in"] },
      },
    )
    .post(
      "/api/auth/refresh",
      async ({ request, server, set }) => {
        requireOwnPage(app.config, request);
        const token = readRefreshCookie(app, request);
        if (!token) throw new Problem("unauthenticated", "There is no session to renew. Sign in.");
        const signedIn = rotateSession(app, token, originOf({ request, server }));
        return answerSignedIn(app, { request, set }, signedIn);
      },
      {
        public: true,
        response: signedInBody,
        detail: { summary: "Exchange the refresh cookie for a new one and a new access token", tags: ["sign-in"] },
      },
    )
    .post(
      "/api/auth/logout",
      async ({ request, server, set }) => {
        requireOwnPage(app.config, request);
        const token = readRefreshCookie(app, request);
        const from = originOf({ request, server });
        const ended = [token && sessionOfToken(app, token)?.id, (await authenticate(app, request))?.sessionId];
        for (const id of new Set(ended)) {
          const person = id && personBehind(app, id);
          if (!id || !person) continue;
          revokeSession(app, id);
          audit(app, { action: "session.ended", by: person, on: { type: "session", id }, from });
        }
        set.headers["set-cookie"] = refreshCookie(app, request, undefined);
        set.status = 204;
      },
      {
        public: true,
        response: { 204: t.Void() },
        detail: { summary: "End this session", tags: ["sign-in"] },
      },
    )
    .get(
      "/api/auth/me",
      ({ user: { id, email, name, role } }) => ({
        user: { id, email, name, role },
        hasPassword: hasPassword(requireUser(app, id)),
      }),
      {
        permission: "account.self",
        response: t.Object({ user: userBody, hasPassword: t.Boolean() }),
        detail: { summary: "Who is signed in", tags: ["sign-in"] },
      },
    )
    .get(
      "/api/auth/verify",
      ({ user }) => ({ valid: true, userId: user.id, role: user.role, at: isoTime(app.clock.now()) }),
      {
        permission: "account.self",
        response: t.Object({
          valid: t.Boolean(),
          userId: t.String({ format: "uuid" }),
          role: userBody.properties.role,
          at: t.String({ format: "date-time" }),
        }),
        detail: { summary: "Whether an access token is good; 401 when it is not", tags: ["sign-in"] },
      },
    );
