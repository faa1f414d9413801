import { eq } from "drizzle-orm";
import { t } from "elysia";
import type { App } from "../../platform/app.ts";
import { Problem } from "../../platform/problem.ts";
import { audit } from "../audit/audit.ts";
import type { CurrentUser } from "../guard.ts";
import { hasPassword, verifyPassword } from "../passwords/passwords.ts";
import { findUser } from "../people/users.ts";
import { sessions } from "../schema.ts";
import { type Device, findLiveSession } from "../sessions/sessions.ts";
import { clearFailures, inTurn, lockKey, recordFailure, requireUnlocked } from "./lockout.ts";

/** How long a sign-in, or a password typed again, is proof enough. */
export const recentSignInMs = 10 * 60_000;

/** The field of a request body that takes the password again. */
export const passwordAgain = t.Optional(
  t.String({ minLength: 1, maxLength: 1024, description: "Needed unless you signed in within the last ten minutes." }),
);

type Person = Pick<CurrentUser, "id" | "email" | "sessionId">;

/**
 * Asks for proof before something that a stolen session must not do: the password, or that this session signed in (by
 * whatever means: password, passkey, provider) or gave the password within the last ten minutes.
 * Guesses count like at sign-in.
 * @throws Problem `reauthentication_required` without a password, `invalid_credentials`, `locked`, `rate_limited`
 */
export async function reauthenticate(
  app: App,
  person: Person,
  password: string | undefined,
  from: Device,
): Promise<void> {
  if (password === undefined) return requireRecentSignIn(app, person);
  await verifyAgain(app, person, password, from);
  const now = { authenticatedAt: app.clock.now() };
  app.db.update(sessions).set(now).where(eq(sessions.id, person.sessionId)).run();
}

/**
 * The same before the password is replaced or the account deleted: who has a password must give it, however fresh the
 * session is.
 * @throws Problem like `reauthenticate`
 */
export async function reauthenticateStrictly(
  app: App,
  person: Person,
  password: string | undefined,
  from: Device,
): Promise<void> {
  const user = findUser(app, person.id);
  if (password === undefined && user && hasPassword(user)) {
    throw new Problem("reauthentication_required", "Enter your password to do this.");
  }
  await reauthenticate(app, person, password, from);
}

/** @throws Problem `reauthentication_required` */
export function requireRecentSignIn(app: App, person: Pick<Person, "sessionId">): void {
  const session = findLiveSession(app, person.sessionId)?.session;
  if (session && app.clock.now() - session.authenticatedAt <= recentSignInMs) return;
  throw new Problem(
    "reauthentication_required",
    "This takes a fresh proof that it is you. Enter your password, or sign in again.",
  );
}

function verifyAgain(app: App, person: Person, password: string, from: Device): Promise<void> {
  const key = lockKey(person.email, from.address);
  return inTurn(app, key, async () => {
    requireUnlocked(app, key);
    const hash = findUser(app, person.id)?.passwordHash;
    const right = await verifyPassword(app, password, hash);
    if (right && findUser(app, person.id)?.passwordHash === hash) return clearFailures(app, key);
    recordFailure(app, key);
    audit(app, {
      action: "password.refused",
      outcome: "refused",
      by: person,
      on: { type: "user", id: person.id, name: person.email },
      from,
    });
    throw new Problem("invalid_credentials", "The password is wrong.");
  });
}
