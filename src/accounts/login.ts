import type { App } from "../platform/app.ts";
import { Problem } from "../platform/problem.ts";
import { audit } from "./audit.ts";
import { clearFailures, inTurn, lockKey, recordFailure, requireUnlocked } from "./lockout.ts";
import { verifyPassword } from "./passwords.ts";
import type { User } from "./schema.ts";
import { type Device, type SignedIn, startSession } from "./sessions.ts";
import { findUser, findUserByEmail } from "./users.ts";

/**
 * Signs a person in with their password. An e-mail address without an account is answered like a wrong password,
 * and as slowly.
 * @throws Problem `invalid_credentials`, `locked` (with `Retry-After`), `rate_limited`
 */
export function login(app: App, credentials: { email: string; password: string }, device: Device): Promise<SignedIn> {
  const key = lockKey(credentials.email, device.address);
  return inTurn(app, key, async () => {
    requireUnlocked(app, key);
    const user = findUserByEmail(app, credentials.email);
    const right = await verifyPassword(app, credentials.password, user?.passwordHash);
    // The password may have been changed, or the account disabled, while the hash was computed.
    const now = user && findUser(app, user.id);
    if (!right || !now || now.disabledAt !== null || now.passwordHash !== user.passwordHash) {
      recordFailure(app, key);
      auditRefusal(app, key, user, device);
      app.log.info({ address: device.address, userId: user?.id }, "sign-in refused");
      throw new Problem("invalid_credentials", "The e-mail address or the password is wrong.");
    }
    clearFailures(app, key);
    const signedIn = startSession(app, now, device);
    const detail = { sessionId: signedIn.session.id, userAgent: signedIn.session.userAgent };
    audit(app, { action: "session.started", by: now, on: { type: "user", id: now.id }, from: device, detail });
    return signedIn;
  });
}

/** The e-mail address of nobody is not written down: people type passwords there. */
function auditRefusal(app: App, key: string, user: User | undefined, device: Device): void {
  const on = user && { type: "user", id: user.id, name: user.email };
  audit(app, {
    action: "session.refused",
    outcome: "refused",
    on,
    from: device,
    detail: { known: user !== undefined },
  });
  if (isLocked(app, key)) audit(app, { action: "account.locked", outcome: "refused", on, from: device });
}

function isLocked(app: App, key: string): boolean {
  try {
    requireUnlocked(app, key);
    return false;
  } catch (error) {
    if (error instanceof Problem && error.code === "locked") return true;
    throw error;
  }
}
