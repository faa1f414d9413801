import { afterAll, describe, expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { Elysia } from "elysia";
import { ManualClock } from "../../platform/clock.ts";
import { scenarioRequest } from "../../platform/scenario.ts";
import { testApp } from "../../platform/testing.ts";
import { errorHandling } from "../../server/errors.ts";
import { listAudit } from "../audit/audit-log.ts";
import { beginOneTimeCodes, confirmOneTimeCodes } from "../codes/one-time-codes.ts";
import { codeAt, fromBase32, stepAt } from "../codes/totp.ts";
import { deletePerson, setDisabled } from "../people/people.ts";
import { accountRoutes } from "../routes.ts";
import { sessions, users } from "../schema.ts";
import { recentSignInMs } from "../sign-in/reauthenticate.ts";
import { signedInPerson, type TestPerson, testPassword } from "../testing.ts";
import { challengeMs } from "./challenges.ts";
import { mostPasskeys } from "./passkeys.ts";
import { beginRegistration } from "./registration.ts";
import { passkeyChallenges, passkeyOwners, passkeys } from "./schema.ts";
import { type Said, type SoftAlgorithm, softAuthenticator } from "./testing.ts";

const clock = new ManualClock();
const app = testApp({ clock });
afterAll(() => app.dispose());
const server = new Elysia().use(errorHandling(app)).use(accountRoutes(app));
const admin = await signedInPerson(app, "root@example.org", "admin");
const here = { origin: "http://localhost", rpId: "localhost" };

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await server.handle(scenarioRequest({ method, path: `/api/auth/passkeys${path}`, body, headers }));
  const text = await response.text();
  const cookie = response.headers.get("set-cookie");
  return { status: response.status, body: text === "" ? {} : JSON.parse(text), text, cookie };
}

type Device = ReturnType<typeof softAuthenticator>;

/** Without the password that the route asks for first. */
const begin = ({ user }: TestPerson) => beginRegistration(app, user, { id: here.rpId, origin: here.origin });

async function register(person: TestPerson, device: Device, change: Partial<Said> = {}, name = "Laptop") {
  const { challengeId, options } = begin(person);
  const response = device.create({ ...here, challenge: options.challenge, ...change });
  return {
    ...(await ask("POST", "", { challengeId, name, response }, person.headers)),
    handle: options.user.id,
    options,
  };
}

/** @param change what the answer says instead of the truth */
async function signIn(device: Device, userHandle: string | undefined, change: Partial<Said> = {}) {
  const { challengeId, options } = (await ask("POST", "/options", {})).body;
  const response = device.get({ ...here, challenge: options.challenge, userHandle, ...change });
  return ask("POST", "/sign-in", { challengeId, response });
}

let people = 0;
async function owner(algorithm: SoftAlgorithm = "ES256", change: Partial<Said> = {}) {
  const person = await signedInPerson(app, `person-${people++}@example.org`, "member");
  const device = softAuthenticator(algorithm);
  const { status, body, handle } = await register(person, device, change);
  expect(status).toBe(201);
  return { person, device, handle: String(handle), id: String(body.id) };
}

const somebody = () => signedInPerson(app, "gil@example.org", "member");
const one = await owner("ES256", { flags: { be: true } });
const two = await owner();

const lastAudit = () => listAudit(app, { limit: 1 }).items[0];

