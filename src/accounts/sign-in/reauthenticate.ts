import type { App } from "../../platform/app.ts";
import { Problem } from "../../platform/problem.ts";
import { audit } from "../audit/audit.ts";
import { verifyPassword } from "../passwords/passwords.ts";
import { findUser } from "../people/users.ts";
import type { Device } from "../sessions/sessions.ts";
import { clearFailures, inTurn, lockKey, recordFailure, requireUnlocked } from "./lockout.ts";

/**
 * Asks for the password again before something that a stolen session must not do. Guesses count like at sign-in.
 * @throws Problem `invalid_credentials`, `locked`, `rate_limited`
 */
export function reauthenticate(
  app: App,
  person: { id: string; email: string },
  password: string,
  from: Device,
): Promise<void> {
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
