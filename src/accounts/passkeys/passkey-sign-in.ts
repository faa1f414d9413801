import type { AuthenticationResponseJSON } from "@simplewebauthn/server";
import { and, eq, lt } from "drizzle-orm";
import type { App } from "../../platform/app.ts";
import { Problem } from "../../platform/problem.ts";
import { audit } from "../audit/audit.ts";
import { findUser } from "../people/users.ts";
import type { User } from "../schema.ts";
import { type Device, type SignedIn, startSession } from "../sessions/sessions.ts";
import { lockKey, recordFailure, requireUnlocked } from "../sign-in/lockout.ts";
import { challengeMs, makeChallenge, takeChallenge } from "./challenges.ts";
import { findPasskey, handleOf } from "./passkeys.ts";
import type { RelyingParty } from "./relying-party.ts";
import { readAssertion } from "./responses.ts";
import { type PasskeyRow, passkeys } from "./schema.ts";
import { RefusedResponse } from "./untrusted.ts";

/** What a browser needs to sign somebody in with whichever passkey they choose. The same for everybody. */
export function beginPasskeySignIn(app: App, party: RelyingParty) {
  const { id: challengeId, challenge } = makeChallenge(app, party);
  const options = {
    challenge,
    rpId: party.id,
    timeout: challengeMs,
    userVerification: "required" as const,
    allowCredentials: [],
  };
  return { challengeId, options };
}

/**
 * Signs a person in with a passkey. It needs no one-time code: the authenticator is what they have, and it has verified
 * them by what they know or are. Every refusal reads the same, whoever the passkey belongs to.
 *
 * Wrong answers for a known passkey count like wrong passwords from the same place, and a place that is locked for the
 * account stays so. What strangers elsewhere guess does not hold a passkey back, for it cannot be guessed.
 * @throws Problem `invalid_credentials`; `locked` (with `Retry-After`) after an answer that was right
 */
export async function signInWithPasskey(
  app: App,
  given: { challengeId: string; response: AuthenticationResponseJSON },
  device: Device,
): Promise<SignedIn> {
  const asked = takeChallenge(app, given.challengeId);
  if (!asked) throw refusal(app, device, "challenge");
  const passkey = findPasskey(app, given.response.id);
  const owner = passkey && findUser(app, passkey.userId);
  if (!passkey || !owner) throw refusal(app, device, "unknown");
  const key = lockKey(owner.email, device.address);
  try {
    const seen = await readAssertion(asked, given.response, passkey, handleOf(app, owner.id));
    requireUnlocked(app, key);
    return finish(app, passkey, seen, device);
  } catch (error) {
    if (!(error instanceof RefusedResponse)) throw error;
    recordFailure(app, key);
    throw refusal(app, device, "answer", owner, error);
  }
}

/** The counter, the person and the session in one transaction: of two answers with one counter, one gets in. */
function finish(
  app: App,
  passkey: PasskeyRow,
  { counter, synced }: { counter: number; synced: boolean },
  device: Device,
): SignedIn {
  const outcome = app.db.transaction(
    (tx): SignedIn | "unknown" | "disabled" | "counter" => {
      // The account may have been closed, or the passkey removed, while the signature was checked.
      const now = findUser(app, passkey.userId);
      if (!now || !findPasskey(app, passkey.credentialId)) return "unknown";
      if (now.disabledAt !== null) return "disabled";
      const forward = counter === 0 ? eq(passkeys.counter, 0) : lt(passkeys.counter, counter);
      const used = tx
        .update(passkeys)
        .set({ counter, synced, lastUsedAt: app.clock.now() })
        .where(and(eq(passkeys.id, passkey.id), forward))
        .returning({ id: passkeys.id })
        .all();
      if (used.length === 0) return "counter";
      const signedIn = startSession(app, now, device);
      const { id: sessionId, userAgent } = signedIn.session;
      const detail = { sessionId, userAgent, code: "none", passkey: passkey.id };
      audit(app, { action: "session.started", by: now, on: { type: "user", id: now.id }, from: device, detail });
      return signedIn;
    },
    { behavior: "immediate" },
  );
  if (typeof outcome === "object") return outcome;
  const owner = findUser(app, passkey.userId);
  if (outcome === "counter") noteCopy(app, passkey, counter, owner, device);
  throw refusal(app, device, outcome, owner);
}

/** A counter that stands still or runs back means that somebody has a copy of the key (WebAuthn, section 6.1.1). */
function noteCopy(app: App, passkey: PasskeyRow, counter: number, owner: User | undefined, device: Device): void {
  app.log.warn({ passkeyId: passkey.id, userId: passkey.userId }, "the counter of a passkey ran backwards");
  audit(app, {
    action: "passkey.counter-ran-back",
    outcome: "refused",
    on: owner && { type: "user", id: owner.id, name: owner.email },
    from: device,
    detail: { passkey: passkey.id, counter, known: passkey.counter },
  });
}

function refusal(
  app: App,
  device: Device,
  why: "challenge" | "unknown" | "answer" | "disabled" | "counter",
  owner?: User,
  cause?: RefusedResponse,
): Problem {
  audit(app, {
    action: "session.refused",
    outcome: "refused",
    on: owner && { type: "user", id: owner.id, name: owner.email },
    from: device,
    detail: { known: owner !== undefined, passkey: true, why },
  });
  app.log.info({ address: device.address, userId: owner?.id, why, reason: cause?.message }, "sign-in refused");
  return new Problem("invalid_credentials", "This passkey was not accepted. Try again, or sign in another way.", {
    cause,
  });
}