describe("a passkey", () => {
  test.each<[SoftAlgorithm]>([["ES256"], ["EdDSA"], ["RS256"]])("with %s signs its person in", async (algorithm) => {
    const { person, device, handle, id } = await owner(algorithm);
    const answer = await signIn(device, handle);
    expect([answer.status, answer.body.user.email]).toEqual([200, person.user.email]);
    expect(answer.cookie).toContain("vitrine_refresh=");
    expect(lastAudit()).toMatchObject({ action: "session.started", detail: { code: "none", passkey: id } });
    const { items } = (await ask("GET", "", undefined, person.headers)).body;
    expect(items).toMatchObject([{ id, name: "Laptop", synced: false, transports: ["internal", "hybrid"] }]);
    expect(items[0].lastUsedAt).not.toBeNull();
  });

  test("needs no one-time code: the authenticator has verified its person", async () => {
    const { person, device, handle } = await owner();
    const { secret } = beginOneTimeCodes(app, person.user);
    confirmOneTimeCodes(app, person.user.id, codeAt(fromBase32(secret), stepAt(clock.now())));
    expect((await signIn(device, handle)).status).toBe(200);
  });

  test("tells its authenticator no e-mail address by which somebody is known, and the browser what we need", async () => {
    const person = await signedInPerson(app, "ada@example.org", "member");
    const { options, handle } = await register(person, softAuthenticator());
    expect(options).toMatchObject({
      rp: { id: "localhost", name: "Vitrine" },
      attestation: "none",
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      excludeCredentials: [],
    });
    expect(options.pubKeyCredParams.map(({ alg }: { alg: number }) => alg)).toEqual([-7, -8, -257]);
    expect(Buffer.from(handle, "base64url")).toHaveLength(32);
    expect(Buffer.from(options.challenge, "base64url")).toHaveLength(32);
    const second = begin(person);
    expect(second.options.user.id).toBe(handle);
    expect(second.options.excludeCredentials).toHaveLength(1);
  });

  test("follows its counter and its copies", async () => {
    const { person, device, handle } = await owner("ES256", { counter: 3, flags: { be: true } });
    expect((await signIn(device, handle, { counter: 4, flags: { be: true, bs: true } })).status).toBe(200);
    expect((await ask("GET", "", undefined, person.headers)).body.items).toMatchObject([{ synced: true }]);
    for (const counter of [4, 3, 0]) {
      expect((await signIn(device, handle, { counter, flags: { be: true } })).body.code).toBe("invalid_credentials");
    }
    const entries = listAudit(app, { limit: 2, action: "passkey." }).items;
    expect(entries[0]).toMatchObject({ action: "passkey.counter-ran-back", detail: { counter: 0, known: 4 } });
    expect((await signIn(device, handle, { counter: 5, flags: { be: true } })).status).toBe(200);
  });

  test("of which two answers carry the same counter gets in once", async () => {
    const { device, handle } = await owner("ES256", { counter: 1 });
    const both = await Promise.all([signIn(device, handle, { counter: 2 }), signIn(device, handle, { counter: 2 })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  test("is renamed and removed by its owner alone", async () => {
    const { person, device, handle, id } = await owner();
    const { person: other } = await owner();
    expect((await ask("PATCH", `/${id}`, { name: "Mine" }, other.headers)).status).toBe(404);
    expect((await ask("DELETE", `/${id}`, { password: testPassword }, other.headers)).status).toBe(404);
    expect((await ask("PATCH", `/${id}`, { name: " Phone " }, person.headers)).body.name).toBe("Phone");
    expect((await ask("PATCH", `/${id}`, { name: "a\u0007b" }, person.headers)).status).toBe(422);
    expect((await ask("DELETE", `/${id}`, { password: "not the password" }, person.headers)).status).toBe(401);
    expect((await ask("DELETE", `/${id}`, { password: testPassword }, person.headers)).status).toBe(204);
    expect(lastAudit()).toMatchObject({ action: "passkey.removed" });
    expect((await signIn(device, handle)).body.code).toBe("invalid_credentials");
  });

  test("stays while it is the last way in of its person", async () => {
    const { person, id } = await owner();
    app.db.update(users).set({ passwordHash: "" }).where(eq(users.id, person.user.id)).run();
    expect((await ask("DELETE", `/${id}`, {}, person.headers)).body.code).toBe("conflict");
    const { body } = await register(person, softAuthenticator());
    const both = await Promise.all([id, body.id].map((one) => ask("DELETE", `/${one}`, {}, person.headers)));
    expect(both.map(({ status }) => status).sort()).toEqual([204, 409]);
  });

  test("is removed by an administrator with all others of its person, and by nobody else", async () => {
    const { person, device, handle } = await owner();
    await register(person, softAuthenticator());
    const waiting = begin(person);
    const remove = ({ headers }: TestPerson) =>
      server.handle(
        scenarioRequest({ method: "DELETE", path: `/api/admin/users/${person.user.id}/passkeys`, headers }),
      );
    expect((await remove(person)).status).toBe(403);
    expect(await (await remove(admin)).json()).toEqual({ removed: 2 });
    expect(lastAudit()).toMatchObject({ action: "passkey.all-removed", actor: { email: "root@example.org" } });
    expect((await signIn(device, handle)).status).toBe(401);
    const response = softAuthenticator().create({ ...here, challenge: waiting.options.challenge });
    const late = { challengeId: waiting.challengeId, name: "x", response };
    expect((await ask("POST", "", late, person.headers)).status).toBe(400);
  });

  test("goes with its person", async () => {
    const { person } = await owner();
    begin(person);
    deletePerson(app, person.user.id);
    for (const table of [passkeys, passkeyOwners, passkeyChallenges]) {
      expect(app.db.select().from(table).where(eq(table.userId, person.user.id)).all()).toEqual([]);
    }
  });
});

describe("a registration", () => {
  test("needs the password, or a fresh sign-in", async () => {
    const person = await signedInPerson(app, "bea@example.org", "member");
    await clock.advance(recentSignInMs);
    const begun = await ask("POST", "/registration", {}, person.headers);
    expect([begun.status, begun.body.options.rp.id]).toEqual([200, "localhost"]);
    await clock.advance(1);
    for (const [body, code] of [
      [{}, "reauthentication_required"],
      [{ password: "not the password" }, "invalid_credentials"],
    ]) {
      expect((await ask("POST", "/registration", body, person.headers)).body.code).toBe(code);
    }
    expect((await ask("POST", "/registration", { password: testPassword }, person.headers)).status).toBe(200);
  });

  test("belongs to one person, is answered once, and within five minutes", async () => {
    const one = await signedInPerson(app, "cy@example.org", "member");
    const two = await signedInPerson(app, "dan@example.org", "member");
    const device = softAuthenticator();
    const { challengeId, options } = begin(one);
    const body = { challengeId, name: "x", response: device.create({ ...here, challenge: options.challenge }) };
    expect((await ask("POST", "", body, two.headers)).status).toBe(400);
    expect((await ask("POST", "", body, one.headers)).status).toBe(201);
    expect((await ask("POST", "", body, one.headers)).status).toBe(400);
    const late = begin(one);
    await clock.advance(challengeMs);
    const response = softAuthenticator().create({ ...here, challenge: late.options.challenge });
    expect((await ask("POST", "", { challengeId: late.challengeId, name: "x", response }, one.headers)).status).toBe(
      400,
    );
  });

  test("of a credential that somebody has already is refused", async () => {
    const { device } = await owner();
    const other = await signedInPerson(app, "eve@example.org", "member");
    expect((await register(other, device)).status).toBe(409);
  });

  test(`ends at ${mostPasskeys}`, async () => {
    const person = await signedInPerson(app, "fay@example.org", "member");
    const spare = begin(person);
    for (let n = 0; n < mostPasskeys; n++) expect((await register(person, softAuthenticator())).status).toBe(201);
    expect((await ask("POST", "/registration", { password: testPassword }, person.headers)).status).toBe(409);
    const response = softAuthenticator().create({ ...here, challenge: spare.options.challenge });
    const late = await ask("POST", "", { challengeId: spare.challengeId, name: "x", response }, person.headers);
    expect(late.body).toMatchObject({ code: "conflict" });
  });

  const certificate = new Map([["x5c", Buffer.from("a certificate that names an address to ask")]]);
  const refused: [string, Partial<Said>][] = [
    ["for another origin", { origin: "http://localhost:81" }],
    ["for another scheme", { origin: "https://localhost" }],
    ["for another relying party", { rpId: "example.org" }],
    ["to another challenge", { challenge: randomBytes(32).toString("base64url") }],
    ["that is a sign-in", { type: "webauthn.get" }],
    ["without user verification", { flags: { uv: false } }],
    ["without user presence", { flags: { up: false } }],
    ["backed up where it cannot be", { flags: { bs: true } }],
    ["given inside a frame", { client: { crossOrigin: true } }],
    ["given inside a frame of another page", { client: { crossOrigin: true, topOrigin: "https://example.org" } }],
    ["with a certificate", { attestation: { fmt: "packed", statement: certificate } }],
    ["with an attestation of another kind", { attestation: { fmt: "fido-u2f", statement: new Map() } }],
    ["with an attestation that nobody knows", { attestation: { fmt: "../x", statement: new Map() } }],
    [
      "with a wrong signature of its own",
      {
        attestation: {
          fmt: "packed",
          statement: new Map<string, number | Buffer>([
            ["alg", -7],
            ["sig", randomBytes(70)],
          ]),
        },
      },
    ],
  ];
  test.each(refused)("is refused %s", async (_how, change) => {
    const answer = await register(await somebody(), softAuthenticator(), change);
    expect([answer.status, answer.body.code]).toEqual([400, "bad_request"]);
    expect(answer.text).not.toMatch(/expected|origin|challenge/i);
  });

  test("may be signed by the new key itself", async () => {
    const attestation = { fmt: "packed", statement: new Map([["alg", -7]]) };
    expect((await register(await somebody(), softAuthenticator(), { attestation })).status).toBe(201);
  });

  test.each([
    ["no CBOR", "AAAA"],
    ["nothing", ""],
    ["no base64url", "+/=="],
    ["far too much", "A".repeat(20_000)],
  ])("that holds %s is refused", async (_what, attestationObject) => {
    const person = await somebody();
    const { challengeId, options } = begin(person);
    const response = softAuthenticator().create({ ...here, challenge: options.challenge });
    const broken = { ...response, response: { ...response.response, attestationObject } };
    const answer = await ask("POST", "", { challengeId, name: "x", response: broken }, person.headers);
    expect([400, 422]).toContain(answer.status);
  });
});

describe("a sign-in", () => {
  test("asks everybody the same and names nobody", async () => {
    const { text, body } = await ask("POST", "/options", {});
    expect(body.options).toMatchObject({ rpId: "localhost", userVerification: "required", allowCredentials: [] });
    expect(text).not.toContain("example.org");
  });

  const be = { be: true };
  const refused: [string, () => ReturnType<typeof signIn>][] = [
    ["for another origin", () => signIn(one.device, one.handle, { flags: be, origin: "https://evil.example" })],
    ["for another port", () => signIn(one.device, one.handle, { flags: be, origin: "http://localhost:8080" })],
    ["for another relying party", () => signIn(one.device, one.handle, { flags: be, rpId: "evil.example" })],
    ["to an invented challenge", () => signIn(one.device, one.handle, { flags: be, challenge: "AAAA" })],
    ["that is a registration", () => signIn(one.device, one.handle, { flags: be, type: "webauthn.create" })],
    ["without user verification", () => signIn(one.device, one.handle, { flags: { be: true, uv: false } })],
    ["without user presence", () => signIn(one.device, one.handle, { flags: { be: true, up: false } })],
    ["given inside a frame", () => signIn(one.device, one.handle, { flags: be, client: { crossOrigin: true } })],
    ["of a passkey that became another kind", () => signIn(one.device, one.handle, {})],
    ["without a user handle", () => signIn(one.device, undefined, { flags: be })],
    ["with another person's handle", () => signIn(one.device, two.handle, { flags: be })],
    ["with nobody's handle", () => signIn(one.device, "AAAA", { flags: be })],
    ["of an unknown passkey", () => signIn(softAuthenticator(), one.handle, { flags: be })],
    [
      "signed by another key for this passkey",
      () => signIn(softAuthenticator("ES256", Buffer.from(one.device.id, "base64url")), one.handle, { flags: be }),
    ],
    [
      "signed by another kind of key for this passkey",
      () => signIn(softAuthenticator("RS256", Buffer.from(one.device.id, "base64url")), one.handle, { flags: be }),
    ],
  ];
  test.each(refused)("is refused %s, in the same words", async (_how, attempt) => {
    await clock.advance(15 * 60_000);
    const answer = await attempt();
    const { requestId: _, ...told } = answer.body;
    expect(told).toEqual({
      type: "about:blank",
      title: "Not signed in",
      status: 401,
      code: "invalid_credentials",
      detail: "This passkey was not accepted. Try again, or sign in another way.",
    });
    expect(answer.cookie).toBeNull();
    expect(lastAudit()).toMatchObject({ action: "session.refused", outcome: "refused" });
  });

  test("goes through with the truth, so that the answers above mean something", async () => {
    await clock.advance(24 * 3600_000);
    expect((await signIn(one.device, one.handle, { flags: be })).status).toBe(200);
  });

  test("is answered once: neither again, nor a second time after a wrong answer, nor too late", async () => {
    const { device, handle } = await owner();
    const options = async () => (await ask("POST", "/options", {})).body;
    const answerTo = ({ options: { challenge } }: { options: { challenge: string } }, origin = here.origin) =>
      device.get({ ...here, origin, challenge, userHandle: handle });

    const replayed = await options();
    const body = { challengeId: replayed.challengeId, response: answerTo(replayed) };
    const twice = await Promise.all([ask("POST", "/sign-in", body), ask("POST", "/sign-in", body)]);
    expect(twice.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect((await ask("POST", "/sign-in", body)).status).toBe(401);

    const spent = await options();
    const wrong = { challengeId: spent.challengeId, response: answerTo(spent, "https://evil.example") };
    expect((await ask("POST", "/sign-in", wrong)).status).toBe(401);
    expect((await ask("POST", "/sign-in", { ...wrong, response: answerTo(spent) })).status).toBe(401);

    const late = await options();
    await clock.advance(challengeMs);
    expect((await ask("POST", "/sign-in", { challengeId: late.challengeId, response: answerTo(late) })).status).toBe(
      401,
    );
  });

  test("takes no answer to a registration's challenge", async () => {
    const { person, device, handle } = await owner();
    const { challengeId, options } = begin(person);
    const response = device.get({ ...here, challenge: options.challenge, userHandle: handle });
    expect((await ask("POST", "/sign-in", { challengeId, response })).status).toBe(401);
  });

  test("to a closed account is refused like any other", async () => {
    const { person, device, handle } = await owner();
    setDisabled(app, person.user.id, true);
    const before = app.db.select().from(sessions).all().length;
    const answer = await signIn(device, handle);
    expect(answer.body).toMatchObject({ status: 401, code: "invalid_credentials" });
    expect(app.db.select().from(sessions).all()).toHaveLength(before);
    expect(lastAudit()).toMatchObject({ detail: { why: "disabled" } });
    setDisabled(app, person.user.id, false);
    expect((await signIn(device, handle)).status).toBe(200);
  });

  test("counts wrong answers like wrong passwords, and a locked place stays locked", async () => {
    const { person, device, handle } = await owner();
    const login = (password: string) =>
      server.handle(
        scenarioRequest({ method: "POST", path: "/api/auth/login", body: { email: person.user.email, password } }),
      );
    for (let n = 0; n < 5; n++) await signIn(device, handle, { flags: { uv: false } });
    expect((await login(testPassword)).status).toBe(423);
    const answer = await signIn(device, handle);
    expect([answer.status, answer.cookie]).toEqual([423, null]);
    await clock.advance(30_000);
    expect((await signIn(device, handle)).status).toBe(200);
  });
});
