import { and, desc, eq, gt, isNull, lt, ne, or, sql } from "drizzle-orm";
import { t } from "elysia";
import type { App } from "../../platform/app.ts";
import { durably } from "../../platform/database.ts";
import { type Page, type PageQuery, pageLimit, pagePosition, toPage } from "../../platform/page.ts";
import { containsText } from "../contains.ts";
import { sessions, users } from "../schema.ts";
import { announceEnd } from "./session-end.ts";
import { sessionView, viewOfSession } from "./session-list.ts";

export const personSessionView = t.Composite([
  sessionView,
  t.Object({ person: t.Object({ id: t.String(), email: t.String(), name: t.String() }) }),
]);
export type PersonSessionView = typeof personSessionView.static;

/** Sessions of everybody that are good now, the last used first. @throws Problem `bad_request` for a wrong cursor */
export function listAllSessions(
  app: App,
  query: PageQuery & { search?: string | undefined },
  currentId?: string,
): Page<PersonSessionView> {
  const limit = pageLimit(query);
  const after = pagePosition(query);
  const columns = [users.email, users.name, sessions.address, sessions.userAgent];
  const rows = app.db
    .select({ session: sessions, person: { id: users.id, email: users.email, name: users.name } })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, app.clock.now()),
        containsText(columns, query.search),
        after &&
          or(lt(sessions.rotatedAt, after.sort), and(eq(sessions.rotatedAt, after.sort), lt(sessions.id, after.id))),
      ),
    )
    .orderBy(desc(sessions.rotatedAt), desc(sessions.id))
    .limit(limit + 1)
    .all();
  return toPage(
    rows,
    limit,
    ({ session }) => ({ sort: session.rotatedAt, id: session.id }),
    ({ session, person }) => ({ ...viewOfSession(session, currentId), person }),
  );
}

/** How many sessions are good now, and of how many people. */
export function countSessions(app: App): { sessions: number; people: number } {
  const row = app.db
    .select({ sessions: sql<number>`count(*)`, people: sql<number>`count(distinct ${sessions.userId})` })
    .from(sessions)
    .where(and(isNull(sessions.revokedAt), gt(sessions.expiresAt, app.clock.now())))
    .get();
  return row ?? { sessions: 0, people: 0 };
}

/** Signs everybody out but one person. @returns how many sessions ended */
export function endSessionsOfOthers(app: App, userId: string): number {
  const now = app.clock.now();
  const ended = durably(app.db, () =>
    app.db
      .update(sessions)
      .set({ revokedAt: now })
      .where(and(ne(sessions.userId, userId), isNull(sessions.revokedAt), gt(sessions.expiresAt, now)))
      .returning({ id: sessions.id })
      .all(),
  ).map(({ id }) => id);
  announceEnd(app, ended);
  return ended.length;
}
