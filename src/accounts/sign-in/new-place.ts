import { eq } from "drizzle-orm";
import type { App } from "../../platform/app.ts";
import { sessions, type User } from "../schema.ts";
import { isKnownPlace } from "./lockout.ts";

const dayMs = 24 * 3600_000;

/**
 * Whether a sign-in comes from where this person has not been signed in lately. Not so for the first one of a new
 * account: they are told of nothing that they have just done. Ask before the session is stored.
 */
export function isNewPlace(app: App, user: Pick<User, "id" | "createdAt">, address: string): boolean {
  if (address === "" || isKnownPlace(app, user.id, address)) return false;
  if (app.clock.now() - user.createdAt > dayMs) return true;
  return app.db.select({ id: sessions.id }).from(sessions).where(eq(sessions.userId, user.id)).get() !== undefined;
}
