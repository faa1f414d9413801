import { afterAll, describe, expect, test } from "bun:test";
import { Elysia } from "elysia";
import { ManualClock } from "../../platform/clock.ts";
import { scenarioRequest } from "../../platform/scenario.ts";
import { testApp } from "../../platform/testing.ts";
import { errorHandling } from "../../server/errors.ts";
import { accountRoutes } from "../routes.ts";
import { auditEntries, invitations } from "../schema.ts";
import { signedInPerson, type TestPerson, testPassword } from "../testing.ts";
import { findUserByEmail } from "./users.ts";

const clock = new ManualClock();
const app = testApp({ clock });
afterAll(() => app.dispose());
const server = new Elysia().use(errorHandling(app)).use(accountRoutes(app));
let admin = await signedInPerson(app, "root@example.org", "admin");
const password = "another quiet harbour";

async function ask(method: string, path: string, person?: TestPerson, body?: unknown) {
  const response = await server.handle(scenarioRequest({ method, path, body, headers: person?.headers ?? {} }));
  const text = await response.text();
  return { status: response.status, text, body: text.startsWith("{") ? JSON.parse(text) : {} };
}
const invite = (email: string, more: object = {}) =>
  ask("POST", "/api/admin/invitations", admin, { email, role: "viewer", ...more });
const tokenOf = (answer: { body: { url: string } }) => answer.body.url.split("#")[1] ?? "";
const join = (body: object) => ask("POST", "/api/auth/register", undefined, { name: "New", password, ...body });

describe("an invitation", () => {
  test("makes an account with the address and the role that were invited, whatever is sent", async () => {
    const sent = await invite(" Ada@Example.org ");
    expect(sent.status).toBe(201);
    expect(sent.body.url).toMatch(/^http:\/\/localhost\/invitation#[\w-]{43}$/);
    const token = tokenOf(sent);
    expect((await ask("POST", "/api/auth/invitation", undefined, { token })).body).toMatchObject({
      email: "ada@example.org",
    });
    const joined = await join({ token, email: "eve@example.org", role: "admin" });
    expect([joined.status, joined.body]).toEqual([201, { status: "ready" }]);
    expect(findUserByEmail(app, "ada@example.org")?.role).toBe("viewer");
    expect(findUserByEmail(app, "eve@example.org")).toBeUndefined();
    expect((await join({ token })).body.code).toBe("link_invalid");
    expect((await invite("ada@example.org")).status).toBe(409);
    const stored = JSON.stringify([app.db.select().from(invitations).all(), app.db.select().from(auditEntries).all()]);
    expect(stored).not.toContain(token);
  });

  test("is used once, also by two at once", async () => {
    const token = tokenOf(await invite("bea@example.org"));
    const both = await Promise.all([join({ token }), join({ token })]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 403]);
  });

  test("ends when it is revoked, too old or sent again, and all are answered alike", async () => {
    const first = await invite("cy@example.org", { days: 1 });
    expect((await invite("cy@example.org")).status).toBe(409);
    const again = await ask("POST", `/api/admin/invitations/${first.body.id}/resend`, admin);
    const answers = [await join({ token: tokenOf(first) }), await join({ token: "made-up" })];
    await clock.advance(24 * 3600_000);
    admin = await signedInPerson(app, "root@example.org", "admin");
    answers.push(await join({ token: tokenOf(again) }));
    const other = await invite("cy@example.org");
    expect((await ask("DELETE", `/api/admin/invitations/${other.body.id}`, admin)).status).toBe(204);
    answers.push(await join({ token: tokenOf(other) }));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.code} ${body.detail}`)).size).toBe(1);
    expect(answers[0]?.body.code).toBe("link_invalid");
    expect((await ask("POST", `/api/admin/invitations/${other.body.id}/resend`, admin)).status).toBe(409);
    const member = await signedInPerson(app, "member@example.org", "member");
    expect((await ask("GET", "/api/admin/invitations", member)).status).toBe(403);
  });

  test("keeps its link when the password was refused", async () => {
    const token = tokenOf(await invite("dan@example.org"));
    expect((await join({ token, password: "short" })).status).toBe(422);
    expect((await join({ token })).status).toBe(201);
  });

  test("comes in lists, where one that fails stops no other", async () => {
    const people = [
      { email: "l1@example.org" },
      { email: "no address" },
      { email: "root@example.org" },
      { email: "l2@example.org", role: "member" },
    ];
    const { body } = await ask("POST", "/api/admin/invitations/import", admin, { people, role: "viewer" });
    expect(body.items.map(({ invited }: { invited: boolean }) => invited)).toEqual([true, false, false, true]);
    const list = await ask("GET", "/api/admin/invitations?limit=1", admin);
    expect(list.body.items[0]).toMatchObject({ email: "l2@example.org", role: "member", state: "open" });
    expect(list.text).not.toContain("#");
  });
});

describe("joining without an invitation", () => {
  const setting = (registration: string) => ask("PATCH", "/api/admin/settings/accounts", admin, { registration });

  test("is not possible unless an administrator allows it", async () => {
    expect((await join({ email: "fay@example.org" })).status).toBe(403);
    expect((await setting("anything")).status).toBe(422);
    const zone = await ask("PATCH", "/api/admin/settings/accounts", admin, { timeZone: "Mars/Olympus" });
    expect([zone.status, zone.body.code]).toEqual([422, "validation_failed"]);
    expect((await ask("GET", "/api/admin/settings/accounts", admin)).body).toEqual({
      registration: "invitation",
      auditRetentionDays: 365,
      timeZone: "UTC",
    });
  });

  test("by approval waits for an administrator, and does not tell who is here", async () => {
    await setting("approval");
    const answers = [await join({ email: "gil@example.org" }), await join({ email: "root@example.org" })];
    expect(answers.map(({ status, text }) => `${status} ${text}`)).toEqual(Array(2).fill('201 {"status":"requested"}'));
    const login = (word: string) =>
      ask("POST", "/api/auth/login", undefined, { email: "gil@example.org", password: word });
    expect((await login(password)).status).toBe(401);
    const waiting = await ask("GET", "/api/admin/users?state=requested", admin);
    expect(waiting.body.items).toHaveLength(1);
    const approved = await ask("PATCH", `/api/admin/users/${waiting.body.items[0].id}`, admin, { disabled: false });
    expect(approved.body).toMatchObject({ state: "active", role: "member" });
    expect((await login(password)).status).toBe(200);
    expect((await ask("POST", "/api/auth/login", undefined, { email: "root@example.org", password })).status).toBe(401);
    expect(
      (await ask("POST", "/api/auth/login", undefined, { email: "root@example.org", password: testPassword })).status,
    ).toBe(200);
  });

  test("where it is open makes a member at once, and changes no account that exists", async () => {
    await setting("open");
    const twice = await Promise.all([join({ email: "hal@example.org" }), join({ email: "hal@example.org" })]);
    expect(twice.map(({ text }) => text)).toEqual(Array(2).fill('{"status":"ready"}'));
    expect(findUserByEmail(app, "hal@example.org")?.role).toBe("member");
    expect((await join({})).status).toBe(422);
    await setting("invitation");
  });
});
