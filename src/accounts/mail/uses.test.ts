import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { Elysia } from "elysia";
import type { App } from "../../platform/app.ts";
import { ManualClock } from "../../platform/clock.ts";
import { createJobRunner, type JobRunner, listJobs } from "../../platform/jobs/index.ts";
import { scenarioRequest } from "../../platform/scenario.ts";
import { testApp } from "../../platform/testing.ts";
import { errorHandling } from "../../server/errors.ts";
import { codeAt, fromBase32, stepAt } from "../codes/totp.ts";
import { accountJobs } from "../jobs.ts";
import { createPasswordLink } from "../passwords/password-links.ts";
import { requireUserByEmail } from "../people/users.ts";
import { accountRoutes } from "../routes.ts";
import { startSession } from "../sessions/sessions.ts";
import { signedInPerson, type TestPerson, testPassword } from "../testing.ts";
import { clearMailSettings, writeMailSettings } from "./mail-settings.ts";
import { linkIn, settingsFor, startMailServer, type TestMailServer } from "./testing.ts";

const page = "https://vitrine.example.org";
const password = "another quiet harbour";
const clock = new ManualClock();
let mail: TestMailServer;
let app: App & { dispose(): void };
let runner: JobRunner;
let server: { handle(request: Request): Promise<Response> };
let admin: TestPerson;

beforeEach(async () => {
  mail = await startMailServer();
  app = testApp({ clock });
  server = new Elysia().use(errorHandling(app)).use(accountRoutes(app));
  admin = await signedInPerson(app, "root@example.org", "admin");
  writeMailSettings(app, settingsFor(mail), page);
  runner = createJobRunner(app, accountJobs);
  runner.start();
});
afterEach(async () => {
  await runner.close(0);
  await mail.stop();
  app.dispose();
});

async function ask(method: string, path: string, body?: unknown, person?: TestPerson, headers: object = {}) {
  const all = { ...person?.headers, ...headers };
  const response = await server.handle(scenarioRequest({ method, path, body, headers: all }));
  const text = await response.text();
  return { status: response.status, text, body: text.startsWith("{") ? JSON.parse(text) : {} };
}
const tokenIn = (link: string) => link.split("#")[1] ?? "";
const forgot = (email: string, headers: object = {}) =>
  ask("POST", "/api/auth/password/forgot", { email }, undefined, headers);
const reset = (token: string) => ask("POST", "/api/auth/password/reset", { token, password });
const login = (email: string, word: string) => ask("POST", "/api/auth/login", { email, password: word });
/** Subjects and recipients of everything sent so far, in no order. */
async function sent(): Promise<string[]> {
  await runner.idle();
  return mail.received.map(({ subject, envelope }) => `${envelope.to}: ${subject}`).sort();
}

describe("an invitation", () => {
  const invite = () => ask("POST", "/api/admin/invitations", { email: "ada@example.org", role: "member" }, admin);

  test("is mailed, joined with, and its link is still told once", async () => {
    const made = await invite();
    expect(made.body.mailed).toBe(true);
    const link = linkIn(await mail.next());
    expect(link.startsWith(`${page}/invitation#`)).toBe(true);
    expect(tokenIn(link)).toBe(tokenIn(made.body.url));
    const joined = await ask("POST", "/api/auth/register", { token: tokenIn(link), name: "Ada", password });
    expect(joined.status).toBe(201);
  });

  test("sent again, or revoked, takes back what has not been sent yet", async () => {
    const { port } = mail;
    await mail.stop();
    const made = await invite();
    await runner.idle();
    const again = await ask("POST", `/api/admin/invitations/${made.body.id}/resend`, undefined, admin);
    expect(again.body.mailed).toBe(true);
    await runner.idle();
    expect(listJobs(app, { kind: "mail" }).items).toHaveLength(1);
    await ask("DELETE", `/api/admin/invitations/${made.body.id}`, undefined, admin);
    expect(listJobs(app, { kind: "mail" }).items).toEqual([]);
    mail = await startMailServer({}, port);
  });

  test("of a list is mailed to each", async () => {
    const people = [{ email: "a@example.org" }, { email: "wrong" }, { email: "b@example.org" }];
    const { body } = await ask("POST", "/api/admin/invitations/import", { people, role: "viewer" }, admin);
    expect(body.items.map(({ mailed }: { mailed?: boolean }) => mailed)).toEqual([true, undefined, true]);
    expect(await sent()).toEqual([
      "a@example.org: You are invited to Vitrine",
      "b@example.org: You are invited to Vitrine",
    ]);
  });

  test("is told, not mailed, where no mail server is set up", async () => {
    clearMailSettings(app);
    const made = await invite();
    expect([made.status, made.body.mailed]).toEqual([201, false]);
    expect(made.body.url).toContain("#");
  });
});

