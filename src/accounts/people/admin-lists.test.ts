import { afterAll, describe, expect, test } from "bun:test";
import { Elysia } from "elysia";
import { ManualClock } from "../../platform/clock.ts";
import { scenarioRequest } from "../../platform/scenario.ts";
import { testApp } from "../../platform/testing.ts";
import { errorHandling } from "../../server/errors.ts";
import { createKey, revokeKey } from "../keys/api-keys.ts";
import { accountRoutes } from "../routes.ts";
import { startSession } from "../sessions/sessions.ts";
import { login } from "../sign-in/login.ts";
import { signedInPerson, type TestPerson, testPassword } from "../testing.ts";
import { requireUser } from "./users.ts";

const clock = new ManualClock();
const app = testApp({ clock });
afterAll(() => app.dispose());
const server = new Elysia().use(errorHandling(app)).use(accountRoutes(app));
const admin = await signedInPerson(app, "root@example.org", "admin");

async function ask(method: string, path: string, person: TestPerson = admin, body?: unknown) {
  const response = await server.handle(scenarioRequest({ method, path, body, headers: person.headers }));
  const text = await response.text();
  return { status: response.status, text, body: text.startsWith("{") ? JSON.parse(text) : {} };
}

/** Every item of a list, two at a time. */
async function all(path: string): Promise<Record<string, never>[]> {
  const items = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const { body } = await ask(
      "GET",
      `${path}${path.includes("?") ? "&" : "?"}limit=2${cursor && `&cursor=${cursor}`}`,
    );
    items.push(...body.items);
    cursor = body.nextCursor;
  }
  return items;
}

describe("the list of people", () => {
  test.each([
    ["created", "ascending", ["root", "cleo", "abel", "bert"]],
    ["created", "descending", ["bert", "abel", "cleo", "root"]],
    ["name", "ascending", ["abel", "bert", "cleo", "root"]],
    ["email", "descending", ["root", "cleo", "bert", "abel"]],
    ["seen", "descending", ["cleo", "bert", "abel", "root"]],
  ])("is sorted by %s, %s, across pages", async (sort, order, names) => {
    for (const name of ["cleo", "abel", "bert"]) {
      await clock.advance(1000);
      await signedInPerson(app, `${name}@example.org`, "member");
    }
    await clock.advance(1000);
    await signedInPerson(app, "cleo@example.org", "member");
    const items = await all(`/api/admin/users?sort=${sort}&order=${order}`);
    expect(items.map(({ name }) => name)).toEqual(names as never[]);
  });

  test("tells who is locked out, finds them, and lets them in again", async () => {
    const { user } = await signedInPerson(app, "locked@example.org", "member");
    const attempt = (password: string) =>
      login(app, { email: user.email, password }, { userAgent: "", address: "192.0.2.7" }).then(
        () => "in",
        (error: { code?: string }) => error.code,
      );
    expect((await ask("GET", "/api/admin/users?state=locked")).body.items).toEqual([]);
    for (let n = 0; n < 5; n++) await attempt("a wrong guess");
    const found = (await ask("GET", "/api/admin/users?state=locked")).body.items;
    expect(found.map(({ email }: { email: string }) => email)).toEqual([user.email]);
    expect(Date.parse(found[0].lockedUntil)).toBeGreaterThan(clock.now());
    expect((await ask("GET", "/api/admin/sign-in/facts")).body).toMatchObject({ lockedNow: 1, freeTries: 5 });
    expect((await ask("POST", `/api/admin/users/${user.id}/unlock`)).status).toBe(204);
    expect((await ask("GET", `/api/admin/users/${user.id}`)).body.lockedUntil).toBeNull();
    expect(await attempt(testPassword)).toBe("in");
    expect((await ask("GET", "/api/admin/audit?action=account.unlocked")).body.items[0].target.id).toBe(user.id);
  });

  test("is let in again also when guesses came from many places", async () => {
    const { user } = await signedInPerson(app, "besieged@example.org", "member");
    const attempt = (password: string, n: number) =>
      login(app, { email: user.email, password }, { userAgent: "", address: `198.51.100.${n}` }).then(
        () => "in",
        (error: { code?: string }) => error.code,
      );
    for (let n = 0; n < 51; n++) await attempt("a wrong guess", n);
    expect(await attempt(testPassword, 99)).toBe("locked");
    expect((await ask("GET", `/api/admin/users/${user.id}`)).body.lockedUntil).not.toBeNull();
    await ask("POST", `/api/admin/users/${user.id}/unlock`);
    expect(await attempt(testPassword, 99)).toBe("in");
  });
});

