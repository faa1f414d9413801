import { and, desc, eq, gt, isNull, ne } from "drizzle-orm";
import { t } from "elysia";
import type { App } from "../../platform/app.ts";
import { isoTime } from "../../platform/clock.ts";
import { durably } from "../../platform/database.ts";
import { requireId } from "../../platform/ids.ts";
import { Problem } from "../../platform/problem.ts";
import { type Session, sessions } from "../schema.ts";
import { deviceName } from "../sign-in/device-name.ts";
import { announceEnd } from "./session-end.ts";

export const sessionView = t.Object({
  id: t.String({ format: "uuid" }),
  /** Browser and system in words. */
  device: t.String(),
  userAgent: t.String(),
  address: t.String(),
  createdAt: t.String({ format: "date-time" }),
  lastSeenAt: t.String({ format: "date-time", description: "When it was last renewed: at most 15 minutes old." }),
  expiresAt: t.String({ format: "date-time" }),
  current: t.Boolean({ description: "Whether this very request came with it." }),
});
export type SessionView = typeof sessionView.static;

/** Sessions of a person that are good now, the newest first. */
export const listSessions = (app: App, userId: string, currentId?: string): SessionView[] =>
  app.db
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, userId), isNull(sessions.revokedAt), gt(sessions.expiresAt, app.clock.now())))
    .orderBy(desc(sessions.rotatedAt), desc(sessions.id))
    .limit(200)
    .all()
    .map((row) => viewOfSession(row, currentId));

export function viewOfSession(row: Session, currentId?: string): SessionView {
  const { id, userAgent, address, createdAt, rotatedAt, expiresAt } = row;
  return {
    id,
    device: deviceName(userAgent),
    userAgent,
    address,
    createdAt: isoTime(createdAt),
    lastSeenAt: isoTime(rotatedAt),
    expiresAt: isoTime(expiresAt),
    current: id === currentId,
  };
}

/**
 * Ends sessions of a person; their access tokens and open streams end at once.
 * @param which one of them, all but one, or all
 * @returns the ids of those that ended
 */
export function endSessions(app: App, userId: string, which: { only?: string; except?: string } = {}): string[] {
  const ended = durably(app.db, () =>
    app.db
      .update(sessions)
      .set({ revokedAt: app.clock.now() })
      .where(
        and(
          eq(sessions.userId, userId),
          isNull(sessions.revokedAt),
          gt(sessions.expiresAt, app.clock.now()),
          which.only === undefined ? undefined : eq(sessions.id, which.only),
          which.except === undefined ? undefined : ne(sessions.id, which.except),
        ),
      )
      .returning({ id: sessions.id })
      .all(),
  ).map(({ id }) => id);
  announceEnd(app, ended);
  return ended;
}

/** @throws Problem `not_found`, also for a session of somebody else */
export function endSession(app: App, userId: string, sessionId: string): void {
  const ended = endSessions(app, userId, { only: requireId(sessionId, "session") });
  if (ended.length === 0) throw new Problem("not_found", "There is no such session.");
}
