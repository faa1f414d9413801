import { t } from "elysia";

/** Base64url without padding. The longest part is an attestation that holds an RSA key. */
const bytes = (maxLength: number) => t.String({ minLength: 1, maxLength, pattern: "^[A-Za-z0-9_-]+$" });
const credentialId = bytes(1364);
const publicKeyType = t.Literal("public-key");
const transports = t.Array(t.String({ maxLength: 32, pattern: "^[a-z-]+$" }), { maxItems: 8 });

/** What `navigator.credentials.create()` gave, in WebAuthn's JSON form. What is not named here is not looked at. */
export const registrationResponse = t.Object({
  id: credentialId,
  rawId: credentialId,
  type: publicKeyType,
  response: t.Object({
    clientDataJSON: bytes(4096),
    attestationObject: bytes(16_384),
    transports: t.Optional(transports),
  }),
});

/** What `navigator.credentials.get()` gave, in WebAuthn's JSON form. */
export const authenticationResponse = t.Object({
  id: credentialId,
  rawId: credentialId,
  type: publicKeyType,
  response: t.Object({
    clientDataJSON: bytes(4096),
    authenticatorData: bytes(4096),
    signature: bytes(4096),
    userHandle: t.Optional(t.Union([bytes(128), t.Null()])),
  }),
});

export const challengeId = t.String({ minLength: 1, maxLength: 64 });

const descriptors = t.Array(t.Object({ type: publicKeyType, id: t.String(), transports: t.Array(t.String()) }));

export const signInOptions = t.Object({
  challengeId,
  options: t.Object(
    {
      challenge: t.String(),
      rpId: t.String(),
      timeout: t.Integer({ description: "Milliseconds." }),
      userVerification: t.Literal("required"),
      allowCredentials: descriptors,
    },
    { description: "PublicKeyCredentialRequestOptionsJSON, for `parseRequestOptionsFromJSON`." },
  ),
});

export const registrationOptions = t.Object({
  challengeId,
  options: t.Object(
    {
      challenge: t.String(),
      rp: t.Object({ id: t.String(), name: t.String() }),
      user: t.Object({ id: t.String(), name: t.String(), displayName: t.String() }),
      pubKeyCredParams: t.Array(t.Object({ type: publicKeyType, alg: t.Integer() })),
      timeout: t.Integer({ description: "Milliseconds." }),
      attestation: t.Literal("none"),
      authenticatorSelection: t.Object({
        residentKey: t.Literal("required"),
        requireResidentKey: t.Boolean(),
        userVerification: t.Literal("required"),
      }),
      excludeCredentials: descriptors,
    },
    { description: "PublicKeyCredentialCreationOptionsJSON, for `parseCreationOptionsFromJSON`." },
  ),
});

export const passkeyBody = t.Object({
  id: t.String({ format: "uuid" }),
  name: t.String(),
  createdAt: t.String({ format: "date-time" }),
  lastUsedAt: t.Nullable(t.String({ format: "date-time" })),
  synced: t.Boolean({ description: "Whether a copy of it is kept beyond its device." }),
  transports: t.Array(t.String()),
});
