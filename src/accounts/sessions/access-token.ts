import { createSecretKey } from "node:crypto";
import { jwt } from "@elysiajs/jwt";
import type { App } from "../../platform/app.ts";
import { once } from "../../platform/memo.ts";
import type { Session, User } from "../schema.ts";

export const accessTokenSeconds = 15 * 60;
const issuer = "vitrine";
const audience = "vitrine-api";
const algorithm = "HS256";

/** The plugin's signer without its HTTP part: services need it where there is no request. */
const signer = once((app: App) => {
  const secret = createSecretKey(Buffer.from(app.secrets.jwt, "utf8"));
  return jwt({ name: "jwt", secret, alg: algorithm, iss: issuer, aud: audience }).decorator.jwt;
});

export interface AccessClaims {
  userId: string;
  sessionId: string;
}

/** A signed token for one session, good for 15 minutes. */
export const signAccessToken = (app: App, user: Pick<User, "id" | "role">, session: Pick<Session, "id">) => {
  const now = Math.floor(app.clock.now() / 1000);
  return signer(app).sign({
    sub: user.id,
    sid: session.id,
    role: user.role,
    nbf: now,
    exp: now + accessTokenSeconds,
  });
};

/** Tokens whose signature was checked before, by their text; the oldest is forgotten first. */
const verified = once((_app: App) => new Map<string, AccessClaims & { endsAt: number }>());
const rememberedTokens = 4096;

/** @returns the claims, or undefined for a token that is not ours, not for us, changed, or out of its time */
export async function verifyAccessToken(app: App, token: string): Promise<AccessClaims | undefined> {
  if (token.length > 2048) return undefined;
  const known = verified(app).get(token);
  if (known) return known.endsAt > app.clock.now() ? known : undefined;
  const claims = await signer(app).verify(token, {
    algorithms: [algorithm],
    typ: "JWT",
    issuer,
    audience,
    requiredClaims: ["sub", "sid", "iat", "nbf", "exp"],
    currentDate: new Date(app.clock.now()),
  });
  if (claims === false || typeof claims.sub !== "string" || typeof claims.sid !== "string") return undefined;
  const found = { userId: claims.sub, sessionId: claims.sid, endsAt: (claims.exp ?? 0) * 1000 };
  remember(app, token, found);
  return found;
}

function remember(app: App, token: string, claims: AccessClaims & { endsAt: number }): void {
  const tokens = verified(app);
  tokens.set(token, claims);
  if (tokens.size <= rememberedTokens) return;
  for (const oldest of tokens.keys()) {
    tokens.delete(oldest);
    return;
  }
}
