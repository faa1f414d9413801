import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { beginOneTimeCodes, confirmOneTimeCodes } from "../codes/one-time-codes.ts";
import { codeAt, fromBase32, stepAt } from "../codes/totp.ts";
import { invite } from "../people/invitations.ts";
import { setDisabled } from "../people/people.ts";
import { register } from "../people/register.ts";
import { findUserByEmail } from "../people/users.ts";
import { auditEntries, users } from "../schema.ts";
import { writeSettings } from "../settings.ts";
import { signedInPerson, type TestPerson, testPassword } from "../testing.ts";
import { startAppliance, TestBrowser } from "./testing.ts";
import { startHostileProvider } from "./testing-hostile.ts";

const home = await startAppliance();
const { app, url, clock } = home;
const now = () => Math.floor(clock.now() / 1000);
const company = await startHostileProvider(now);
const anybody = await startHostileProvider(now);
home.add("oidc", { label: "Company", issuer: company.issuer, allowedDomains: ["example.org"] });
home.add("oidc", { label: "Anybody", issuer: anybody.issuer });
afterAll(async () => {
  company.stop();
  anybody.stop();
  await home.stop();
});
beforeEach(() => {
  company.state.lies = {};
  writeSettings(app, { registration: "open", passwordSignIn: true });
});

let subjects = 0;
/** A browser after signing in as somebody with this address, and where it ended. */
async function come(provider: "company" | "anybody", email: string, subject = `s${++subjects}`) {
  const at = provider === "company" ? company : anybody;
  at.state.person = { sub: subject, email, email_verified: true, name: email.split("@")[0] };
  const browser = new TestBrowser(url);
  const end = await browser.signIn(provider);
  return { browser, end: end.replace("/sign-in?problem=", ""), who: await browser.whoAmI() };
}

