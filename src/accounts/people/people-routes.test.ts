import { afterAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { Elysia } from "elysia";
import { ManualClock } from "../../platform/clock.ts";
import { scenarioRequest } from "../../platform/scenario.ts";
import { testApp } from "../../platform/testing.ts";
import { errorHandling } from "../../server/errors.ts";
import { accountRoutes } from "../routes.ts";
import { auditEntries, users } from "../schema.ts";
import { startSession } from "../sessions/sessions.ts";
import { signedInPerson, type TestPerson, testPassword } from "../testing.ts";
import { requireUser } from "./users.ts";

const clock = new ManualClock();
const app = testApp({ clock });
afterAll(() => app.dispose());
const server = new Elysia().use(errorHandling(app)).use(accountRoutes(app));
const admin = await signedInPerson(app, "root@example.org", "admin");

async function ask(method: string, path: string, person?: Pick<TestPerson, "headers">, body?: unknown) {
  const response = await server.handle(scenarioRequest({ method, path, body, headers: person?.headers ?? {} }));
  const text = await response.text();
  return { status: response.status, text, body: text.startsWith("{") ? JSON.parse(text) : {} };
}
const login = (email: string, password: string) => ask("POST", "/api/auth/login", undefined, { email, password });
const at = ({ user }: TestPerson) => `/api/admin/users/${user.id}`;
const better = "another quiet harbour";

describe("people", () => {
  test("are listed in pages, and found by name, role and state", async () => {
    for (const name of ["pia", "pat", "pa_t"]) await signedInPerson(app, `${name}@example.org`, "viewer");
    const first = await ask("GET", "/api/admin/users?limit=2&role=viewer", admin);
    const rest = await ask("GET", `/api/admin/users?limit=2&role=viewer&cursor=${first.body.nextCursor}`, admin);
    const emails = [...first.body.items, ...rest.body.items].map(({ email }: { email: string }) => email);
    expect(emails).toEqual(["pia@example.org", "pat@example.org", "pa_t@example.org"]);
    expect(rest.body.nextCursor).toBeNull();
    expect((await ask("GET", "/api/admin/users?search=a_t", admin)).body.items).toHaveLength(1);
    expect((await ask("GET", "/api/admin/users?search=%25", admin)).body.items).toHaveLength(0);
    expect((await ask("GET", "/api/admin/users?state=disabled", admin)).body.items).toHaveLength(0);
    expect(first.text).not.toContain("argon2");
  });

  test("are added, and change their role with effect at once", async () => {
    const made = await ask("POST", "/api/admin/users", admin, {
      email: "new@example.org",
      name: "New",
      password: better,
      role: "member",
    });
    expect([made.status, made.body.state]).toEqual([201, "active"]);
    const person = await signedInPerson(app, "new@example.org");
    expect((await ask("GET", "/api/admin/users", person)).status).toBe(403);
    expect((await ask("PATCH", at(person), admin, { role: "admin" })).body.role).toBe("admin");
    expect((await ask("GET", "/api/admin/users", person)).status).toBe(200);
    await ask("PATCH", at(person), admin, { role: "member" });
    expect((await ask("GET", "/api/admin/users", person)).status).toBe(403);
  });

  test("who are closed out lose tokens, refresh and keys at once, and get them no more by signing in", async () => {
    const person = await signedInPerson(app, "out@example.org", "member");
    const key = (await ask("POST", "/api/keys", person, { name: "k", scopes: ["read"] })).body.secret;
    const withKey = { headers: { authorization: `Bearer ${key}` } };
    const { refreshToken } = startSession(app, requireUser(app, person.user.id), { userAgent: "", address: "" });
    expect((await ask("PATCH", at(person), admin, { disabled: true })).body.state).toBe("disabled");
    expect((await ask("GET", "/api/auth/me", person)).status).toBe(401);
    expect((await ask("GET", "/api/auth/me", withKey)).status).toBe(401);
    const cookie = { headers: { cookie: `vitrine_refresh=${refreshToken}`, authorization: "" } };
    expect((await ask("POST", "/api/auth/refresh", cookie)).status).toBe(401);
    const [closed, unknown] = [
      await login("out@example.org", testPassword),
      await login("no@example.org", testPassword),
    ];
    expect([closed.status, closed.body.detail]).toEqual([unknown.status, unknown.body.detail]);
    await ask("PATCH", at(person), admin, { disabled: false });
    expect((await ask("GET", "/api/auth/me", person)).status).toBe(401);
    expect((await login("out@example.org", testPassword)).status).toBe(200);
  });

  test("always have an administrator left, also when two leave at once", async () => {
    expect((await ask("PATCH", at(admin), admin, { disabled: true })).status).toBe(409);
    expect((await ask("PATCH", at(admin), admin, { role: "viewer" })).status).toBe(409);
    expect((await ask("DELETE", at(admin), admin)).status).toBe(409);
    const other = testApp({ clock });
    const both = new Elysia().use(errorHandling(other)).use(accountRoutes(other));
    const people = [await signedInPerson(other, "a@example.org"), await signedInPerson(other, "b@example.org")];
    const close = (by: TestPerson | undefined, whom: TestPerson | undefined) =>
      both.handle(
        scenarioRequest({
          method: "PATCH",
          path: `/api/admin/users/${whom?.user.id}`,
          body: { disabled: true },
          headers: by?.headers ?? {},
        }),
      );
    const [a, b] = people;
    const answers = await Promise.all([close(a, b), close(b, a)]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    other.dispose();
  });

  test("who are deleted leave nothing personal behind but the audit log, and can never sign in", async () => {
    const person = await signedInPerson(app, "gone@example.org", "member");
    const key = (await ask("POST", "/api/keys", person, { name: "k", scopes: ["read"] })).body.secret;
    const exported = await ask("GET", `${at(person)}/export`, admin);
    expect(exported.body.person.email).toBe("gone@example.org");
    expect(exported.body.audit.length).toBeGreaterThan(0);
    for (const secret of ["argon2", "ecretHash", "okenHash"]) expect(exported.text).not.toContain(secret);
    expect((await ask("DELETE", at(person), admin)).status).toBe(204);
    const row = app.db.select().from(users).where(eq(users.id, person.user.id)).get();
    expect(JSON.stringify(row)).not.toContain("gone@");
    expect((await ask("GET", "/api/auth/me", person)).status).toBe(401);
    expect((await ask("GET", "/api/auth/me", { headers: { authorization: `Bearer ${key}` } })).status).toBe(401);
    expect((await ask("GET", at(person), admin)).status).toBe(404);
    expect((await ask("DELETE", at(person), admin)).status).toBe(404);
    expect((await login("gone@example.org", testPassword)).status).toBe(401);
    expect((await login(row?.email ?? "", testPassword)).status).toBe(401);
    expect((await ask("GET", "/api/admin/users", admin)).text).not.toContain("deleted-");
    await signedInPerson(app, "gone@example.org", "member");
  });
});

describe("a password", () => {
  test("is set with a link once, also when it is used twice at once, and ends every session", async () => {
    const person = await signedInPerson(app, "lost@example.org", "member");
    const earlier = (await ask("POST", `${at(person)}/password-link`, admin)).body.url.split("#")[1];
    const made = await ask("POST", `${at(person)}/password-link`, admin);
    expect(made.body.url).toMatch(/^http:\/\/localhost\/reset-password#[\w-]{43}$/);
    const token = made.body.url.split("#")[1];
    const reset = (with_: string, password = better) =>
      ask("POST", "/api/auth/password/reset", undefined, { token: with_, password });
    expect((await reset(earlier)).body.code).toBe("link_invalid");
    expect((await reset(token, "short")).status).toBe(422);
    const both = await Promise.all([reset(token), reset(token)]);
    expect(both.map(({ status }) => status).sort()).toEqual([204, 403]);
    expect((await ask("GET", "/api/auth/me", person)).status).toBe(401);
    expect((await login("lost@example.org", better)).status).toBe(200);
    expect(JSON.stringify(app.db.select().from(auditEntries).all())).not.toContain(token);
  });

  test("cannot be set with a link that is a day old", async () => {
    const person = await signedInPerson(app, "late@example.org", "member");
    const token = (await ask("POST", `${at(person)}/password-link`, admin)).body.url.split("#")[1];
    await clock.advance(24 * 3600_000);
    expect((await ask("POST", "/api/auth/password/reset", undefined, { token, password: better })).status).toBe(403);
  });

  test("is changed by whoever knows it, and other sessions end", async () => {
    const here = await signedInPerson(app, "self@example.org", "member");
    const elsewhere = await signedInPerson(app, "self@example.org", "member");
    const change = (currentPassword: string, newPassword: string) =>
      ask("POST", "/api/auth/password", here, { currentPassword, newPassword });
    expect((await change("not the password", better)).status).toBe(401);
    expect((await change(testPassword, "password123")).status).toBe(422);
    expect((await change(testPassword, better)).status).toBe(204);
    expect((await ask("GET", "/api/auth/me", here)).status).toBe(200);
    expect((await ask("GET", "/api/auth/me", elsewhere)).status).toBe(401);
    expect((await ask("PATCH", "/api/auth/me", here, { name: " Self " })).body.user.name).toBe("Self");
  });
});