describe("a forgotten password", () => {
  test("is set anew with a mailed link, which works once and for an hour", async () => {
    await signedInPerson(app, "ada@example.org", "member");
    expect(await forgot(" Ada@Example.org ")).toMatchObject({ status: 202, body: { mail: true } });
    const link = linkIn(await mail.next());
    expect(link.startsWith(`${page}/reset-password#`)).toBe(true);
    expect((await reset(tokenIn(link))).status).toBe(204);
    expect((await reset(tokenIn(link))).status).toBe(403);
    expect((await login("ada@example.org", password)).status).toBe(200);
    expect(await sent()).toContain("ada@example.org: Your password was set anew");
    await forgot("ada@example.org");
    for (let found = ""; found === ""; ) found = (await mail.next()).subject === "Choose a new password" ? "it" : "";
    const late = linkIn(mail.received.at(-1) ?? {});
    await clock.advance(3600_000);
    expect((await reset(tokenIn(late))).status).toBe(403);
  });

  test("is answered alike for everybody, and mailed only to who is here and may sign in", async () => {
    await signedInPerson(app, "ada@example.org", "member");
    const closed = await signedInPerson(app, "closed@example.org", "member");
    await ask("PATCH", `/api/admin/users/${closed.user.id}`, { disabled: true }, admin);
    const answers = [];
    for (const email of ["ada@example.org", "nobody@example.org", "closed@example.org", "no address\r\nBcc: x@y.z"]) {
      answers.push((await forgot(email)).text);
    }
    expect(answers).toEqual(Array(4).fill('{"mail":true}'));
    // What is done before the answer is the same for all: one stored job that says nothing of the account.
    const asked = listJobs(app, { kind: "forgotten-password" }).items;
    expect(new Set(asked.map(({ summary }) => summary)).size).toBe(1);
    expect(asked).toHaveLength(3);
    expect(await sent()).toEqual(["ada@example.org: Choose a new password"]);
  });

  test("cannot fill a mailbox, nor be asked for without end from one place", async () => {
    await signedInPerson(app, "ada@example.org", "member");
    const statuses = [];
    for (let n = 0; n < 11; n++) statuses.push((await forgot("ada@example.org")).status);
    expect(statuses).toEqual([...Array(10).fill(202), 429]);
    expect(await sent()).toHaveLength(3);
    await clock.advance(3600_000);
    expect((await forgot("ada@example.org")).status).toBe(202);
    expect(await sent()).toHaveLength(4);
  });

  test("leads to the page that an administrator uses, whatever a stranger's request says", async () => {
    await signedInPerson(app, "ada@example.org", "member");
    await forgot("ada@example.org", { host: "evil.example.org", "x-forwarded-host": "evil.example.org" });
    const message = await mail.next();
    expect(`${message.text} ${message.html}`).not.toContain("evil");
  });

  test("leaves a link of an administrator alone, and all links end with the first use", async () => {
    const { user } = await signedInPerson(app, "ada@example.org", "member");
    const theirs = createPasswordLink(app, user.id).token;
    await forgot("ada@example.org");
    const mailed = tokenIn(linkIn(await mail.next()));
    expect((await reset(theirs)).status).toBe(204);
    expect((await reset(mailed)).status).toBe(403);
  });

  test("says so where this appliance sends no e-mail", async () => {
    clearMailSettings(app);
    expect((await forgot("root@example.org")).body).toEqual({ mail: false });
    expect(listJobs(app, {}).items).toEqual([]);
  });
});

describe("a person is told by e-mail", () => {
  const email = "ada@example.org";

  test("of changed passwords, of one-time codes and of keys", async () => {
    const ada = await signedInPerson(app, email, "member");
    await ask("POST", "/api/auth/password", { currentPassword: testPassword, newPassword: password }, ada);
    await ask("POST", "/api/keys", { name: "Deploy", scopes: ["read"] }, ada);
    const begun = await ask("POST", "/api/auth/totp", { password }, ada);
    const code = codeAt(fromBase32(begun.body.secret), stepAt(clock.now()));
    expect((await ask("POST", "/api/auth/totp/confirm", { code }, ada)).status).toBe(200);
    await ask("DELETE", `/api/admin/users/${ada.user.id}/totp`, undefined, admin);
    await ask("DELETE", `/api/admin/users/${ada.user.id}/totp`, undefined, admin);
    expect(await sent()).toEqual([
      `${email}: An API key was made`,
      `${email}: One-time codes were turned off`,
      `${email}: One-time codes were turned on`,
      `${email}: Your password was changed`,
    ]);
  });

  test("of a sign-in from a new place, but not of the first", async () => {
    await signedInPerson(app, email, "member");
    const user = requireUserByEmail(app, email);
    startSession(app, user, { userAgent: "curl/8", address: "127.0.0.1" });
    expect(await sent()).toEqual([]);
    startSession(app, user, { userAgent: "curl/8", address: "203.0.113.9" });
    startSession(app, user, { userAgent: "curl/8", address: "203.0.113.9" });
    expect(await sent()).toEqual([`${email}: A new sign-in to your account`]);
    expect(mail.received[0]?.text).toContain("203.0.113.9");
  });

  test("when an administrator lets them in; administrators are told that they wait", async () => {
    await ask("PATCH", "/api/admin/settings/accounts", { registration: "approval" }, admin);
    await ask("POST", "/api/auth/register", { email, name: "Ada", password });
    expect(await sent()).toEqual(["root@example.org: Somebody asks to join"]);
    await ask("PATCH", `/api/admin/users/${requireUserByEmail(app, email).id}`, { disabled: false }, admin);
    expect(await sent()).toContain(`${email}: Welcome to Vitrine`);
  });

  test("of nothing any more once they are deleted", async () => {
    const { port } = mail;
    await mail.stop();
    const ada = await signedInPerson(app, email, "member");
    await ask("POST", "/api/keys", { name: "Deploy", scopes: ["read"] }, ada);
    await runner.idle();
    expect((await ask("DELETE", `/api/admin/users/${ada.user.id}`, undefined, admin)).status).toBe(204);
    expect(listJobs(app, {}).items).toEqual([]);
    mail = await startMailServer({}, port);
  });
});
