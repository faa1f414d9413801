import { afterAll, describe, expect, test } from "bun:test";
import { Elysia } from "elysia";
import { signedInPerson } from "../accounts/testing.ts";
import { runScenarios, type Scenario, scenarioRequest } from "../platform/scenario.ts";
import { testApp } from "../platform/testing.ts";
import { errorHandling } from "../server/errors.ts";
import { addMessage } from "./messages.ts";
import { projectRoutes } from "./routes.ts";
import { testProject } from "./testing.ts";
import { createVersion } from "./versions.ts";

const app = testApp();
afterAll(() => app.dispose());
const world = await testProject(app);
const lookOnly = await signedInPerson(app, "look-only@example.test", "viewer");
const active = new Map<string, string>();
const deleted: string[] = [];
const routes = projectRoutes(app, {
  activeGeneration: (chatId) => active.get(chatId),
  beforeDelete: (chatIds) => deleted.push(...chatIds),
});
const server = new Elysia().use(errorHandling(app)).use(routes);

const png = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
const message = addMessage(app, {
  chatId: world.chat.id,
  role: "user",
  authorId: world.owner.user.id,
  text: "A secret pricing table",
  attachments: [
    { name: "sketch.png", mediaType: "image/png", data: png },
    { name: 'no"te.html', mediaType: "text/html", data: Buffer.from("<script>alert(1)</script>") },
  ],
});
const version = createVersion(app, {
  chatId: world.chat.id,
  status: "complete",
  files: [{ path: "app/page.tsx", text: "export default () => 'secret files'" }],
});
const attachmentIds = app.db.$client
  .query<{ id: string }, []>("SELECT id FROM attachments ORDER BY id")
  .all()
  .map(({ id }) => id);

const project = `/api/projects/${world.project.id}`;
const chat = `/api/chats/${world.chat.id}`;
const versionPath = `/api/versions/${version.id}`;
const attachment = `/api/attachments/${attachmentIds[0]}`;
const files = { files: [{ path: "app/page.tsx", text: "export default () => 'edited'" }] };
const { owner, editor, viewer, stranger, admin } = world;
const unknownId = "019b0000-0000-7000-8000-000000000000";

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

describe("projects over HTTP", () => {
  let nextPage = "";
  runScenarios(server, [
    {
      name: "shows a project",
      path: project,
      headers: viewer.headers,
      status: 200,
      has: ['"name":"Shop"', '"role":"viewer"', '"chatCount":1'],
    },
    {
      name: "lists only what one takes part in",
      path: "/api/projects",
      headers: stranger.headers,
      status: 200,
      has: ['{"items":[],"nextCursor":null}'],
    },
    {
      name: "creates a project",
      method: "POST",
      path: "/api/projects",
      body: { name: " Blog " },
      headers: owner.headers,
      status: 201,
      has: ['"name":"Blog"', '"role":"owner"'],
    },
    {
      name: "gives a page",
      path: "/api/projects?limit=1",
      headers: owner.headers,
      status: 200,
      has: ["Blog"],
      hasNot: ["Shop"],
      check(_, text) {
        nextPage = JSON.parse(text).nextCursor;
        expect(nextPage).toBeString();
      },
    },
    ...[
      ["without a name", {}, "/name"],
      ["with an empty name", { name: "" }, "/name"],
      ["with a name of spaces", { name: "   " }, "/name"],
      ["with a long name", { name: "x".repeat(121) }, "/name"],
      ["with a line break in its name", { name: "a\nb" }, "/name"],
      ["with a name that is no text", { name: 1 }, "/name"],
      ["with a long description", { name: "a", description: "x".repeat(2001) }, "/description"],
    ].map(
      ([why, body, path]): Scenario => ({
        name: `refuses a project ${why}`,
        method: "POST",
        path: "/api/projects",
        body,
        headers: owner.headers,
        status: 422,
        has: ["validation_failed", String(path)],
      }),
    ),
    {
      name: "lets no viewer of the appliance create one",
      method: "POST",
      path: "/api/projects",
      body: { name: "A" },
      headers: lookOnly.headers,
      status: 403,
    },
    { name: "refuses an invented cursor", path: "/api/projects?cursor=abc", headers: owner.headers, status: 400 },
    { name: "refuses a limit of a million", path: "/api/projects?limit=1000000", headers: owner.headers, status: 422 },
    { name: "knows no malformed id", path: "/api/projects/..%2f..%2fetc", headers: owner.headers, status: 404 },
    {
      name: "says that a member is a member already",
      method: "POST",
      path: `${project}/members`,
      body: { email: "EDITOR@example.test", role: "viewer" },
      headers: owner.headers,
      status: 409,
    },
    {
      name: "adds a member",
      method: "POST",
      path: `${project}/members`,
      body: { email: "look-only@example.test", role: "editor" },
      headers: owner.headers,
      status: 201,
      has: ["look-only@"],
    },
    {
      name: "lets a viewer of the appliance only look, whatever the project says",
      method: "PATCH",
      path: project,
      body: { name: "Mine" },
      headers: lookOnly.headers,
      status: 403,
    },
    {
      name: "lets a member leave",
      method: "DELETE",
      path: `${project}/members/${lookOnly.user.id}`,
      headers: lookOnly.headers,
      status: 204,
    },
    { name: "shows nothing to somebody who left", path: project, headers: lookOnly.headers, status: 404 },
    {
      name: "keeps the only owner",
      method: "DELETE",
      path: `${project}/members/${owner.user.id}`,
      headers: owner.headers,
      status: 409,
    },
    {
      name: "keeps the only owner an owner",
      method: "PATCH",
      path: `${project}/members/${owner.user.id}`,
      body: { role: "viewer" },
      headers: owner.headers,
      status: 409,
    },
    {
      name: "gives nobody a role that was not named",
      method: "POST",
      path: `${project}/members`,
      body: { email: "stranger@example.test" },
      headers: owner.headers,
      status: 422,
      has: ["/role"],
    },
    {
      name: "changes no role that was not named",
      method: "PATCH",
      path: `${project}/members/${editor.user.id}`,
      body: {},
      headers: owner.headers,
      status: 422,
      has: ["/role"],
    },
    {
      name: "knows no made-up role",
      method: "PATCH",
      path: `${project}/members/${editor.user.id}`,
      body: { role: "god" },
      headers: owner.headers,
      status: 422,
    },
  ]);

  test("goes on where the page before ended", async () => {
    const request = scenarioRequest({ path: `/api/projects?limit=5&cursor=${nextPage}`, headers: owner.headers });
    const page = await (await server.handle(request)).json();
    expect(page).toMatchObject({ items: [{ name: "Shop" }], nextCursor: null });
  });
});