async function ask(person: TestPerson, method: string, path: string, body?: unknown, browser = new TestBrowser(url)) {
  const headers = { ...person.headers, ...(body === undefined ? {} : { "content-type": "application/json" }) };
  const response = await browser.send(`${url}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, body: text.startsWith("{") ? JSON.parse(text) : {} };
}

const admin = () => signedInPerson(app, "root@example.org", "admin");

describe("an account with the same address", () => {
  test("is linked on the word of the authority, where somebody vouched for the address", async () => {
    await signedInPerson(app, "ada@example.org", "member");
    expect(await come("company", "ada@example.org", "ada")).toMatchObject({ end: "/projects", who: "ada@example.org" });
    expect(await come("company", "new-name@example.org", "ada")).toMatchObject({ who: "ada@example.org" });
  });

  test("that a stranger registered in advance is not handed the person, nor the person to it", async () => {
    await register(app, { email: "victim@example.org", name: "Thief", password: testPassword });
    expect(await come("company", "victim@example.org")).toMatchObject({ end: "link_first", who: undefined });
  });

  test("is not opened by a provider that is not the authority for it", async () => {
    await signedInPerson(app, "bea@example.org", "member");
    expect(await come("anybody", "bea@example.org")).toMatchObject({ end: "link_first", who: undefined });
  });

  test("of an administrator is linked by hand alone", async () => {
    expect(await come("company", "root@example.org")).toMatchObject({ end: "link_first", who: undefined });
  });

  test("made by a provider that is no authority is not joined by another", async () => {
    expect(await come("anybody", "cy@example.org")).toMatchObject({ who: "cy@example.org" });
    expect(await come("company", "cy@example.org")).toMatchObject({ end: "link_first" });
  });

  test("that is closed stays closed, known or not", async () => {
    const first = await come("company", "dan@example.org", "dan");
    expect(first.who).toBe("dan@example.org");
    setDisabled(app, findUserByEmail(app, "dan@example.org")?.id ?? "", true);
    expect(await first.browser.whoAmI()).toBeUndefined();
    expect(await come("company", "dan@example.org", "dan")).toMatchObject({ end: "account_closed", who: undefined });
    expect(await come("company", "dan@example.org")).toMatchObject({ end: "account_closed", who: undefined });
  });
});

describe("somebody new", () => {
  test("needs an invitation where only those count, and gets its role", async () => {
    writeSettings(app, { registration: "invitation" });
    expect(await come("company", "eli@example.org")).toMatchObject({ end: "invitation_needed" });
    invite(app, { id: home.admin.user.id }, { email: "eli@example.org", role: "viewer" });
    expect(await come("company", "eli@example.org")).toMatchObject({ who: "eli@example.org" });
    expect(findUserByEmail(app, "eli@example.org")?.role).toBe("viewer");
  });

  test("becomes an administrator only on the word of the authority", async () => {
    invite(app, { id: home.admin.user.id }, { email: "fay@example.org", role: "admin" });
    expect(await come("anybody", "fay@example.org")).toMatchObject({ end: "invitation_link" });
    expect(await come("company", "fay@example.org")).toMatchObject({ who: "fay@example.org" });
  });

  test("waits for an answer where joining takes one", async () => {
    writeSettings(app, { registration: "approval" });
    expect(await come("company", "gil@example.org", "gil")).toMatchObject({
      end: "approval_requested",
      who: undefined,
    });
    expect(await come("company", "gil@example.org", "gil")).toMatchObject({ end: "approval_pending" });
    setDisabled(app, findUserByEmail(app, "gil@example.org")?.id ?? "", false);
    expect(await come("company", "gil@example.org", "gil")).toMatchObject({ who: "gil@example.org" });
  });
});

describe("one-time codes", () => {
  test("are asked for after the provider, once per token and in the same browser", async () => {
    const hal = await signedInPerson(app, "hal@example.org", "member");
    const { secret } = beginOneTimeCodes(app, hal.user);
    confirmOneTimeCodes(app, hal.user.id, codeAt(fromBase32(secret), stepAt(clock.now())));
    const { browser, end, who } = await come("company", "hal@example.org", "hal");
    const token = new URL(end, url).searchParams.get("continue");
    expect([token?.length, who]).toEqual([43, undefined]);
    await clock.advance(60_000);
    const code = codeAt(fromBase32(secret), stepAt(clock.now()));
    const send = (by: TestBrowser, given: string) =>
      ask(hal, "POST", "/api/auth/oauth/continue", { token, code: given }, by);
    expect((await send(new TestBrowser(url), code)).status).toBe(403);
    expect((await send(browser, "000000")).body.code).toBe("code_invalid");
    expect((await send(browser, code)).body).toMatchObject({
      user: { email: "hal@example.org" },
      returnTo: "/projects",
    });
    expect(await browser.whoAmI()).toBe("hal@example.org");
    expect((await send(browser, code)).status).toBe(403);
  });

  test("are not asked for where the provider has asked for more than one factor", async () => {
    company.state.lies = { claims: { amr: ["pwd", "otp", "mfa"] } };
    expect(await come("company", "hal@example.org", "hal")).toMatchObject({ who: "hal@example.org" });
  });
});

describe("linking in the profile", () => {
  async function link(person: TestPerson, subject: string, browser = new TestBrowser(url)) {
    anybody.state.person = { sub: subject, email: `${subject}@elsewhere.test`, email_verified: true };
    const begun = await ask(person, "POST", "/api/auth/identities/anybody", {}, browser);
    return { ...begun, finish: (by = browser) => by.follow(begun.body.url) };
  }

  test("takes a fresh sign-in, opens the door from then on, and can be undone", async () => {
    const ivy = await signedInPerson(app, "ivy@example.org", "member");
    expect(await (await link(ivy, "ivy")).finish()).toBe("/account/security?linked=anybody");
    expect((await come("anybody", "ivy@elsewhere.test", "ivy")).who).toBe("ivy@example.org");
    const { body } = await ask(ivy, "GET", "/api/auth/identities");
    expect(body.items).toMatchObject([{ provider: "anybody", label: "Anybody", usable: true }]);
    const path = `/api/auth/identities/${body.items[0].id}`;
    const stranger = await signedInPerson(app, "jo@example.org", "member");
    expect((await ask(stranger, "DELETE", path, {})).status).toBe(404);
    await clock.advance(10 * 60_000 + 1);
    expect((await ask(ivy, "DELETE", path, {})).body.code).toBe("reauthentication_required");
    expect((await ask(ivy, "POST", "/api/auth/identities/anybody", {})).body.code).toBe("reauthentication_required");
    expect((await ask(ivy, "DELETE", path, { password: testPassword })).status).toBe(204);
    expect((await come("anybody", "ivy@elsewhere.test", "ivy")).who).toBe("ivy@elsewhere.test");
  });

  test("cannot be finished in another browser, by a session that ended, or for an account of somebody else", async () => {
    const kim = await signedInPerson(app, "kim@example.org", "member");
    const victim = await link(kim, "kim");
    expect(await victim.finish(new TestBrowser(url))).toBe("/sign-in?problem=flow_expired");
    await ask(kim, "POST", "/api/auth/logout");
    expect(await victim.finish()).toBe("/account/security?problem=signed_out");
    const lee = await signedInPerson(app, "lee@example.org", "member");
    await (await link(lee, "lee")).finish();
    const mia = await signedInPerson(app, "mia@example.org", "member");
    expect(await (await link(mia, "lee")).finish()).toBe("/account/security?problem=already_linked");
  });

  test("leaves nobody without a way in", async () => {
    const { browser } = await come("company", "noa@example.org", "noa");
    const { accessToken } = await (await browser.send(`${url}/api/auth/refresh`, { method: "POST" })).json();
    const noa = { ...(await admin()), headers: { authorization: `Bearer ${accessToken}` } };
    const { body } = await ask(noa, "GET", "/api/auth/identities");
    const path = `/api/auth/identities/${body.items[0].id}`;
    expect((await ask(noa, "DELETE", path, {})).body.code).toBe("conflict");
    expect((await ask(noa, "POST", "/api/auth/password", { newPassword: "another quiet harbour" })).status).toBe(204);
    expect((await ask(noa, "DELETE", path, {})).status).toBe(204);
  });
});

describe("administrators", () => {
  test("turn passwords off only while one of them has another way in, which then cannot be taken away", async () => {
    const off = { password: { enabled: false } };
    app.db.update(users).set({ role: "viewer" }).where(eq(users.email, "fay@example.org")).run();
    expect((await ask(await admin(), "PATCH", "/api/admin/sign-in", off)).body.code).toBe("conflict");
    const root = await admin();
    const browser = new TestBrowser(url);
    anybody.state.person = { sub: "root", email: "root@elsewhere.test", email_verified: true };
    const { body } = await ask(root, "POST", "/api/auth/identities/anybody", {}, browser);
    await browser.follow(body.url);
    expect((await ask(root, "PATCH", "/api/admin/sign-in", off)).body.password).toEqual({ enabled: false });
    const login = { email: "root@example.org", password: testPassword };
    expect((await ask(root, "POST", "/api/auth/login", login)).status).toBe(403);
    expect((await ask(root, "GET", "/api/auth/options")).body).toMatchObject({ password: false });
    const one = "/api/admin/sign-in/providers/anybody";
    expect((await ask(root, "PATCH", one, { enabled: false })).body.code).toBe("conflict");
    expect((await ask(root, "DELETE", one)).body.code).toBe("conflict");
    expect((await come("anybody", "root@elsewhere.test", "root")).who).toBe("root@example.org");
  });

  test("stay while nobody else of them gets in, however many there are by name", async () => {
    const root = await admin();
    // Without passwords this one has nothing, and the other has the account elsewhere that was linked above.
    const locked = await signedInPerson(app, "locked@example.org");
    await ask(root, "PATCH", "/api/admin/sign-in", { password: { enabled: false } });
    const at = `/api/admin/users/${root.user.id}`;
    for (const [method, path, body] of [
      ["PATCH", at, { disabled: true }],
      ["PATCH", at, { role: "member" }],
      ["DELETE", at, undefined],
    ] as const) {
      const { status, body: answer } = await ask(root, method, path, body);
      expect([status, answer.code]).toEqual([409, "conflict"]);
    }
    const lockedAt = `/api/admin/users/${locked.user.id}`;
    expect((await ask(root, "PATCH", lockedAt, { role: "member" })).status).toBe(200);
    await ask(root, "PATCH", "/api/admin/sign-in", { password: { enabled: true } });
    expect((await ask(root, "PATCH", lockedAt, { role: "admin" })).status).toBe(200);
    expect((await ask(locked, "PATCH", at, { role: "member" })).status).toBe(200);
    expect((await ask(locked, "PATCH", at, { role: "admin" })).status).toBe(200);
  });

  test("never see a secret again, and give it anew for another issuer", async () => {
    const root = await admin();
    const input = { kind: "github", clientId: "c", clientSecret: "hush hush", allowedDomains: ["@Example.org "] };
    const made = await ask(root, "POST", "/api/admin/sign-in/providers", input);
    expect(made.body).toMatchObject({
      id: "github",
      hasSecret: true,
      allowedDomains: ["example.org"],
      label: "GitHub",
    });
    expect(made.body.redirectUri).toBe(`${url}/api/auth/oauth/github/callback`);
    const one = "/api/admin/sign-in/providers/github";
    expect((await ask(root, "PATCH", one, { issuer: "https://git.example.org" })).status).toBe(422);
    expect((await ask(root, "PATCH", one, { issuer: "http://git.example.org", clientSecret: "x" })).status).toBe(422);
    const all =
      (await ask(root, "GET", "/api/admin/sign-in")).text + JSON.stringify(app.db.select().from(auditEntries).all());
    expect(all).not.toContain("hush");
    expect((await ask(root, "DELETE", one)).status).toBe(204);
  });
});
