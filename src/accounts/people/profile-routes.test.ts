import { afterAll, expect, test } from "bun:test";
import { Elysia } from "elysia";
import { testApp } from "../../platform/testing.ts";
import { errorHandling } from "../../server/errors.ts";
import { listAudit } from "../audit/audit-log.ts";
import { createKey } from "../keys/api-keys.ts";
import { accountRoutes } from "../routes.ts";
import { signedInPerson, type TestPerson, testPassword } from "../testing.ts";
import { findUserByEmail } from "./users.ts";

const app = testApp();
afterAll(() => app.dispose());
const server = new Elysia().use(errorHandling(app)).use(accountRoutes(app));
const admin = await signedInPerson(app, "root@example.org", "admin");

const ask = (method: string, path: string, { headers }: Pick<TestPerson, "headers">, body?: object) =>
  server.handle(
    new Request(`http://localhost${path}`, {
      method,
      headers: { ...headers, ...(body ? { "content-type": "application/json" } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }),
  );

test("a person takes home what accounts know about them, and no secret", async () => {
  const person = await signedInPerson(app, "ada@example.org", "member");
  const key = createKey(app, person.user, { name: "script", scopes: ["read"] });
  const answer = await ask("GET", "/api/auth/export", person);
  expect(answer.headers.get("content-disposition")).toStartWith('attachment; filename="vitrine-account-');
  const text = await answer.text();
  expect(JSON.parse(text)).toMatchObject({ person: { email: "ada@example.org" }, keys: [{ name: "script" }] });
  for (const secret of [key.secret, key.row.secretHash, "argon2", "root@example.org"]) {
    expect(text).not.toContain(secret);
  }
  const { items } = listAudit(app, { limit: 1 });
  expect(items[0]).toMatchObject({ action: "user.exported", actor: { email: "ada@example.org" } });
});

test.each([
  ["another e-mail address", { email: "root@example.org", password: testPassword }, 422],
  ["a wrong password", { email: "bea@example.org", password: "not the password" }, 401],
])("an account is not deleted with %s", async (_what, body, status) => {
  const person = await signedInPerson(app, "bea@example.org", "member");
  expect((await ask("DELETE", "/api/auth/me", person, body)).status).toBe(status);
  expect(findUserByEmail(app, "bea@example.org")).toBeDefined();
});

test("an account is deleted by its person, every session with it", async () => {
  const [here, elsewhere] = [
    await signedInPerson(app, "cy@example.org", "member"),
    await signedInPerson(app, "cy@example.org", "member"),
  ];
  const body = { email: " Cy@example.org", password: testPassword };
  const answer = await ask("DELETE", "/api/auth/me", here, body);
  expect([answer.status, answer.headers.get("set-cookie")]).toEqual([204, expect.stringContaining("Max-Age=0")]);
  expect(findUserByEmail(app, "cy@example.org")).toBeUndefined();
  for (const person of [here, elsewhere]) expect((await ask("GET", "/api/auth/me", person)).status).toBe(401);
});

test("the only administrator stays", async () => {
  const body = { email: "root@example.org", password: testPassword };
  expect((await ask("DELETE", "/api/auth/me", admin, body)).status).toBe(409);
});
