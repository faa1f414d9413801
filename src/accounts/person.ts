import type { App } from "../platform/app.ts";
import type { CurrentUser } from "./guard.ts";
import { grantOf, holderOfKey, keyHolder, keySession } from "./keys/api-keys.ts";
import { sessionHolder } from "./sessions/sessions.ts";

const keyPrefix = keySession("");

/** The person of a session or of a key (`key:PUBLICID`), while it lives and their account is enabled. */
export function personBehind(app: App, sessionId: string): CurrentUser | undefined {
  if (sessionId.startsWith(keyPrefix)) return personOf(keyHolder(app, sessionId.slice(keyPrefix.length)));
  const holder = sessionHolder(app, sessionId);
  if (!holder) return undefined;
  const { id, email, name, role } = holder;
  return { id, email, name, role, sessionId };
}

/** The owner of an API key as it was sent. */
export const personOfKey = (app: App, token: string, address: string): CurrentUser | undefined =>
  personOf(holderOfKey(app, token, address));

function personOf(found: ReturnType<typeof keyHolder>): CurrentUser | undefined {
  if (!found) return undefined;
  const { id, email, name, role } = found.user;
  return { id, email, name, role, sessionId: keySession(found.key.publicId), key: grantOf(found.key) };
}
