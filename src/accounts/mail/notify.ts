import { and, eq, isNull } from "drizzle-orm";
import type { App } from "../../platform/app.ts";
import { type User, users } from "../schema.ts";
import { postLetter, writerOf } from "./mail-job.ts";
import type { Notice } from "./notice.ts";
import { noticeLetter } from "./templates/notices.ts";

/**
 * Tells a person by e-mail what happened to their account, where this appliance can send e-mail. Call it where the act
 * is done, inside its transaction or after it; it never fails for want of a mail server.
 * @returns whether an e-mail will be sent
 */
export function notify(app: App, userId: string, notice: Notice): boolean {
  const user = app.db.select().from(users).where(eq(users.id, userId)).get();
  return user !== undefined && tell(app, user, notice);
}

/** Tells everybody who administers. */
export function notifyAdministrators(app: App, notice: Notice): void {
  const administrators = app.db
    .select()
    .from(users)
    .where(and(eq(users.role, "admin"), isNull(users.disabledAt)))
    .all();
  for (const user of administrators) tell(app, user, notice);
}

function tell(app: App, user: User, notice: Notice): boolean {
  if (user.disabledAt !== null || user.deletedAt !== null) return false;
  const letter = noticeLetter(notice, app.clock.now(), writerOf(app));
  return postLetter(app, { id: user.id, email: user.email, name: user.name }, letter);
}
