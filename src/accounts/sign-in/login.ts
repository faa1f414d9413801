import type { App } from "../../platform/app.ts";
import { Problem } from "../../platform/problem.ts";
import { audit } from "../audit/audit.ts";
import { requireOneTimeCode } from "../codes/one-time-codes.ts";
import { verifyPassword } from "../passwords/passwords.ts";
import { findUser, findUserByEmail } from "../people/users.ts";
import type { User } from "../schema.ts";
import { type Device, type SignedIn, startSession } from "../sessions/sessions.ts";
import { readSetting, writeSettings } from "../settings.ts";
import {
  accountDelayMs,
  accountKey,
  clearFailures,
  inTurn,
  isKnownPlace,
  lockKey,
  recordFailure,
  requireUnlocked,
} from "./lockout.ts";

export interface Credentials {
  email: string;
  password: string;
  /** Of an authenticator app, or a recovery code. */
  code?: string | undefined;
}

/**
 * Signs a person in with their password. An e-mail address without an account is answered like a wrong password,
 * and as slowly. Whether a one-time code is needed is told after the password was right, and not before.
 * @throws Problem `forbidden` where an administrator turned passwords off, `invalid_credentials`, `code_required`, `code_invalid`, `locked` (with `Retry-After`), `rate_limited`
 */
export async function login(app: App, credentials: Credentials, device: Device): Promise<SignedIn> {
  requirePasswordSignIn(app);
  const key = lockKey(credentials.email, device.address);
  return inTurn(app, key, async () => {
    requireUnlocked(app, key);
    const user = findUserByEmail(app, credentials.email);
    // Nobody's place is looked up too: an account that does not exist costs the same statements.
    const known = isKnownPlace(app, user?.id ?? "", device.address);
    const budget = known ? undefined : accountKey(credentials.email);
    if (budget !== undefined) {
      requireUnlocked(app, budget);
      // Counted before it is known to be wrong: guesses from many places at once are counted one by one.
      recordFailure(app, budget, accountDelayMs);
    }
    const right = await verifyPassword(app, credentials.password, user?.passwordHash);
    // The password may have been changed, or the account disabled, while the hash was computed.
    const now = findUser(app, user?.id ?? "");
    if (!right || !user || !now || now.disabledAt !== null || now.passwordHash !== user.passwordHash) {
      recordFailure(app, key);
      auditRefusal(app, key, user, device);
      app.log.info({ address: device.address, userId: user?.id }, "sign-in refused");
      throw new Problem("invalid_credentials", "The e-mail address or the password is wrong.");
    }
    clearFailures(app, key);
    if (budget !== undefined) clearFailures(app, budget);
    const code = requireCode(app, now, credentials.code, device);
    const signedIn = startSession(app, now, device);
    const detail = { sessionId: signedIn.session.id, userAgent: signedIn.session.userAgent, code: code ?? "none" };
    audit(app, { action: "session.started", by: now, on: { type: "user", id: now.id }, from: device, detail });
    return signedIn;
  });
}

/** @throws Problem `forbidden` */
export function requirePasswordSignIn(app: App): void {
  if (readSetting(app, "passwordSignIn")) return;
  throw new Problem("forbidden", "Signing in with a password is turned off here. Use one of the other ways.");
}

/** For whoever sits at this machine: they must always get in. @returns whether it was off */
export function allowPasswordSignIn(app: App): boolean {
  if (readSetting(app, "passwordSignIn")) return false;
  writeSettings(app, { passwordSignIn: true });
  return true;
}

/** As `requireOneTimeCode`, and writes down a code that was refused. */
export function requireCode(app: App, user: User, code: string | undefined, device: Device) {
  try {
    return requireOneTimeCode(app, user.id, code);
  } catch (error) {
    if (error instanceof Problem && error.code !== "code_required") {
      const on = { type: "user", id: user.id, name: user.email };
      audit(app, { action: "totp.refused", outcome: "refused", on, from: device, detail: { why: error.code } });
    }
    throw error;
  }
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
