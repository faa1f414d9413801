import type { App } from "../platform/app.ts";
import type { CurrentUser } from "./guard.ts";
import { sessionHolder } from "./sessions.ts";

/** The person of a session, while it lives and their account is enabled. */
export function personBehind(app: App, sessionId: string): CurrentUser | undefined {
  const holder = sessionHolder(app, sessionId);
  if (!holder) return undefined;
  const { id, email, name, role } = holder;
  return { id, email, name, role, sessionId };
}
