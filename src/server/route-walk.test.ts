import { afterAll, describe, expect, test } from "bun:test";
import { type AnyElysia, Elysia } from "elysia";
import { guard, type Permission, permissionNamed, permissions } from "../accounts/index.ts";
import { createKey } from "../accounts/keys/api-keys.ts";
import { scopeNamed, scopes, scopesAllow } from "../accounts/permissions.ts";
import { signOperatorToken } from "../accounts/sign-in/operator.ts";
import { servedProject, unknownId } from "../projects/testing.ts";
import { requireGuardedRoutes } from "./route-entries.ts";
import { testServer } from "./testing.ts";

const { app, server, stop } = testServer();
afterAll(stop);
const world = await servedProject(app);
const entries = requireGuardedRoutes(server);

interface Operation {
  name: string;
  method: string;
  path: string;
  permission: string;
}
const description: { paths: Record<string, Record<string, { "x-permission"?: string }>> } = await (
  await server.handle(new Request("http://localhost/api/openapi.json"))
).json();
const operations: Operation[] = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    permission: operation["x-permission"] ?? "none",
  })),
);
const guarded = operations.filter(({ permission }) => permission !== "public");

/** Addresses that anybody may ask, and what protects each instead of a permission. */
const publicOperations: Record<string, string> = {
  "GET /health": "tells states, never a secret",
  "GET /health/live": "tells states, never a secret",
  "GET /health/ready": "tells states, never a secret",
  "GET /metrics": "numbers by route; no names of people or projects",
  "GET /api/licences": "the same for everybody",
  "GET /api/setup": "one yes or no",
  "POST /api/setup": "the setup token",
  "POST /api/auth/login": "the password, held back by the lockout",
  "POST /api/auth/refresh": "the refresh cookie",
  "GET /api/auth/options": "what the sign-in page shows, the same for everybody",
  "GET /api/auth/oauth/{provider}": "begins a sign-in in this browser; the provider asks who it is",
  "GET /api/auth/oauth/{provider}/callback":
    "the state, once, in the browser that began; everything the provider signs",
  "POST /api/auth/oauth/continue": "a token, once, in the browser that began, and the one-time code",
  "POST /api/auth/register": "the token of an invitation, or an administrator's choice to open it",
  "POST /api/auth/invitation": "the token of the invitation that it tells of",
  "POST /api/auth/password/forgot": "answers everybody alike; what follows goes to the mailbox of the account",
  "POST /api/auth/password/reset": "the token of a one-time link",
  "POST /api/auth/passkeys/options": "a random challenge, the same for everybody",
  "POST /api/auth/passkeys/sign-in": "the signature of a registered passkey over a challenge that is used once",
  "POST /api/auth/logout": "ends only the session whose token is sent",
  "GET /api/generations/{id}/stream": "the ticket in the address, or a token",
};

const owned: Record<string, string> = {
  "/api/projects/": world.project.id,
  "/api/chats/": world.chat.id,
  "/api/versions/": world.version.id,
  "/api/attachments/": world.paths.picture.split("/").at(-1) ?? "",
};

/** The address with the owner's own ids, or with ids of nothing. */
function addressOf(path: string, ids: "owned" | "unknown"): string {
  const prefix = Object.keys(owned).find((start) => path.startsWith(start)) ?? "";
  const first = (ids === "owned" ? owned[prefix] : undefined) ?? unknownId;
  return path.replace(/\{[^}]+\}/, first).replaceAll(/\{[^}]+\}/g, world.owner.user.id);
}

/** Deliberately broken JSON: the gate answers before a body is read, whatever it holds. */
async function ask({ method, path }: Operation, headers: Record<string, string>, ids: "owned" | "unknown" = "owned") {
  const withBody = method !== "GET" && method !== "HEAD";
  const answer = await server.handle(
    new Request(`http://localhost${addressOf(path, ids)}`, {
      method,
      headers: { ...headers, ...(withBody ? { "content-type": "application/json" } : {}) },
      ...(withBody ? { body: "{" } : {}),
    }),
  );
  // An open stream tells its status, and its text only as long as somebody waits.
  const streams = (answer.headers.get("content-type") ?? "").includes("event-stream");
  if (streams) await answer.body?.cancel();
  return { status: answer.status, text: streams ? "" : await answer.text() };
}

