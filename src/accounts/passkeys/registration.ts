import type { RegistrationResponseJSON } from "@simplewebauthn/server";
import type { App } from "../../platform/app.ts";
import { newId } from "../../platform/ids.ts";
import { Problem } from "../../platform/problem.ts";
import { challengeMs, makeChallenge, takeChallenge } from "./challenges.ts";
import { handleOf, passkeysOf, requirePasskeyName, requireRoom, storePasskey, transportsOf } from "./passkeys.ts";
import type { RelyingParty } from "./relying-party.ts";
import { algorithms, readRegistration } from "./responses.ts";
import type { PasskeyRow } from "./schema.ts";
import { RefusedResponse } from "./untrusted.ts";

interface Person {
  id: string;
  email: string;
  name: string;
}

/**
 * What a browser needs to make a passkey that can sign this person in by itself: kept by the authenticator, used only
 * after it has verified the person, and on none of the devices that have one already.
 * @throws Problem `conflict` when the person has too many
 */
export function beginRegistration(app: App, person: Person, party: RelyingParty) {
  requireRoom(app, person.id);
  const { id: challengeId, challenge } = makeChallenge(app, party, person.id);
  const known = passkeysOf(app, person.id).filter(({ rpId }) => rpId === party.id);
  const options = {
    challenge,
    rp: { id: party.id, name: "Vitrine" },
    user: { id: handleOf(app, person.id), name: person.email, displayName: person.name },
    pubKeyCredParams: algorithms.map((alg) => ({ type: "public-key" as const, alg })),
    timeout: challengeMs,
    attestation: "none" as const,
    authenticatorSelection: {
      residentKey: "required" as const,
      requireResidentKey: true,
      userVerification: "required" as const,
    },
    excludeCredentials: known.map(({ credentialId, transports }) => ({
      type: "public-key" as const,
      id: credentialId,
      transports: transportsOf(transports),
    })),
  };
  return { challengeId, options };
}

/**
 * Stores the passkey that answers a registration.
 * @throws Problem `bad_request` for an answer that is late, used or not what was asked for; `conflict`;
 *   `validation_failed` for its name
 */
export async function finishRegistration(
  app: App,
  person: Pick<Person, "id">,
  given: { challengeId: string; name: string; response: RegistrationResponseJSON },
): Promise<PasskeyRow> {
  const name = requirePasskeyName(given.name);
  const asked = takeChallenge(app, given.challengeId, person.id);
  if (!asked) throw new Problem("bad_request", "This took too long, or was answered already. Begin again.");
  try {
    const row: PasskeyRow = {
      id: newId(),
      userId: person.id,
      name,
      ...(await readRegistration(asked, given.response)),
      rpId: asked.rpId,
      transports: JSON.stringify(given.response.response.transports ?? []),
      createdAt: app.clock.now(),
      lastUsedAt: null,
    };
    storePasskey(app, row);
    return row;
  } catch (error) {
    if (!(error instanceof RefusedResponse)) throw error;
    app.log.info({ userId: person.id, why: error.message }, "a passkey was not registered");
    throw new Problem("bad_request", "The browser's answer is not a passkey for this page. Begin again.", {
      cause: error,
    });
  }
}
