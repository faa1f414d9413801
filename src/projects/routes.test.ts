import { afterAll, describe, expect, test } from "bun:test";
import { runScenarios, type Scenario, scenarioRequest } from "../platform/scenario.ts";
import { testApp } from "../platform/testing.ts";
import { servedProject } from "./testing.ts";

const app = testApp();
afterAll(() => app.dispose());
const world = await servedProject(app);
const { server, owner, editor, viewer, stranger, lookOnly } = world;
const { project } = world.paths;

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