const roleOf = { viewer: world.lookOnly, member: world.stranger, admin: world.admin };

describe("the description", () => {
  test("has every route that is not hidden, and nothing else", () => {
    const described = new Set(operations.map(({ name }) => name));
    const routes = entries
      .filter(({ hidden, method }) => !hidden && method !== "WS")
      .map(({ method, path }) => `${method} ${path.replaceAll(/:([^/]+)/g, "{$1}")}`);
    expect(routes.filter((route) => !described.has(route))).toEqual([]);
    expect([...described].filter((name) => !routes.includes(name))).toEqual([]);
    expect(operations.length).toBeGreaterThan(50);
  });

  test("hides only the page, its files and the description itself", () => {
    const hidden = entries.filter((entry) => entry.hidden).map(({ method, path }) => `${method} ${path}`);
    expect(
      hidden.filter((route) => !/^((GET|HEAD) (\/\*?|\/api\/(docs|openapi\.json))|ALL \/\*)$/.test(route)),
    ).toEqual([]);
  });

  test("names a permission of the table for each operation", () => {
    const unknown = operations.filter(({ permission }) => permission !== "public" && !(permission in permissions));
    expect(unknown).toEqual([]);
  });

  test("calls public only what somebody decided to open", () => {
    const open = operations.filter(({ permission }) => permission === "public").map(({ name }) => name);
    expect(
      open.filter((name) => !(name in publicOperations) && !/^GET \/(preview\/|placeholder\.svg)/.test(name)),
    ).toEqual([]);
  });

  test("keeps everything of the administration for administrators", () => {
    const others = operations.filter(({ path, permission }) => path.startsWith("/api/admin") && permission !== "admin");
    expect(others).toEqual([]);
    expect(permissions.admin).toEqual(["admin"]);
  });
});

describe("every guarded operation", () => {
  test.each(guarded.map((operation) => [operation.name, operation] as const))("%s", async (_name, operation) => {
    const permission = Object.keys(permissions).find((name): name is Permission => name === operation.permission);
    if (!permission) throw new Error(`${operation.permission} is no permission`);
    const allowed: readonly string[] = permissions[permission];
    for (const ids of ["owned", "unknown"] as const) {
      expect(["anonymous", ids, (await ask(operation, {}, ids)).status]).toEqual(["anonymous", ids, 401]);
      const forged = await ask(operation, { authorization: `Bearer ${world.owner.token.slice(0, -3)}AAA` }, ids);
      expect(["forged", ids, forged.status]).toEqual(["forged", ids, 401]);
    }
    const operator = await ask(operation, { authorization: `Operator ${signOperatorToken(app)}` }, "unknown");
    expect(["operator", operator.status === 403]).toEqual(["operator", permission !== "admin"]);
    for (const [role, person] of Object.entries(roleOf)) {
      if (!allowed.includes(role)) {
        expect([role, (await ask(operation, person.headers)).status]).toEqual([role, 403]);
      } else {
        const { status } = await ask(operation, person.headers, "unknown");
        // Past the gate, where broken JSON and ids of nothing wait; nothing of the kind may break the server.
        expect([role, [401, 500].includes(status)]).toEqual([role, false]);
      }
    }
  });
});

