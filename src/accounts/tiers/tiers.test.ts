import { afterAll, describe, expect, test } from "bun:test";
import { Elysia } from "elysia";
import { scenarioRequest } from "../../platform/scenario.ts";
import { testApp } from "../../platform/testing.ts";
import { errorHandling } from "../../server/errors.ts";
import { createUser, findUserByEmail } from "../people/users.ts";
import { permissions, scopes } from "../permissions.ts";
import { accountRoutes } from "../routes.ts";
import { auditEntries } from "../schema.ts";
import { signedInPerson, type TestPerson } from "../testing.ts";
import { standardTier, tierOfPerson } from "./limits.ts";
import { listTiers } from "./tiers.ts";

const app = testApp();
afterAll(() => app.dispose());
const server = new Elysia().use(errorHandling(app)).use(accountRoutes(app));
const admin = await signedInPerson(app, "root@example.test", "admin");
const member = await signedInPerson(app, "member@example.test", "member");

async function ask(method: string, path: string, body?: unknown, person: TestPerson = admin) {
  const answer = await server.handle(scenarioRequest({ method, path, body, headers: person.headers }));
  const text = await answer.text();
  return { status: answer.status, body: text.startsWith("{") ? JSON.parse(text) : {} };
}
const tiers = "/api/admin/tiers";
const lastAudit = () => app.db.select().from(auditEntries).all().at(-1);
const unlimited = Object.fromEntries(Object.keys(standardTier.limits).map((name) => [name, null]));

