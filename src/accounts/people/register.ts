import { count, isNotNull } from "drizzle-orm";
import type { App } from "../../platform/app.ts";
import { durably } from "../../platform/database.ts";
import { Problem } from "../../platform/problem.ts";
import { type User, users } from "../schema.ts";
import { readSetting } from "../settings.ts";
import { findUserByEmail, prepareUser } from "./users.ts";

/** Strangers who may wait for an answer at once. */
const mostRequests = 500;

/** @throws Problem `unavailable` when too many wait already */
export function requireRoomForRequest(app: App): void {
  const waiting = app.db.select({ total: count() }).from(users).where(isNotNull(users.requestedAt)).get()?.total ?? 0;
  if (waiting < mostRequests) return;
  throw new Problem("unavailable", "Too many people wait for an answer already. Try again another day.");
}

export interface Registered {
  /** `ready` to sign in, or `requested` until an administrator says yes. */
  status: "ready" | "requested";
  /** Undefined when the e-mail address had an account: nothing was made, and the answer must not tell. */
  made: User | undefined;
}

/**
 * Joins without an invitation, where an administrator allows it. An e-mail address that has an account is answered
 * like a new one, and as slowly; its owner then signs in as ever, and nobody else can.
 * @throws Problem `forbidden` where only invitations count, `validation_failed`, `unavailable`
 */
export async function register(
  app: App,
  input: { email: string; name: string; password: string },
): Promise<Registered> {
  const how = readSetting(app, "registration");
  if (how === "invitation") throw new Problem("forbidden", "Joining takes an invitation from an administrator.");
  const row = await prepareUser(app, { ...input, role: "member" });
  const requestedAt = how === "approval" ? row.createdAt : null;
  // Anybody can type any address: nobody has vouched for this one.
  const user: User = { ...row, emailVerifiedAt: null, requestedAt, disabledAt: requestedAt };
  const status = how === "approval" ? "requested" : "ready";
  return durably(app.db, () =>
    app.db.transaction(
      (tx): Registered => {
        if (how === "approval") requireRoomForRequest(app);
        if (findUserByEmail(app, user.email)) return { status, made: undefined };
        tx.insert(users).values(user).run();
        return { status, made: user };
      },
      { behavior: "immediate" },
    ),
  );
}
