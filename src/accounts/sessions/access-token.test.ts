import { afterAll, describe, expect, test } from "bun:test";
import { createHmac, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { eq } from "drizzle-orm";
import { ManualClock } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import { randomToken } from "../../platform/random.ts";
import { seal } from "../../platform/seal.ts";
import { purposeKey } from "../../platform/secrets.ts";
import { testApp } from "../../platform/testing.ts";
import { authenticate } from "../guard.ts";
import { setRole } from "../people/people.ts";
import { resetPassword } from "../people/users.ts";
import { users } from "../schema.ts";
import { signedInPerson } from "../testing.ts";
import { accessTokenSeconds } from "./access-token.ts";
import { signingKeys } from "./schema.ts";
import { revokeSession } from "./sessions.ts";

const clock = new ManualClock();
const app = testApp({ clock });
afterAll(() => app.dispose());
await signedInPerson(app, "other-admin@example.test", "admin");
const person = await signedInPerson(app);
const elsewhere = testApp({ clock });
afterAll(() => elsewhere.dispose());
const stranger = await signedInPerson(elsewhere);
const ask = (token: string) =>
  authenticate(app, new Request("http://localhost/", { headers: { authorization: `Bearer ${token}` } }));

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const seconds = Math.floor(clock.now() / 1000);
const kid = newId();
const ourKey = randomToken(app.random);
app.db.update(signingKeys).set({ retiredAt: clock.now() }).run();
app.db
  .insert(signingKeys)
  .values({
    id: kid,
    sealedKey: seal(app.random, purposeKey(app.secrets, "signing-keys"), `signing-keys/${kid}`, ourKey),
    createdAt: clock.now(),
    retiredAt: null,
  })
  .run();
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
function forge(header: object, payload: object, secret: string = ourKey, hash = "sha256"): string {
  const text = `${encode({ typ: "JWT", kid, ...header })}.${encode(payload)}`;
  return `${text}.${createHmac(hash, secret).update(text).digest("base64url")}`;
}

describe("an access token", () => {
  test("says who is asking", async () => {
    expect(await ask(person.token)).toEqual(person.user);
    expect(await ask(forge({ alg: "HS256" }, claims))).toEqual(person.user);
  });

  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const rsaText = `${encode({ alg: "RS256", typ: "JWT", kid })}.${encode(claims)}`;
  const { sid: _, ...withoutSession } = claims;
  const { exp: __, ...withoutEnd } = claims;
  const refused: [string, string][] = [
    ["without a signature", `${encode({ alg: "none", typ: "JWT" })}.${encode(claims)}.`],
    ["without a signature, in our key's name", `${encode({ alg: "none", typ: "JWT", kid })}.${encode(claims)}.`],
    ["with `none` in capitals", `${encode({ alg: "NONE", typ: "JWT", kid })}.${encode(claims)}.`],
    ["with `nOnE` and our signature", forge({ alg: "nOnE" }, claims)],
    ["whose signature was stripped", `${person.token.split(".").slice(0, 2).join(".")}.`],
    ["whose signature and dot were stripped", person.token.split(".").slice(0, 2).join(".")],
    ["of another appliance", stranger.token],
    ["of another appliance, in our key's name", forge({ alg: "HS256" }, claims, elsewhere.secrets.jwt)],
    ["signed with the key from before keys had names", forge({ alg: "HS256" }, claims, app.secrets.jwt)],
    ["signed with the master key", forge({ alg: "HS256" }, claims, app.secrets.master)],
    [
      "signed by our public key's text",
      forge({ alg: "HS256" }, claims, rsa.publicKey.export({ type: "spki", format: "pem" }).toString()),
    ],
    ["in the name of nobody's key", forge({ alg: "HS256", kid: newId() }, claims)],
    ["in the name of the old key itself", forge({ alg: "HS256", kid: "secrets-file" }, claims, app.secrets.jwt)],
    ["in the name of a file", forge({ alg: "HS256", kid: "../../../../dev/null" }, claims, "")],
    ["in the name of a file with an empty key", forge({ alg: "HS256", kid: "/dev/null" }, claims, "\0")],
    [
      "in the name of a statement",
      forge({ alg: "HS256", kid: "' UNION SELECT 'x', 'AAAA', 0, NULL --" }, claims, "AAAA"),
    ],
    ["in the name of a pattern", forge({ alg: "HS256", kid: "%" }, claims)],
    ["in the name of nothing", forge({ alg: "HS256", kid: "" }, claims)],
    ["in the name of null", forge({ alg: "HS256", kid: null }, claims)],
    ["in the name of a list", forge({ alg: "HS256", kid: [kid] }, claims)],
    ["in the name of an object", forge({ alg: "HS256", kid: { toString: kid } }, claims)],
    ["in our key's name with a NUL behind it", forge({ alg: "HS256", kid: `${kid}\0` }, claims)],
    ["in our key's name in capitals", forge({ alg: "HS256", kid: kid.toUpperCase() }, claims)],
    ["in a name far too long", forge({ alg: "HS256", kid: "k".repeat(100_000) }, claims)],
    ["in a name that just fits", forge({ alg: "HS256", kid: "k".repeat(900) }, claims)],
    [
      "that names where its key lies",
      forge({ alg: "HS256", jku: "http://127.0.0.1:1/jwks", x5u: "file:///etc/passwd" }, claims, ""),
    ],
    ["that says it is not encoded", forge({ alg: "HS256", b64: false, crit: ["b64"] }, claims)],
    ["for several audiences, none of them ours", forge({ alg: "HS256" }, { ...claims, aud: ["a", "b"] })],
    ["without an audience", forge({ alg: "HS256" }, { ...claims, aud: undefined })],
    ["without an issuer", forge({ alg: "HS256" }, { ...claims, iss: undefined })],
    ["without a beginning", forge({ alg: "HS256" }, { ...claims, nbf: undefined })],
    ["made in the future", forge({ alg: "HS256" }, { ...claims, iat: seconds + 60 })],
    ["made long ago, that lives on", forge({ alg: "HS256" }, { ...claims, nbf: seconds - 901 })],
    ["whose end is text", forge({ alg: "HS256" }, { ...claims, exp: "2999" })],
    ["whose end is no number", forge({ alg: "HS256" }, { ...claims, exp: null })],
    ["with claims that are a list", forge({ alg: "HS256" }, [claims])],
    ["inside a token", forge({ alg: "HS256", cty: "JWT" }, { jwt: person.token })],
    [
      "with random bytes for a signature",
      `${person.token.split(".").slice(0, 2).join(".")}.${randomBytes(32).toString("base64url")}`,
    ],
    ["with blanks in it", `${person.token.slice(0, 20)} ${person.token.slice(20)}`],
    ["with one part more", `${person.token}.${person.token.split(".")[2]}`],
    ["of five parts", "a.b.c.d.e"],
    ["that is a refresh token", `${person.user.sessionId}.${randomToken(app.random)}`],
    ["with another algorithm and our key", forge({ alg: "HS512" }, claims, ourKey, "sha512")],
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
