import { afterAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { Elysia } from "elysia";
import { ManualClock } from "../../platform/clock.ts";
import { scenarioRequest } from "../../platform/scenario.ts";
import { testApp } from "../../platform/testing.ts";
import { projectRoutes } from "../../projects/index.ts";
import { errorHandling } from "../../server/errors.ts";
import { guard } from "../guard.ts";
import { permissions, type Scope, scopes } from "../permissions.ts";
import { personBehind } from "../person.ts";
import { accountRoutes } from "../routes.ts";
import { apiKeys, auditEntries, users } from "../schema.ts";
import { watchSession } from "../sessions/session-end.ts";
import { signedInPerson, type TestPerson } from "../testing.ts";

const clock = new ManualClock();
const app = testApp({ clock });
afterAll(() => app.dispose());
const probes = new Elysia()
  .use(guard(app))
  .get("/probe/account.self", () => "", { permission: "account.self" })
  .get("/probe/account.manage", () => "", { permission: "account.manage" })
  .get("/probe/projects.use", () => "", { permission: "projects.use" })
  .post("/probe/projects.use", () => "", { permission: "projects.use" })
  .post("/probe/generation.use", () => "", { permission: "generation.use" })
  .post("/probe/preview.build", () => "", { permission: "preview.build" })
  .get("/probe/models.list", () => "", { permission: "models.list" })
  .get("/probe/admin", () => "", { permission: "admin" })
  .post("/probe/admin", () => "", { permission: "admin" });
const server = new Elysia()
  .use(errorHandling(app))
  .use(accountRoutes(app))
  .use(projectRoutes(app, { activeGeneration: () => undefined, generationFacts: () => new Map() }))
  .use(probes);

const admin = await signedInPerson(app, "root@example.org", "admin");
const member = await signedInPerson(app, "ada@example.org", "member");
const viewer = await signedInPerson(app, "vi@example.org", "viewer");

async function ask(method: string, path: string, authorization: string, body?: unknown) {
  const response = await server.handle(scenarioRequest({ method, path, body, headers: { authorization } }));
  const text = await response.text();
  return { status: response.status, body: text.startsWith("{") ? JSON.parse(text) : {} };
}
const bearer = ({ token }: TestPerson) => `Bearer ${token}`;
const make = async (person: TestPerson, granted: string[], more: object = {}) =>
  (await ask("POST", "/api/keys", bearer(person), { name: "CI", scopes: granted, ...more })).body;
const use = (key: { secret: string }, path = "/api/auth/me", method = "GET", body?: unknown) =>
  ask(method, path, `Bearer ${key.secret}`, body);

describe("an API key", () => {
  test("is shown once, and neither the list, the database nor the audit log has its secret", async () => {
    const made = await ask("POST", "/api/keys", bearer(member), { name: " CI ", scopes: ["read"] });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ name: "CI", scopes: ["read"], expiresAt: null, projectIds: null });
    expect(made.body.secret).toMatch(new RegExp(`^vit_${made.body.publicId}_[\\w-]{43}$`));
    const secret = made.body.secret.slice(17);
    const list = await ask("GET", "/api/keys", bearer(member));
    const stored = [list.body, app.db.select().from(apiKeys).all(), app.db.select().from(auditEntries).all()];
    expect(JSON.stringify(stored)).toContain(made.body.publicId);
    expect(JSON.stringify(stored)).not.toContain(secret);
    expect((await use(made.body)).body.user.email).toBe("ada@example.org");
  });

  test("is refused when any part of it is wrong", async () => {
    const one = await make(member, ["read"]);
    const two = await make(member, ["read"]);
    const [, id1, secret1] = one.secret.match(/^vit_(\w{12})_(.+)$/) ?? [];
    const [, id2] = two.secret.match(/^vit_(\w{12})_(.+)$/) ?? [];
    const wrong = [
      `vit_${id2}_${secret1}`,
      `vit_${id1}_${secret1?.slice(0, -1)}`,
      `vit_${id1}_${secret1}x`,
      `vit_${id1}_`,
      `vit_${id1}`,
      `vit_`,
      `VIT_${id1}_${secret1}`,
      `vit_${id1}_${"A".repeat(43)}`,
      `vit_${"0".repeat(12)}_${secret1}`,
      `vit_${id1}_${"A".repeat(100_000)}`,
    ];
    for (const secret of wrong)
      expect([secret.slice(0, 40), (await use({ secret })).status]).toEqual([secret.slice(0, 40), 401]);
    expect((await ask("GET", `/api/auth/me?key=${one.secret}`, "")).status).toBe(401);
    expect((await use(one)).status).toBe(200);
  });

  test.each(Object.keys(scopes).map((name) => [name]))(
    "with the scope %s opens what the table says, and no more",
    async (name) => {
      const scope = Object.keys(scopes).find((known): known is Scope => known === name);
      if (!scope) throw new Error("no scope");
      const table: { reads: readonly string[]; any: readonly string[] } = scopes[scope];
      const key = await make(admin, [scope]);
      for (const { method, path } of probes.routes) {
        const permission = path.replace("/probe/", "");
        const allowed = table.any.includes(permission) || (method === "GET" && table.reads.includes(permission));
        expect([method, path, (await use(key, path, method)).status]).toEqual([method, path, allowed ? 200 : 403]);
      }
    },
  );

  test("changes nothing about the account, whatever its scopes", async () => {
    const key = await make(admin, Object.keys(scopes));
    for (const { open } of [{ open: scopes }]) {
      for (const { reads, any } of Object.values(open))
        expect([...reads, ...any].map(String)).not.toContain("account.manage");
    }
    expect((await use(key, "/api/keys", "POST", { name: "more", scopes: ["admin"] })).status).toBe(403);
    expect((await use(key, "/api/auth/sessions")).status).toBe(403);
    expect((await use(key, "/api/auth/totp")).status).toBe(403);
  });

  test("never exceeds its owner's role, also when that changes later", async () => {
    expect((await ask("POST", "/api/keys", bearer(member), { name: "x", scopes: ["admin"] })).status).toBe(403);
    const key = await make(viewer, ["generate", "write"]);
    expect((await use(key, "/probe/generation.use", "POST")).status).toBe(403);
    const boss = await signedInPerson(app, "boss@example.org", "admin");
    const strong = await make(boss, ["admin"]);
    expect((await use(strong, "/probe/admin")).status).toBe(200);
    app.db.update(users).set({ role: "member" }).where(eq(users.id, boss.user.id)).run();
    expect((await use(strong, "/probe/admin")).status).toBe(403);
    app.db.update(users).set({ disabledAt: 1 }).where(eq(users.id, boss.user.id)).run();
    expect((await use(strong)).status).toBe(401);
    expect(Object.keys(permissions)).toContain("account.manage");
  });

  test("ends at its expiry and, with its streams, when it is revoked", async () => {
    const brief = await make(member, ["read"], { expiresAt: new Date(clock.now() + 60_000).toISOString() });
    const key = await make(member, ["read"]);
    expect((await use(brief)).status).toBe(200);
    await clock.advance(60_000);
    expect((await use(brief)).status).toBe(401);
    expect(
      (
        await ask("POST", "/api/keys", bearer(member), {
          name: "x",
          scopes: ["read"],
          expiresAt: "2020-01-01T00:00:00Z",
        })
      ).status,
    ).toBe(422);
    const other = await signedInPerson(app, "eve@example.org", "member");
    expect((await ask("DELETE", `/api/keys/${key.id}`, bearer(other))).status).toBe(404);
    const watch = watchSession(app, `key:${key.publicId}`);
    expect(personBehind(app, `key:${key.publicId}`)?.email).toBe("ada@example.org");
    expect((await ask("DELETE", `/api/keys/${key.id}`, bearer(member))).status).toBe(204);
    expect(watch.signal.aborted).toBe(true);
    expect(personBehind(app, `key:${key.publicId}`)).toBeUndefined();
    expect((await use(key)).status).toBe(401);
  });

  test("is rotated once: both work until the overlap is over, then the successor", async () => {
    const old = await make(member, ["read"]);
    const path = `/api/keys/${old.id}/rotate`;
    const rotated = await ask("POST", path, bearer(member), { overlapSeconds: 60 });
    expect(rotated.body).toMatchObject({ name: "CI", scopes: ["read"] });
    expect((await ask("POST", path, bearer(member), {})).status).toBe(409);
    expect([(await use(old)).status, (await use(rotated.body)).status]).toEqual([200, 200]);
    await clock.advance(60_000);
    expect([(await use(old)).status, (await use(rotated.body)).status]).toEqual([401, 200]);
    await ask("DELETE", `/api/keys/${rotated.body.id}`, bearer(member));
    expect((await ask("POST", `/api/keys/${rotated.body.id}/rotate`, bearer(member), {})).status).toBe(409);
  });

  test("tells when it was last used, written once a minute", async () => {
    const key = await make(member, ["read"]);
    const row = () => app.db.select().from(apiKeys).where(eq(apiKeys.id, key.id)).get();
    expect(row()?.lastUsedAt).toBeNull();
    await use(key);
    const first = row()?.lastUsedAt;
    expect(first).toBe(clock.now());
    await clock.advance(59_000);
    await use(key);
    expect(row()?.lastUsedAt).toBe(first);
    await clock.advance(1_000);
    await use(key);
    expect(row()?.lastUsedAt).toBe(clock.now());
  });

  test("limited to a project sees no other, and makes none", async () => {
    const project = async (name: string) => (await ask("POST", "/api/projects", bearer(member), { name })).body;
    const [mine, other] = [await project("mine"), await project("other")];
    const key = await make(member, ["write"], { projectIds: [mine.id] });
    expect((await use(key, `/api/projects/${mine.id}`)).status).toBe(200);
    expect((await use(key, `/api/projects/${other.id}`)).status).toBe(404);
    expect((await use(key, `/api/projects/${other.id}`, "PATCH", { name: "taken" })).status).toBe(404);
    const listed: { id: string }[] = (await use(key, "/api/projects")).body.items;
    expect(listed.map(({ id }) => id)).toEqual([mine.id]);
    expect((await use(key, "/api/projects", "POST", { name: "new" })).status).toBe(403);
    expect((await use(await make(member, ["write"]), `/api/projects/${other.id}`)).status).toBe(200);
  });

  test("of others is seen and revoked by administrators", async () => {
    const key = await make(member, ["read"]);
    const path = `/api/admin/users/${member.user.id}/keys`;
    expect((await ask("GET", path, bearer(member))).status).toBe(403);
    expect(JSON.stringify((await ask("GET", path, bearer(admin))).body)).toContain(key.publicId);
    expect((await ask("DELETE", `${path}/${key.id}`, bearer(admin))).status).toBe(204);
    expect((await use(key)).status).toBe(401);
  });
});
