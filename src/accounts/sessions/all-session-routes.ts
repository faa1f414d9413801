import { Elysia, t } from "elysia";
import type { App } from "../../platform/app.ts";
import { pageOf, pageQuery } from "../../platform/page.ts";
import { audit } from "../audit/audit.ts";
import { guard } from "../guard.ts";
import { originOf } from "../origin.ts";
import { countSessions, endSessionsOfOthers, listAllSessions, personSessionView } from "./all-sessions.ts";

const tags = ["people"];

/** Where everybody is signed in, for administrators. */
export const allSessionRoutes = (app: App) =>
  new Elysia()
    .use(guard(app))
    .get(
      "/api/admin/sessions",
      ({ user, query }) => ({ ...listAllSessions(app, query, user.sessionId), total: countSessions(app) }),
      {
        permission: "admin",
        query: t.Composite([
          t.Object({
            search: t.Optional(t.String({ maxLength: 120, description: "Part of a person, a device or an address." })),
          }),
          pageQuery,
        ]),
        response: t.Composite([
          pageOf(personSessionView),
          t.Object({ total: t.Object({ sessions: t.Integer(), people: t.Integer() }) }),
        ]),
        detail: { summary: "Where everybody is signed in, the last used first", tags },
      },
    )
    .post(
      "/api/admin/sessions/end-others",
      ({ user, request, server }) => {
        const ended = endSessionsOfOthers(app, user.id);
        audit(app, {
          action: "session.everybody-ended",
          by: user,
          from: originOf({ request, server }),
          detail: { ended },
        });
        return { ended };
      },
      {
        permission: "admin",
        response: t.Object({ ended: t.Integer({ description: "How many sessions ended." }) }),
        detail: { summary: "Sign everybody else out, everywhere", tags },
      },
    );
