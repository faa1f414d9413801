import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { request as httpRequest } from "node:http";
import { type Appliance, adminEnv, type Client, signIn, startAppliance } from "./appliance.ts";

let appliance: Appliance;
let client: Client;
let chatId: string;

beforeAll(async () => {
  appliance = await startAppliance({ env: adminEnv });
  client = await signIn(appliance.url);
  const project = await (await client.send("POST", "/api/projects", { name: "Bad input" })).json();
  chatId = (await (await client.send("POST", `/api/projects/${project.id}/chats`, { title: "Chat" })).json()).id;
});
afterAll(() => appliance.dispose());

const large = (bytes: number) => "x".repeat(bytes);
const file = (path: string, text = "export default () => null") => ({ path, text });

describe("bad input gets a clear answer", () => {
  test.each<[string, string, string, unknown, number, string]>([
    ["an unknown API address", "GET", "/api/nothing", undefined, 404, "not_found"],
    ["a wrong method", "DELETE", "/api/projects", undefined, 405, "method_not_allowed"],
    ["a malformed id", "GET", "/api/projects/42", undefined, 404, "not_found"],
    ["a malformed encoding", "GET", "/%E0%A4%A", undefined, 400, "bad_request"],
    ["a project of nobody", "GET", "/api/projects/01900000-0000-7000-8000-000000000000", undefined, 404, "not_found"],
    ["an empty project name", "POST", "/api/projects", { name: "" }, 422, "validation_failed"],
    ["a name that is no text", "POST", "/api/projects", { name: { $ne: 1 } }, 422, "validation_failed"],
    ["an array for a body", "POST", "/api/projects", [], 422, "validation_failed"],
    ["an unknown model", "POST", "GENERATIONS", { prompt: "a card", model: "nobody/nothing" }, 422, "model_unknown"],
    ["an empty prompt", "POST", "GENERATIONS", { prompt: "   " }, 422, "validation_failed"],
    [
      "a path out of the project",
      "POST",
      "/api/preview/build",
      { files: [file("../../etc/passwd")] },
      422,
      "path_invalid",
    ],
    ["an absolute path", "POST", "/api/preview/build", { files: [file("/etc/passwd")] }, 422, "path_invalid"],
    [
      "1001 files",
      "POST",
      "/api/preview/build",
      { files: Array.from({ length: 1001 }, (_, n) => file(`f${n}.tsx`)) },
      413,
      "too_large",
    ],
    ["a huge file", "POST", "/api/preview/build", { files: [file("a.tsx", large(3 << 20))] }, 413, "too_large"],
    ["no files", "POST", "/api/preview/build", { files: [] }, 422, "validation_failed"],
  ])("%s", async (_name, method, path, body, status, code) => {
    const answer = await client.send(method, path === "GENERATIONS" ? `/api/chats/${chatId}/generations` : path, body);
    const problem = await answer.json();
    expect([answer.status, problem.code]).toEqual([status, code]);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(problem.requestId).toBe(answer.headers.get("x-request-id"));
    expect(problem.detail.length).toBeGreaterThan(10);
    expect(JSON.stringify(problem)).not.toMatch(/at .*\.ts|node_modules|\$bunfs/);
  });

  test("JSON that is none", async () => {
    const answer = await fetch(`${appliance.url}/api/projects`, {
      method: "POST",
      headers: { authorization: `Bearer ${client.token}`, "content-type": "application/json" },
      body: '{"name": ',
    });
    expect([answer.status, (await answer.json()).code]).toEqual([400, "invalid_json"]);
  });

  test("a prompt of 5 MB", async () => {
    const answer = await client.send("POST", `/api/chats/${chatId}/generations`, { prompt: large(5_000_000) });
    const problem = await answer.json();
    expect([413, 422]).toContain(answer.status);
    expect(problem.detail).toMatch(/100,?000|long|characters/);
  });

  test("a body beyond every limit is refused before it is read", async () => {
    const status = await new Promise<number>((resolve, reject) => {
      const { hostname, port } = new URL(appliance.url);
      const request = httpRequest({
        hostname,
        port,
        path: "/api/projects",
        method: "POST",
        headers: { "content-length": 2_000_000_000 },
      });
      request.on("response", (response) => {
        resolve(response.statusCode ?? 0);
        request.destroy();
      });
      request.on("error", reject);
      request.flushHeaders();
      request.write("{");
    });
    expect(status).toBe(413);
  });

  test.each([
    [
      "an endless import cycle",
      [file("a.tsx", 'import "./b"; export default () => null'), file("b.tsx", 'import "./a"; export {}')],
    ],
    ["code that is none", [file("a.tsx", "export default function ( {{{ <div")]],
    ["a deep nest", [file("a.tsx", `export default () => ${"<div>".repeat(3000)}${"</div>".repeat(3000)}`)]],
  ])("%s builds to an answer", async (_name, files) => {
    const answer = await client.send("POST", "/api/preview/build", { files });
    expect(answer.status).toBe(200);
    const build = await answer.json();
    expect(Array.isArray(build.diagnostics)).toBe(true);
  });

  test.each([
    ["no token", {}],
    ["a token of nobody", { authorization: "Bearer abc.def.ghi" }],
    ["an unsigned token", { authorization: `Bearer ${btoa('{"alg":"none"}')}.${btoa('{"sub":"x"}')}.` }],
  ])("%s is not let in", async (_name, headers) => {
    for (const path of ["/api/projects", "/api/models", `/api/chats/${chatId}`, "/api/auth/me"]) {
      const answer = await fetch(appliance.url + path, { headers });
      expect([path, answer.status]).toEqual([path, 401]);
    }
  });

  test("after all of that it is well", async () => {
    const answer = await fetch(`${appliance.url}/health`);
    expect((await answer.json()).status).toBe("ok");
    expect((await client.get(`/api/chats/${chatId}`)).status).toBe(200);
    expect(appliance.log()).not.toContain("correct horse battery");
    expect(appliance.log()).not.toContain(client.token);
  });
});
