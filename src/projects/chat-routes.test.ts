import { afterAll, describe, expect } from "bun:test";
import { runScenarios, type Scenario } from "../platform/scenario.ts";
import { testApp } from "../platform/testing.ts";
import { addMessage } from "./messages.ts";
import { servedProject, unknownId } from "./testing.ts";

const app = testApp();
afterAll(() => app.dispose());
const world = await servedProject(app);
const { server, owner, editor, viewer, files } = world;
const { chat, version: versionPath, picture: attachment } = world.paths;
const { message, version } = world;

describe("chats, messages and versions over HTTP", () => {
  const generationId = "019b0000-0000-7000-8000-00000000000a";
  addMessage(app, { chatId: world.chat.id, role: "user", authorId: owner.user.id, text: "two tiers", generationId });
  addMessage(app, { chatId: world.chat.id, role: "assistant", text: "Two tiers.", generationId });
  world.facts.set(generationId, {
    status: "completed",
    usage: { promptTokens: 7, completionTokens: 9, costNanoUsd: null },
    durationMs: 1234,
    diagnostics: [{ path: "a.tsx", line: 2, column: 1, message: "mended", severity: "warning", repaired: true }],
    standIn: "b is down. Another model answers instead.",
  });
  world.active.set(world.chat.id, unknownId);
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
      has: [
        message.id,
        '"authorName":"owner"',
        '"name":"sketch.png"',
        '"reasoning":""',
        '"status":null,"usage":null,"durationMs":null,"diagnostics":[],"standIn":null',
      ],
    },
    {
      name: "tells with an answer how its generation went",
      path: `${chat}/messages`,
      headers: viewer.headers,
      status: 200,
      check(_response, text) {
        const { items } = JSON.parse(text);
        const [asked, answered] = items.slice(-2);
        expect(asked).toMatchObject({
          status: "completed",
          usage: null,
          durationMs: null,
          diagnostics: [],
          standIn: null,
        });
        expect(answered).toMatchObject({ ...world.facts.get(generationId) });
      },
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
      path: world.paths.page,
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
      has: [
        '"number":1',
        '"status":"complete"',
        "secret files",
        '"parentId":null',
        '"origin":"generation"',
        '"authorName":null',
      ],
    },
    {
      name: "saves edited files as the next version",
      method: "POST",
      path: `${chat}/versions`,
      body: files,
      headers: editor.headers,
      status: 201,
      has: [
        '"number":2',
        `"parentId":"${version.id}"`,
        `"authorId":"${editor.user.id}"`,
        '"authorName":"editor"',
        '"origin":"edit"',
        '"restoredId":null',
      ],
    },
    {
      name: "restores the first version as a third",
      method: "POST",
      path: `${versionPath}/restore`,
      headers: editor.headers,
      status: 201,
      has: [
        '"number":3',
        "secret files",
        '"origin":"restore"',
        `"restoredId":"${version.id}"`,
        '"authorName":"editor"',
      ],
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
      body: { files: Array.from({ length: 1001 }, (_, n) => ({ path: `${n}.tsx`, text: "" })) },
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
