import { afterAll, describe, expect, test } from "bun:test";
import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { eq } from "drizzle-orm";
import { ManualClock } from "../../platform/clock.ts";
import { testApp } from "../../platform/testing.ts";
import { authenticate } from "../guard.ts";
import { resetPassword, setRole } from "../people/users.ts";
import { users } from "../schema.ts";
import { signedInPerson } from "../testing.ts";
import { accessTokenSeconds } from "./access-token.ts";
import { revokeSession } from "./sessions.ts";

const clock = new ManualClock();
const app = testApp({ clock });
afterAll(() => app.dispose());
await signedInPerson(app, "other-admin@example.test", "admin");
const person = await signedInPerson(app);
const ask = (token: string) =>
  authenticate(app, new Request("http://localhost/", { headers: { authorization: `Bearer ${token}` } }));

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const seconds = Math.floor(clock.now() / 1000);
const claims = {
  iss: "vitrine",
  aud: "vitrine-api",
  sub: person.user.id,
  sid: person.user.sessionId,
  iat: seconds,
  nbf: seconds,
  exp: seconds + 900,
};

/** A token as an attacker, or we, would make it. */
function forge(header: object, payload: object, secret: string = app.secrets.jwt, hash = "sha256"): string {
  const text = `${encode({ typ: "JWT", ...header })}.${encode(payload)}`;
  return `${text}.${createHmac(hash, secret).update(text).digest("base64url")}`;
}

describe("an access token", () => {
  test("says who is asking", async () => {
    expect(await ask(person.token)).toEqual(person.user);
    expect(await ask(forge({ alg: "HS256" }, claims))).toEqual(person.user);
  });

  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const rsaText = `${encode({ alg: "RS256", typ: "JWT" })}.${encode(claims)}`;
  const { sid: _, ...withoutSession } = claims;
  const { exp: __, ...withoutEnd } = claims;
  const refused: [string, string][] = [
    ["without a signature", `${encode({ alg: "none", typ: "JWT" })}.${encode(claims)}.`],
    ["with `none` in capitals", `${encode({ alg: "NONE", typ: "JWT" })}.${encode(claims)}.`],
    ["with another algorithm and our key", forge({ alg: "HS512" }, claims, app.secrets.jwt, "sha512")],
    ["with another algorithm's name", forge({ alg: "HS384" }, claims)],
    [
      "signed by somebody's RSA key",
      `${rsaText}.${sign("sha256", Buffer.from(rsaText), rsa.privateKey).toString("base64url")}`,
    ],
    ["signed with the ticket key", forge({ alg: "HS256" }, claims, app.secrets.ticket)],
    ["signed with an empty key", forge({ alg: "HS256" }, claims, "")],
    ["that brings its own key", forge({ alg: "HS256", jwk: { kty: "oct", k: "AAAA" } }, claims, "AAAA")],
    ["that asks for an unknown extension", forge({ alg: "HS256", crit: ["x"], x: 1 }, claims)],
    ["for another audience", forge({ alg: "HS256" }, { ...claims, aud: "elsewhere" })],
    ["from another issuer", forge({ alg: "HS256" }, { ...claims, iss: "elsewhere" })],
    ["that has ended", forge({ alg: "HS256" }, { ...claims, exp: seconds - 1 })],
    ["that has not begun", forge({ alg: "HS256" }, { ...claims, nbf: seconds + 60 })],
    ["that never ends", forge({ alg: "HS256" }, withoutEnd)],
    ["without a session", forge({ alg: "HS256" }, withoutSession)],
    [
      "for another person's session",
      forge({ alg: "HS256" }, { ...claims, sub: "019b0000-0000-7000-8000-000000000000" }),
    ],
    ["with a session that is no text", forge({ alg: "HS256" }, { ...claims, sid: 1 })],
    ["of another type", forge({ alg: "HS256", typ: "ticket" }, claims)],
    ["with a changed payload", person.token.replace(/\.[^.]+\./, `.${encode({ ...claims, role: "admin", x: 1 })}.`)],
    ["cut short", person.token.slice(0, -4)],
    ["of rubbish", "a.b.c"],
    ["that is far too long", `${person.token}${"x".repeat(5000)}`],
  ];
  test.each(refused)("is refused %s", async (_name, token) => {
    expect(await ask(token)).toBeUndefined();
  });

  test("carries no right of its own: the role stored now counts", async () => {
    setRole(app, person.user.email, "viewer");
    expect((await ask(person.token))?.role).toBe("viewer");
    setRole(app, person.user.email, "admin");
  });

  test("ends after 15 minutes", async () => {
    const { token } = await signedInPerson(app);
    await clock.advance(accessTokenSeconds * 1000 - 1000);
    expect(await ask(token)).toBeDefined();
    await clock.advance(1000);
    expect(await ask(token)).toBeUndefined();
  });

  test("ends at once with its session", async () => {
    const { token, user } = await signedInPerson(app);
    revokeSession(app, user.sessionId);
    expect(await ask(token)).toBeUndefined();
  });

  test("ends at once when the account is disabled", async () => {
    const { token, user } = await signedInPerson(app, "soon-gone@example.test", "member");
    app.db.update(users).set({ disabledAt: clock.now() }).where(eq(users.id, user.id)).run();
    expect(await ask(token)).toBeUndefined();
  });

  test("ends at once when the password is reset", async () => {
    const { token, user } = await signedInPerson(app, "forgetful@example.test", "member");
    await resetPassword(app, user.email, "another long pass phrase");
    expect(await ask(token)).toBeUndefined();
  });
});
