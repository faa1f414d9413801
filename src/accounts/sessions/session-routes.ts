import { Elysia, t } from "elysia";
import type { App } from "../../platform/app.ts";
import { eventStream } from "../../platform/event-stream.ts";
import { answers } from "../../platform/openapi.ts";
import { audit } from "../audit/audit.ts";
import { guard } from "../guard.ts";
import { originOf } from "../origin.ts";
import { requireUser } from "../people/users.ts";
import { sessionEvents } from "./session-events.ts";
import { endSession, endSessions, listSessions, sessionView } from "./session-list.ts";

const listBody = t.Object({ items: t.Array(sessionView) });
const endedBody = t.Object({ ended: t.Integer({ description: "How many sessions ended." }) });

/** Where people are signed in: their own sessions for everybody, those of others for administrators. */
export const sessionRoutes = (app: App) =>
  new Elysia()
    .use(guard(app))
    .get("/api/auth/sessions", ({ user }) => ({ items: listSessions(app, user.id, user.sessionId) }), {
      permission: "account.manage",
      response: listBody,
      detail: { summary: "Where you are signed in", tags: ["sessions"] },
    })
    .get(
      "/api/auth/events",
      ({ user, request, server }) => eventStream(request, sessionEvents(app, user), { server }),
      {
        permission: "account.manage",
        detail: {
          summary: "What a page must know about its own session (text/event-stream)",
          description: "Events `open`, `person` when the name or role changed, and `ended` when the session ended.",
          tags: ["sessions"],
          responses: answers("text/event-stream", "The events, up to `ended`."),
        },
      },
    )
    .delete(
      "/api/auth/sessions/:id",
      ({ user, params, request, server, set }) => {
        endSession(app, user.id, params.id);
        const on = { type: "session", id: params.id };
        audit(app, { action: "session.ended", by: user, on, from: originOf({ request, server }) });
        set.status = 204;
      },
      {
        permission: "account.manage",
        response: { 204: t.Void() },
        detail: { summary: "End one of your sessions", tags: ["sessions"] },
      },
    )
    .post(
      "/api/auth/sessions/end-others",
      ({ user, request, server }) => {
        const ended = endSessions(app, user.id, { except: user.sessionId }).length;
        const on = { type: "user", id: user.id, name: user.email };
        const from = originOf({ request, server });
        audit(app, { action: "session.others-ended", by: user, on, from, detail: { ended } });
        return { ended };
      },
      {
        permission: "account.manage",
        response: endedBody,
        detail: { summary: "Sign out everywhere else", tags: ["sessions"] },
      },
    )
    .get(
      "/api/admin/users/:id/sessions",
      ({ params }) => ({ items: listSessions(app, requireUser(app, params.id).id) }),
      {
        permission: "admin",
        response: listBody,
        detail: { summary: "Where a person is signed in", tags: ["people"] },
      },
    )
    .delete(
      "/api/admin/users/:id/sessions",
      ({ user, params, request, server }) => {
        const person = requireUser(app, params.id);
        const ended = endSessions(app, person.id).length;
        const on = { type: "user", id: person.id, name: person.email };
        audit(app, {
          action: "session.all-ended",
          by: user,
          on,
          from: originOf({ request, server }),
          detail: { ended },
        });
        return { ended };
      },
      {
        permission: "admin",
        response: endedBody,
        detail: { summary: "Sign a person out everywhere", tags: ["people"] },
      },
    )
    .delete(
      "/api/admin/users/:id/sessions/:sessionId",
      ({ user, params, request, server, set }) => {
        const person = requireUser(app, params.id);
        endSession(app, person.id, params.sessionId);
        const on = { type: "user", id: person.id, name: person.email };
        const detail = { sessionId: params.sessionId };
        audit(app, { action: "session.ended", by: user, on, from: originOf({ request, server }), detail });
        set.status = 204;
      },
      {
        permission: "admin",
        response: { 204: t.Void() },
        detail: { summary: "End a session of a person", tags: ["people"] },
      },
    );