describe("tiers", () => {
  test("begin with one for everybody, administrators too, also before it is stored", async () => {
    expect(tierOfPerson(app, admin.user.id)).toEqual(standardTier);
    const { status, body } = await ask("GET", tiers);
    expect([status, body.items.length]).toEqual([200, 1]);
    expect(body.items[0]).toMatchObject({ name: "Standard", isDefault: true, people: 2, limits: standardTier.limits });
    expect(tierOfPerson(app, admin.user.id)).toEqual({ name: "Standard", limits: standardTier.limits });
  });

  test("are made and changed, what is left out being unlimited or as before", async () => {
    const made = await ask("POST", tiers, { name: " Interns ", limits: { generationsPerDay: 20 } });
    expect([made.status, made.body]).toMatchObject([201, { name: "Interns", isDefault: false, people: 0 }]);
    expect(made.body.limits).toEqual({ ...unlimited, generationsPerDay: 20 });
    const path = `${tiers}/${made.body.id}`;
    const changed = await ask("PATCH", path, { limits: { projects: 3 }, description: "A summer" });
    expect(changed.body).toMatchObject({ name: "Interns", description: "A summer" });
    expect(changed.body.limits).toEqual({ ...unlimited, generationsPerDay: 20, projects: 3 });
    expect(lastAudit()).toMatchObject({ action: "tier.changed", target: "Interns" });
    expect(JSON.parse(lastAudit()?.detail ?? "")).toEqual({ projects: "unlimited → 3" });
    expect((await ask("GET", path)).body).toEqual(changed.body);
  });

  test.each([
    ["a name that is taken, whatever the capitals", { name: "INTERNS" }, 409],
    ["no name", { name: " " }, 422],
    ["a name of two lines", { name: "a\nb" }, 422],
    ["a negative limit", { name: "x", limits: { projects: -1 } }, 422],
    ["half a generation", { name: "x", limits: { generationsPerDay: 1.5 } }, 422],
    ["so few requests that the page would not open", { name: "x", limits: { requestsPerMinute: 1 } }, 422],
  ])("refuse %s", async (_, body, status) => {
    expect((await ask("POST", tiers, body)).status).toBe(status);
    expect(listTiers(app)).toHaveLength(2);
  });

  test("have one default, which everybody without a tier is in", async () => {
    const [standard, interns] = listTiers(app);
    expect((await ask("PATCH", `${tiers}/${standard?.id}`, { isDefault: false })).status).toBe(409);
    expect((await ask("PATCH", `${tiers}/${interns?.id}`, { isDefault: true })).body).toMatchObject({ people: 2 });
    expect(listTiers(app).map(({ name, isDefault }) => [name, isDefault])).toEqual([
      ["Interns", true],
      ["Standard", false],
    ]);
    expect(tierOfPerson(app, member.user.id).limits.generationsPerDay).toBe(20);
    await ask("PATCH", `${tiers}/${standard?.id}`, { isDefault: true });
  });

  test("take people in, one by one, and are told of each", async () => {
    const interns = listTiers(app)[1]?.id ?? "";
    const path = `/api/admin/users/${member.user.id}`;
    expect((await ask("PATCH", path, { tierId: interns })).body.tierId).toBe(interns);
    expect(lastAudit()).toMatchObject({ action: "user.tier-changed", target: "member@example.test" });
    expect(tierOfPerson(app, member.user.id).name).toBe("Interns");
    expect(listTiers(app).map(({ people }) => people)).toEqual([1, 1]);
    const of = async (tierId: string) =>
      (await ask("GET", `/api/admin/users?tierId=${tierId}`)).body.items.map(({ email }: { email: string }) => email);
    expect(await of(interns)).toEqual(["member@example.test"]);
    expect(await of(listTiers(app)[0]?.id ?? "")).toEqual(["root@example.test"]);
    const unknown = "019b0000-0000-7000-8000-000000000000";
    expect((await ask("PATCH", path, { tierId: unknown, role: "viewer" })).status).toBe(404);
    expect(findUserByEmail(app, "member@example.test")?.role).toBe("member");
  });

  test("come with an invitation", async () => {
    const interns = listTiers(app)[1]?.id ?? "";
    const sent = await ask("POST", "/api/admin/invitations", {
      email: "new@example.test",
      role: "member",
      tierId: interns,
    });
    expect(sent.body.tierId).toBe(interns);
    const token = sent.body.url.split("#")[1];
    await ask("POST", "/api/auth/register", { token, name: "New", password: "another quiet harbour" });
    expect(findUserByEmail(app, "new@example.test")?.tierId).toBe(interns);
  });

  test("go only when their people have somewhere to go", async () => {
    const [standard, interns] = listTiers(app);
    const path = `${tiers}/${interns?.id}`;
    await ask("POST", "/api/admin/invitations", { email: "late@example.test", role: "member", tierId: interns?.id });
    expect((await ask("DELETE", `${tiers}/${standard?.id}?moveTo=${interns?.id}`)).status).toBe(409);
    expect((await ask("DELETE", path)).status).toBe(409);
    expect((await ask("DELETE", `${path}?moveTo=${interns?.id}`)).status).toBe(409);
    expect((await ask("DELETE", `${path}?moveTo=${standard?.id}`)).status).toBe(204);
    expect(listTiers(app).map(({ people }) => people)).toEqual([3]);
    expect(JSON.parse(lastAudit()?.detail ?? "")).toEqual({ people: 2, movedTo: standard?.id ?? "" });
    expect((await ask("DELETE", path)).status).toBe(404);
  });

  test("do not change a person's tier when the person is made with one that is not there", async () => {
    const tierId = "019b0000-0000-7000-8000-000000000000";
    const person = { email: "z@example.test", name: "Z", password: "another quiet harbour", role: "member", tierId };
    expect((await ask("POST", "/api/admin/users", person)).status).toBe(404);
    expect(findUserByEmail(app, "z@example.test")).toBeUndefined();
    await createUser(app, { email: "y@example.test", name: "Y", password: "another quiet harbour", role: "viewer" });
    expect(findUserByEmail(app, "y@example.test")?.tierId).toBeNull();
  });
});

test("the permission table is told as it holds", async () => {
  const { body } = await ask("GET", "/api/admin/roles");
  expect(body.roles.map(({ role, people }: { role: string; people: number }) => [role, people])).toEqual([
    ["admin", 1],
    ["member", 2],
    ["viewer", 1],
  ]);
  const told = Object.fromEntries(
    body.permissions.map(({ permission, roles }: { permission: string; roles: string[] }) => [permission, roles]),
  );
  expect(told).toEqual(permissions);
  expect(body.scopes.map(({ scope }: { scope: string }) => scope)).toEqual(Object.keys(scopes));
  expect(body.scopes[0].permissions).toEqual([
    { permission: "account.self", access: "read" },
    { permission: "projects.use", access: "read" },
    { permission: "models.list", access: "read" },
  ]);
  expect((await ask("GET", "/api/admin/roles", undefined, member)).status).toBe(403);
});