describe("sessions of everybody", () => {
  test("are listed across pages, last used first, and found by person, device and address", async () => {
    const { user } = await signedInPerson(app, "dora@example.org", "member");
    for (const n of [1, 2, 3]) {
      await clock.advance(1000);
      startSession(app, requireUser(app, user.id), { userAgent: `Agent ${n}`, address: `203.0.113.${n}` });
    }
    const items = await all("/api/admin/sessions?search=dora");
    expect(items.map(({ userAgent }) => userAgent)).toEqual(["Agent 3", "Agent 2", "Agent 1", "test"] as never[]);
    expect(await all("/api/admin/sessions?search=203.0.113.2")).toHaveLength(1);
    expect((await all("/api/admin/sessions?search=root")).map(({ current }) => current)).toEqual([true] as never[]);
    expect(await all("/api/admin/sessions?search=%25")).toEqual([]);
  });

  test("all end but those of whoever asks, at once, and the log says how many", async () => {
    const person = await signedInPerson(app, "evan@example.org", "member");
    const before = (await ask("GET", "/api/admin/sessions")).body.total;
    const { body } = await ask("POST", "/api/admin/sessions/end-others");
    expect(body.ended).toBe(before.sessions - 1);
    expect((await ask("GET", "/api/auth/me", person)).status).toBe(401);
    expect((await ask("GET", "/api/admin/sessions")).body.total).toEqual({ sessions: 1, people: 1 });
    const entry = (await ask("GET", "/api/admin/audit?action=session.everybody-ended")).body.items[0];
    expect(entry).toMatchObject({ actor: { email: "root@example.org" }, detail: { ended: body.ended } });
  });
});

test("keys of everybody are listed with their owners, by state and by text, without their secrets", async () => {
  const { user } = await signedInPerson(app, "fay@example.org", "member");
  const [deploy, old] = ["Deploy", "Old one"].map((name) => createKey(app, user, { name, scopes: ["read"] }));
  createKey(app, user, { name: "Short", scopes: ["read"], expiresAt: clock.now() + 1000 });
  await clock.advance(2000);
  revokeKey(app, user.id, old?.row.id ?? "");
  expect((await all("/api/admin/keys?search=fay")).map(({ name }) => name)).toEqual([
    "Short",
    "Old one",
    "Deploy",
  ] as never[]);
  for (const [state, name] of [
    ["good", "Deploy"],
    ["expired", "Short"],
    ["revoked", "Old one"],
  ]) {
    const { body, text } = await ask("GET", `/api/admin/keys?state=${state}&search=fay`);
    expect([state, body.items.map((item: { name: string }) => item.name)]).toEqual([state, [name]]);
    expect(body.items[0].owner.email).toBe("fay@example.org");
    expect(text).not.toContain(deploy?.secret.slice(18) ?? "none");
  }
  expect((await ask("GET", `/api/admin/users/${user.id}`)).body.keys).toBe(1);
});

test("the audit log is searched literally, and names the actions that it holds", async () => {
  const { body } = await ask("GET", "/api/admin/audit?search=LOCKED@example");
  expect(body.items.length).toBeGreaterThan(5);
  expect((await ask("GET", "/api/admin/audit?search=l%25d")).body.items).toEqual([]);
  const { items } = (await ask("GET", "/api/admin/audit/actions")).body;
  expect(items).toContain("account.unlocked");
  expect(items).toEqual([...new Set(items)].toSorted());
});

test("invitations are found by state and by text", async () => {
  const invite = async (email: string) =>
    (await ask("POST", "/api/admin/invitations", admin, { email, role: "member", days: 1 })).body;
  const expired = await invite("gone@example.org");
  await clock.advance(25 * 3600_000);
  const person = await signedInPerson(app, "root@example.org");
  const revoked = (await ask("POST", "/api/admin/invitations", person, { email: "no@example.org", role: "member" }))
    .body;
  const open = (await ask("POST", "/api/admin/invitations", person, { email: "yes@example.org", role: "viewer" })).body;
  await ask("DELETE", `/api/admin/invitations/${revoked.id}`, person);
  for (const [query, ids] of [
    ["state=open", [open.id]],
    ["state=expired", [expired.id]],
    ["state=revoked", [revoked.id]],
    ["state=accepted", []],
    ["search=GONE", [expired.id]],
  ]) {
    const { body } = await ask("GET", `/api/admin/invitations?${query}`, person);
    expect([query, body.items.map(({ id }: { id: string }) => id)]).toEqual([query, ids]);
  }
});