describe("chats, messages and versions over HTTP", () => {
  active.set(world.chat.id, unknownId);
  runScenarios(server, [
    {
      name: "shows the generation that runs",
      path: chat,
      headers: viewer.headers,
      status: 200,
      has: [`"activeGenerationId":"${unknownId}"`],
    },
    {
      name: "lists messages with their author and attachments",
      path: `${chat}/messages`,
      headers: viewer.headers,
      status: 200,
      has: [message.id, '"authorName":"owner"', '"name":"sketch.png"', '"reasoning":""'],
    },
    {
      name: "serves a picture so that it cannot do harm",
      path: attachment,
      headers: viewer.headers,
      status: 200,
      check(response) {
        expect(response.headers.get("content-type")).toBe("image/png");
        expect(response.headers.get("content-security-policy")).toContain("sandbox");
        expect(response.headers.get("x-content-type-options")).toBe("nosniff");
      },
    },
    {
      name: "serves anything else only to be saved",
      path: `/api/attachments/${attachmentIds[1]}`,
      headers: viewer.headers,
      status: 200,
      check(response) {
        expect(response.headers.get("content-type")).toBe("application/octet-stream");
        expect(response.headers.get("content-disposition")).toBe('attachment; filename="no-te.html"');
      },
    },
    {
      name: "shows a version",
      path: versionPath,
      headers: viewer.headers,
      status: 200,
      has: ['"number":1', '"status":"complete"', "secret files", '"parentId":null'],
    },
    {
      name: "saves edited files as the next version",
      method: "POST",
      path: `${chat}/versions`,
      body: files,
      headers: editor.headers,
      status: 201,
      has: ['"number":2', `"parentId":"${version.id}"`, `"authorId":"${editor.user.id}"`],
    },
    {
      name: "restores the first version as a third",
      method: "POST",
      path: `${versionPath}/restore`,
      headers: editor.headers,
      status: 201,
      has: ['"number":3', "secret files"],
    },
    {
      name: "lists the newest version first",
      path: `${chat}/versions?limit=1`,
      headers: viewer.headers,
      status: 200,
      has: ['"number":3'],
      hasNot: ['"number":2'],
    },
    {
      name: "compares with nothing where there is no parent",
      path: `${versionPath}/diff`,
      headers: viewer.headers,
      status: 200,
      has: ['"status":"added"'],
      hasNot: ["before"],
    },
    {
      name: "compares with no unknown version",
      path: `${versionPath}/diff?against=${unknownId}`,
      headers: viewer.headers,
      status: 404,
    },
    ...[
      ["that climbs out", "../../etc/passwd"],
      ["that is absolute", "/etc/passwd"],
      ["of Windows", "C:\\x.tsx"],
      ["with a zero byte", "a\u0000.tsx"],
    ].map(
      ([why, path]): Scenario => ({
        name: `refuses a path ${why}`,
        method: "POST",
        path: `${chat}/versions`,
        body: { files: [{ path, text: "" }] },
        headers: editor.headers,
        status: 422,
        has: ["path_invalid"],
      }),
    ),
    {
      name: "takes nothing from a body but what it asks for",
      method: "POST",
      path: `${chat}/versions`,
      body: { ...files, authorId: owner.user.id, chatId: unknownId, status: "draft", number: 99 },
      headers: editor.headers,
      status: 201,
      has: [`"authorId":"${editor.user.id}"`, `"chatId":"${world.chat.id}"`, '"status":"complete"', '"number":4'],
    },
    {
      name: "refuses two files of one path",
      method: "POST",
      path: `${chat}/versions`,
      body: {
        files: [
          { path: "a.tsx", text: "" },
          { path: "./A.tsx", text: "" },
        ],
      },
      headers: editor.headers,
      status: 422,
    },
    {
      name: "refuses a file that is also a folder",
      method: "POST",
      path: `${chat}/versions`,
      body: {
        files: [
          { path: "a", text: "" },
          { path: "a/b", text: "" },
        ],
      },
      headers: editor.headers,
      status: 422,
    },
    {
      name: "refuses a version without files",
      method: "POST",
      path: `${chat}/versions`,
      body: { files: [] },
      headers: editor.headers,
      status: 422,
    },
    {
      name: "refuses too many files",
      method: "POST",
      path: `${chat}/versions`,
      body: { files: Array.from({ length: 201 }, (_, n) => ({ path: `${n}.tsx`, text: "" })) },
      headers: editor.headers,
      status: 413,
    },
    {
      name: "refuses too large a file",
      method: "POST",
      path: `${chat}/versions`,
      body: { files: [{ path: "a.tsx", text: "x".repeat(512 * 1024 + 1) }] },
      headers: editor.headers,
      status: 413,
    },
    {
      name: "refuses a parent of another chat",
      method: "POST",
      path: `${chat}/versions`,
      body: { ...files, parentId: unknownId },
      headers: editor.headers,
      status: 404,
    },
    {
      name: "refuses an empty title",
      method: "PATCH",
      path: chat,
      body: { title: " " },
      headers: editor.headers,
      status: 422,
    },
    {
      name: "renames a chat",
      method: "PATCH",
      path: chat,
      body: { title: "Prices" },
      headers: editor.headers,
      status: 200,
      has: ['"title":"Prices"'],
    },
  ]);
});

