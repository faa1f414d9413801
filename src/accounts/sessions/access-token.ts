import { jwt } from "@elysiajs/jwt";
import { decodeProtectedHeader } from "jose";
import type { App } from "../../platform/app.ts";
import { once } from "../../platform/memo.ts";
import type { Session, User } from "../schema.ts";
import { accessTokenSeconds, isGoodKey, type SigningKey, signingKey, verifyingKey } from "./signing-keys.ts";

export { accessTokenSeconds };

const issuer = "vitrine";
const audience = "vitrine-api";

/**
 * HMAC, because nobody but this appliance verifies its tokens: a public key would have no reader. Measured in one run,
 * HS256 takes 40 µs to sign and 30 µs to verify, and EdDSA 150 µs and 120 µs.
 */
const algorithm = "HS256";

export interface AccessClaims {
  userId: string;
  sessionId: string;
}

interface Verified extends AccessClaims {
  /** The key that signed it. */
  keyId: string;
  endsAt: number;
}

const makeSigner = ({ id, key }: SigningKey) =>
  jwt({ name: "jwt", secret: key, kid: id, alg: algorithm, iss: issuer, aud: audience }).decorator.jwt;

const signers = new WeakMap<CryptoKey, ReturnType<typeof makeSigner>>();

/** The plugin without its HTTP part, which services need where there is no request; one for each key. */
function signerOf(signing: SigningKey): ReturnType<typeof makeSigner> {
  const known = signers.get(signing.key) ?? makeSigner(signing);
  signers.set(signing.key, known);
  return known;
}

/**
 * A signed token for one session, good for 15 minutes. It tells when it was made as `nbf`: the plugin writes `iat` by the
 * system's clock alone.
 */
export async function signAccessToken(
  app: App,
  user: Pick<User, "id" | "role">,
  session: Pick<Session, "id">,
): Promise<string> {
  const now = Math.floor(app.clock.now() / 1000);
  const claims = {
    sub: user.id,
    sid: session.id,
    role: user.role,
    iat: false,
    nbf: now,
    exp: now + accessTokenSeconds,
  };
  return signerOf(await signingKey(app)).sign(claims);
}

/** Tokens whose signature was checked before, by their text; the oldest is forgotten first. */
const verified = once((_app: App) => new Map<string, Verified>());
const rememberedTokens = 4096;

/** @returns the claims, or undefined for a token that is not ours, not for us, changed, or out of its time */
export async function verifyAccessToken(app: App, token: string): Promise<AccessClaims | undefined> {
  if (token.length > 2048) return undefined;
  const known = verified(app).get(token);
  if (known) return known.endsAt > app.clock.now() && isGoodKey(app, known.keyId) ? known : undefined;
  const found = await verify(app, token);
  if (found) remember(app, token, found);
  return found;
}

async function verify(app: App, token: string): Promise<Verified | undefined> {
  const signing = await keyOf(app, token);
  if (!signing) return undefined;
  const now = app.clock.now();
  const claims = await signerOf(signing).verify(token, {
    algorithms: [algorithm],
    typ: "JWT",
    issuer,
    audience,
    requiredClaims: ["sub", "sid", "nbf", "exp"],
    currentDate: new Date(now),
  });
  // Whatever is wrong with a token, whoever sent it learns nothing but that it is not good.
  if (claims === false) return undefined;
  const { sub, sid, nbf, exp, iat } = claims;
  if (typeof sub !== "string" || typeof sid !== "string" || nbf === undefined || exp === undefined) return undefined;
  if (exp - nbf > accessTokenSeconds || (typeof iat === "number" && iat * 1000 > now)) return undefined;
  return { userId: sub, sessionId: sid, keyId: signing.id, endsAt: exp * 1000 };
}

async function keyOf(app: App, token: string): Promise<SigningKey | undefined> {
  try {
    return await verifyingKey(app, decodeProtectedHeader(token).kid);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function remember(app: App, token: string, claims: Verified): void {
  const tokens = verified(app);
  tokens.set(token, claims);
  if (tokens.size <= rememberedTokens) return;
  for (const oldest of tokens.keys()) {
    tokens.delete(oldest);
    return;
  }
}