describe("an API key", () => {
  const names = Object.keys(scopes).flatMap((name) => scopeNamed(name) ?? []);
  const owner = { id: world.admin.user.id, role: "admin" } as const;
  const keys = names.map((name) => {
    const { secret } = createKey(app, owner, { name, scopes: [name] });
    return { name, headers: { authorization: `Bearer ${secret}` } };
  });

  test.each(keys.map((key) => [key.name, key] as const))(
    "of scope %s opens what it says and no more",
    async (name, key) => {
      const wrong: string[] = [];
      for (const operation of guarded) {
        const permission = permissionNamed(operation.permission);
        const opens = permission !== undefined && scopesAllow([name], permission, operation.method);
        const { status } = await ask(operation, key.headers, "unknown");
        if ((status === 403) === opens || [401, 429, 500].includes(status)) wrong.push(`${operation.name}: ${status}`);
      }
      expect(wrong).toEqual([]);
    },
  );

  test("never manages the account, and opens nothing of the administration without its scope", () => {
    for (const name of names) {
      for (const method of ["GET", "POST"]) {
        expect([name, scopesAllow([name], "account.manage", method)]).toEqual([name, false]);
        expect([name, scopesAllow([name], "admin", method)]).toEqual([name, name === "admin"]);
      }
    }
  });
});

describe("what belongs to one person's project", () => {
  const marks = [world.project.name, "secret pricing", "secret files", world.project.id, world.chat.id];
  const others = { stranger: world.stranger, admin: world.admin, viewer: world.lookOnly };
  const own = guarded.filter(({ path }) => Object.keys(owned).some((start) => path.startsWith(`${start}{`)));
  const readable = guarded.filter(({ method, path }) => method === "GET" && !path.startsWith("/api/admin"));

  test.each(own.map((operation) => [operation.name, operation] as const))(
    "%s is not there for others",
    async (_, one) => {
      for (const [name, person] of Object.entries(others)) {
        const theirs = await ask(one, person.headers, "owned");
        const nobodys = await ask(one, person.headers, "unknown");
        // A person without the permission is told so; broken JSON is told before the project is looked for.
        expect([name, [400, 403, 404].includes(theirs.status)]).toEqual([name, true]);
        expect([name, theirs.status]).toEqual([name, nobodys.status]);
        if (one.method === "GET") expect([name, theirs.status]).toEqual([name, 404]);
        for (const mark of marks) expect([name, mark, theirs.text.includes(mark)]).toEqual([name, mark, false]);
      }
    },
  );

  test.each(readable.map((operation) => [operation.name, operation] as const))(
    "%s names it to nobody else",
    async (_, one) => {
      for (const [name, person] of Object.entries(others)) {
        const { text } = await ask(one, person.headers, "owned");
        for (const mark of marks) expect([name, mark, text.includes(mark)]).toEqual([name, mark, false]);
      }
    },
  );

  test("can be read by its owner, so that the answers above mean something", async () => {
    const read = own.filter(({ method }) => method === "GET");
    const answers: [string, number][] = [];
    for (const one of read) answers.push([one.name, (await ask(one, world.owner.headers)).status]);
    expect(read.length).toBeGreaterThan(6);
    expect(answers.filter(([, status]) => status !== 200)).toEqual([]);
  });
});

describe("an appliance does not start with a route", () => {
  const gate = guard(app);
  const saying = (permission: string) => ({ summary: "x", "x-permission": permission });
  test.each<[string, () => AnyElysia]>([
    ["that says nothing", () => new Elysia().get("/api/x", () => 1, { detail: { summary: "x" } })],
    ["that only describes a permission", () => new Elysia().get("/api/x", () => 1, { detail: saying("admin") })],
    ["that describes none of the table", () => new Elysia().get("/api/x", () => 1, { detail: saying("toString") })],
    // @ts-expect-error a permission that is not in the table
    ["whose permission does not exist", () => new Elysia().use(gate).get("/api/x", () => 1, { permission: "nobody" })],
  ])("%s", (_name, make) => {
    expect(() => requireGuardedRoutes(make())).toThrow("GET /api/x");
  });

  test("but with one that is guarded, or public", () => {
    const fine = new Elysia()
      .use(gate)
      .get("/a", () => 1, { permission: "admin" })
      .get("/b", () => 1, { public: true })
      // The gate stands, whatever the words beside it say.
      .get("/c", () => 1, { permission: "admin", detail: saying("public") });
    expect(requireGuardedRoutes(fine).map(({ permission }) => permission)).toEqual(["admin", "public", "admin"]);
  });
});
