import { isNull, sql } from "drizzle-orm";
import type { App } from "../../platform/app.ts";
import { type Session, sessions } from "../schema.ts";
import { readSetting } from "../settings.ts";

const dayMs = 24 * 3600_000;
/** How long a session lives without being used. */
export const refreshTokenMs = 7 * dayMs;

/** When a session ends that is used now: seven days on, and never later than so many days after its sign-in. */
export const sessionEnd = (app: App, { createdAt }: Pick<Session, "createdAt">): number =>
  Math.min(app.clock.now() + refreshTokenMs, createdAt + readSetting(app, "sessionDays") * dayMs);

/** Holds the sessions that there are to a shorter setting. Call it in the transaction that stores the setting. */
export function shortenSessions(app: App): void {
  const latest = sql`${sessions.createdAt} + ${readSetting(app, "sessionDays") * dayMs}`;
  app.db
    .update(sessions)
    .set({ expiresAt: sql`min(${sessions.expiresAt}, ${latest})` })
    .where(isNull(sessions.revokedAt))
    .run();
}
