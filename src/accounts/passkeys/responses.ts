import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import type { ChallengeRow, PasskeyRow } from "./schema.ts";
import { judged, parsed, RefusedResponse, requireEcdsaSignature } from "./untrusted.ts";

const es256 = -7;
/** ES256, EdDSA and RS256 by their COSE numbers, in the order in which they are asked for. */
export const algorithms = [es256, -8, -257];

// Loaded with the first ceremony: its certificate code takes longer to start than the rest of the server together.
// In the executable that code runs before the polyfill that it imports itself, and fails; so the polyfill comes first.
const polyfill = () => import("reflect-metadata");
const ceremonies = () => polyfill().then(() => import("@simplewebauthn/server"));
const helpers = () => polyfill().then(() => import("@simplewebauthn/server/helpers"));

/** What is kept of a new passkey. */
export type NewCredential = Pick<PasskeyRow, "credentialId" | "publicKey" | "counter" | "syncable" | "synced">;

type Helpers = Awaited<ReturnType<typeof helpers>>;

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, "base64url"));
const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64url");

/**
 * Checks the answer to a registration: challenge, origin and relying party exactly, the person verified, no certificate.
 * @throws RefusedResponse
 */
export async function readRegistration(
  asked: ChallengeRow,
  response: RegistrationResponseJSON,
): Promise<NewCredential> {
  const { verifyRegistrationResponse } = await ceremonies();
  const decode = await helpers();
  parsed(() => {
    requireTopPage(response.response.clientDataJSON);
    requirePlainAttestation(decode, response.response.attestationObject);
  });
  const { verified, registrationInfo } = await judged(() =>
    verifyRegistrationResponse({
      response,
      expectedChallenge: asked.challenge,
      expectedOrigin: asked.origin,
      expectedRPID: asked.rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    }),
  );
  if (!verified) throw new RefusedResponse("the attestation's signature is wrong");
  const { credential, credentialDeviceType, credentialBackedUp } = registrationInfo;
  if (credential.id !== response.id) throw new RefusedResponse("the answer names another credential than it holds");
  // The longest that WebAuthn allows is 1023 bytes.
  if (credential.id.length > 1364) throw new RefusedResponse("the credential's id is too long");
  return {
    credentialId: credential.id,
    publicKey: base64url(credential.publicKey),
    counter: credential.counter,
    syncable: credentialDeviceType === "multiDevice",
    synced: credentialBackedUp,
  };
}

/**
 * Checks the answer to a sign-in against the passkey that it names. The counter is left to the caller, who must compare
 * it with the stored one in the transaction that stores the new one.
 * @param handle the user handle of the passkey's owner
 * @throws RefusedResponse
 */
export async function readAssertion(
  asked: ChallengeRow,
  response: AuthenticationResponseJSON,
  passkey: PasskeyRow,
  handle: string,
): Promise<{ counter: number; synced: boolean }> {
  // Nobody was known before, so the answer itself must say whose it is (WebAuthn, section 7.2, step 6).
  if (response.response.userHandle !== handle) throw new RefusedResponse("the user handle is not the owner's");
  if (passkey.rpId !== asked.rpId) throw new RefusedResponse("the passkey was made for another name");
  const { verifyAuthenticationResponse } = await ceremonies();
  const decode = await helpers();
  const publicKey = bytesOf(passkey.publicKey);
  // Stored by us: when it cannot be read, nothing is wrong with the answer.
  const algorithm = decode.decodeCredentialPublicKey(publicKey).get(decode.cose.COSEKEYS.alg);
  parsed(() => {
    requireTopPage(response.response.clientDataJSON);
    decode.parseAuthenticatorData(bytesOf(response.response.authenticatorData));
    if (algorithm === es256) requireEcdsaSignature(bytesOf(response.response.signature), 32);
  });
  const { verified, authenticationInfo } = await judged(() =>
    verifyAuthenticationResponse({
      response,
      expectedChallenge: asked.challenge,
      expectedOrigin: asked.origin,
      expectedRPID: asked.rpId,
      requireUserVerification: true,
      // A counter of 0 keeps the library from judging it before the signature is known to be right.
      credential: { id: passkey.credentialId, publicKey, counter: 0 },
    }),
  );
  if (!verified) throw new RefusedResponse("the signature is wrong");
  if ((authenticationInfo.credentialDeviceType === "multiDevice") !== passkey.syncable) {
    throw new RefusedResponse("the passkey changed whether it can leave its device");
  }
  return { counter: authenticationInfo.newCounter, synced: authenticationInfo.credentialBackedUp };
}

/**
 * No attestation is asked for, so none with a certificate is looked at: the library would follow the addresses that
 * such a certificate names to ask whether it was revoked. What an authenticator signs with the new key itself may stay.
 */
function requirePlainAttestation(decode: Helpers, attestationObject: string): void {
  const decoded = decode.decodeAttestationObject(bytesOf(attestationObject));
  const format: unknown = decoded.get("fmt");
  const statement = decoded.get("attStmt");
  const ownSignature = format === "packed" && statement.get("x5c") === undefined;
  if (format !== "none" && !ownSignature) throw new RefusedResponse("an attestation came that was not asked for");
  if (!(statement instanceof Map)) throw new RefusedResponse("the attestation says nothing");
  const { credentialPublicKey } = decode.parseAuthenticatorData(decoded.get("authData"));
  if (!credentialPublicKey) throw new RefusedResponse("there is no key in it");
  const key: unknown = decode.decodeCredentialPublicKey(credentialPublicKey);
  if (!(key instanceof Map)) throw new RefusedResponse("the key is no key");
  if (format === "none") return;
  const signature: unknown = statement.get("sig");
  if (!(signature instanceof Uint8Array)) throw new RefusedResponse("the attestation has no signature");
  if (key.get(decode.cose.COSEKEYS.alg) === es256) requireEcdsaSignature(signature, 32);
}

/** Our page lets nobody frame it, so an answer that was given inside a frame was not given to our page. */
function requireTopPage(clientDataJSON: string): void {
  const data: unknown = JSON.parse(Buffer.from(clientDataJSON, "base64url").toString("utf8"));
  if (typeof data !== "object" || data === null) throw new RefusedResponse("the client data is no object");
  if ("crossOrigin" in data && data.crossOrigin !== false) throw new RefusedResponse("the answer came from a frame");
  if ("topOrigin" in data) throw new RefusedResponse("the answer came from a frame");
}