describe("an Idempotency-Key", () => {
  const keyed = { ...owner.headers, "idempotency-key": "try-1" };
  let first = "";
  runScenarios(server, [
    {
      name: "creates once",
      method: "POST",
      path: `${project}/chats`,
      body: { title: "Once" },
      headers: keyed,
      status: 201,
      check: (_, text) => {
        first = text;
      },
    },
    {
      name: "answers the same again",
      method: "POST",
      path: `${project}/chats`,
      body: { title: "Once" },
      headers: keyed,
      status: 201,
      check: (_, text) => expect(text).toBe(first),
    },
    {
      name: "is not for another request",
      method: "POST",
      path: `${project}/chats`,
      body: { title: "Other" },
      headers: keyed,
      status: 409,
    },
    {
      name: "belongs to one person",
      method: "POST",
      path: `${project}/chats`,
      body: { title: "Other" },
      headers: { ...editor.headers, "idempotency-key": "try-1" },
      status: 201,
    },
    {
      name: "must be usable",
      method: "POST",
      path: `${project}/chats`,
      body: {},
      headers: { ...owner.headers, "idempotency-key": "a b" },
      status: 400,
    },
  ]);
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
    expect(deleted).toContain(world.chat.id);
    const rows = app.db.$client.query<{ total: number }, []>("SELECT count(*) total FROM blobs").get();
    expect(rows?.total).toBe(0);
  });
});

test("every route names its permission and says what it does", () => {
  expect(routes.routes.length).toBeGreaterThan(20);
  for (const { method, path, hooks } of routes.routes) {
    expect(`${method} ${path}: ${hooks.detail?.["x-permission"]}`).toEndWith(": projects.use");
    expect(hooks.detail?.summary).toBeString();
    expect(hooks.detail?.tags).toHaveLength(1);
  }
});
