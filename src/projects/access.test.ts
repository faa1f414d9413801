import { afterAll, describe, expect, test } from "bun:test";
import { runScenarios, type Scenario } from "../platform/scenario.ts";
import { testApp } from "../platform/testing.ts";
import { servedProject, unknownId } from "./testing.ts";

const app = testApp();
afterAll(() => app.dispose());
const world = await servedProject(app);
const { server, owner, editor, viewer, stranger, lookOnly, files, admin } = world;
const { project, chat, version: versionPath, picture: attachment } = world.paths;

/** Every route that names something, with the role that it needs. */
const guarded: { method: string; path: string; body?: unknown; need: "viewer" | "editor" | "owner"; done: number }[] = [
  { method: "GET", path: project, need: "viewer", done: 200 },
  { method: "PATCH", path: project, body: { description: "All we sell" }, need: "editor", done: 200 },
  { method: "GET", path: `${project}/export`, need: "viewer", done: 200 },
  { method: "GET", path: `${project}/members`, need: "viewer", done: 200 },
  {
    method: "POST",
    path: `${project}/members`,
    body: { email: "x@example.test", role: "viewer" },
    need: "owner",
    done: 404,
  },
  { method: "PATCH", path: `${project}/members/${editor.user.id}`, body: { role: "editor" }, need: "owner", done: 200 },
  { method: "DELETE", path: `${project}/members/${unknownId}`, need: "owner", done: 404 },
  { method: "GET", path: `${project}/chats`, need: "viewer", done: 200 },
  { method: "POST", path: `${project}/chats`, body: {}, need: "editor", done: 201 },
  { method: "GET", path: chat, need: "viewer", done: 200 },
  { method: "PATCH", path: chat, body: { title: "Prices" }, need: "editor", done: 200 },
  { method: "GET", path: `${chat}/messages`, need: "viewer", done: 200 },
  { method: "GET", path: `${chat}/versions`, need: "viewer", done: 200 },
  { method: "POST", path: `${chat}/versions`, body: files, need: "editor", done: 201 },
  { method: "GET", path: versionPath, need: "viewer", done: 200 },
  { method: "GET", path: `${versionPath}/diff`, need: "viewer", done: 200 },
  { method: "POST", path: `${versionPath}/restore`, need: "editor", done: 201 },
  { method: "GET", path: `${versionPath}/export`, need: "viewer", done: 200 },
  {
    method: "PUT",
    path: `${versionPath}/thumbnail`,
    body: { data: "/9j/wAALCAEsAeADAQIDBA==" },
    need: "editor",
    done: 200,
  },
  { method: "GET", path: `${versionPath}/thumbnail`, need: "viewer", done: 200 },
  { method: "GET", path: attachment, need: "viewer", done: 200 },
  { method: "DELETE", path: `/api/chats/${unknownId}`, need: "editor", done: 404 },
  { method: "DELETE", path: chat, need: "editor", done: 204 },
  { method: "DELETE", path: project, need: "owner", done: 204 },
];
const rank = { viewer: 0, editor: 1, owner: 2 };

describe("a stranger, and an administrator who is no member, find nothing", () => {
  const outsiders = { stranger, admin, "a viewer of the appliance": lookOnly };
  runScenarios(
    server,
    Object.entries(outsiders).flatMap(([who, { headers }]) =>
      guarded.map(
        ({ method, path, body }): Scenario => ({
          name: `${who}: ${method} ${path}`,
          method,
          path,
          body,
          headers,
          status: 404,
          has: ['"code":"not_found"'],
          hasNot: ["secret", "Shop", "owner@"],
        }),
      ),
    ),
  );
});

describe("nobody gets in without a token", () => {
  runScenarios(
    server,
    guarded.map(({ method, path, body }) => ({
      name: `${method} ${path}`,
      method,
      path,
      body,
      status: 401,
      hasNot: ["Shop"],
    })),
  );
});

describe("a role that is too low is told so", () => {
  const lowOnes = { viewer, editor };
  runScenarios(
    server,
    (["viewer", "editor"] as const).flatMap((role) =>
      guarded
        .filter(({ need }) => rank[role] < rank[need])
        .filter(({ path }) => !path.startsWith(`/api/chats/${unknownId}`))
        .map(
          ({ method, path, body }): Scenario => ({
            name: `${role}: ${method} ${path}`,
            method,
            path,
            body,
            headers: lowOnes[role].headers,
            status: 403,
            has: ['"code":"forbidden"', `yours is ${role}`],
          }),
        ),
    ),
  );
});

describe("whoever has the role may", () => {
  const people = { viewer, editor, owner };
  runScenarios(
    server,
    guarded.map(({ method, path, body, need, done }) => ({
      name: `${need}: ${method} ${path}`,
      method,
      path,
      body,
      headers: people[need].headers,
      status: done,
    })),
  );

  test("and what runs in a deleted chat is told, and no text stays behind", () => {
    expect(world.deleted).toContain(world.chat.id);
    const rows = app.db.$client.query<{ total: number }, []>("SELECT count(*) total FROM blobs").get();
    expect(rows?.total).toBe(0);
  });
});

describe("every route", () => {
  test("names its permission and says what it does", () => {
    for (const { method, path, hooks } of world.routes) {
      expect(`${method} ${path}: ${hooks.detail?.["x-permission"]}`).toEndWith(": projects.use");
      expect(hooks.detail?.summary).toBeString();
      expect(hooks.detail?.tags).toHaveLength(1);
    }
  });

  test("that names something is walked above", () => {
    const walked = guarded.map(({ method, path }) => `${method} ${path}`);
    const named = world.routes.filter(({ path }) => path.includes(":"));
    expect(named.length).toBeGreaterThan(15);
    for (const { method, path } of named) {
      const pattern = new RegExp(`^${method} ${path.replaceAll(/:[a-zA-Z]+/g, "[^/]+")}$`);
      expect({ method, path, walked: walked.some((one) => pattern.test(one)) }).toEqual({ method, path, walked: true });
    }
  });
});
