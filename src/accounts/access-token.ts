import { createSecretKey } from "node:crypto";
import { jwt } from "@elysiajs/jwt";
import type { App } from "../platform/app.ts";
import { once } from "../platform/memo.ts";
import type { Session, User } from "./schema.ts";

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

/** @returns the claims, or undefined for a token that is not ours, not for us, changed, or out of its time */
export async function verifyAccessToken(app: App, token: string): Promise<AccessClaims | undefined> {
  if (token.length > 2048) return undefined;
  const claims = await signer(app).verify(token, {
    algorithms: [algorithm],
    typ: "JWT",
    issuer,
    audience,
    requiredClaims: ["sub", "sid", "iat", "nbf", "exp"],
    currentDate: new Date(app.clock.now()),
  });
  if (claims === false || typeof claims.sub !== "string" || typeof claims.sid !== "string") return undefined;
  return { userId: claims.sub, sessionId: claims.sid };
}
