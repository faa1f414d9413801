import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { Elysia, t } from "elysia";
import { systemClock } from "../platform/clock.ts";
import { loadConfig } from "../platform/config.ts";
import { silentLogger } from "../platform/logger.ts";
import { Problem } from "../platform/problem.ts";
import { errorHandling } from "./errors.ts";
import { localUrl } from "./local-url.ts";
import { methodNotAllowed } from "./method.ts";
import { requestPolicy } from "./request-policy.ts";

const lifecycle = { draining: false };
const logged: string[] = [];
const log = {
  ...silentLogger,
  error: (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`),
};

const rooms = new Elysia({ name: "rooms" })
  .get("/api/ok", () => ({ fine: true }))
  .get("/api/own-headers", () => new Response("own", { headers: { "content-security-policy": "default-src 'none'" } }))
  .get("/api/secret", () => {
    throw new Error("the password is hunter2");
  })
  .get("/api/problem", () => {
    throw new Problem("conflict", "Somebody was quicker.", { headers: { "retry-after": "3" } });
  })
  // @ts-expect-error a handler that breaks its own promise is what this route is for
  .get("/api/wrong-answer", () => ({ n: "not a number, and hunter2" }), { response: t.Object({ n: t.Number() }) })
  .post("/api/things", ({ body }) => body, { body: t.Object({ name: t.String({ minLength: 1, maxLength: 10 }) }) })
  .get("/api/things/:id", ({ params }) => params);

let app: ReturnType<typeof methodNotAllowed>;
let origin = "";
beforeAll(() => {
  app = methodNotAllowed(
    new Elysia()
      .use(errorHandling({ log }))
      .use(requestPolicy({ lifecycle, config: loadConfig({}, {}), clock: systemClock }))
      .use(rooms),
  );
  app.listen({ port: 0, hostname: "127.0.0.1" });
  origin = `http://127.0.0.1:${app.server?.port}`;
});
afterAll(() => app.stop(true));

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(origin + path, { method: "POST", body, headers: { "content-type": "application/json", ...headers } });

describe("every answer", () => {
  test.each([
    ["GET", "/api/ok", undefined, 200, undefined],
    ["GET", "/api/nothing", undefined, 404, "not_found"],
    ["GET", "/api/secret", undefined, 500, "internal"],
    ["GET", "/api/wrong-answer", undefined, 500, "internal"],
    ["GET", "/api/problem", undefined, 409, "conflict"],
    ["POST", "/api/things", "{", 400, "invalid_json"],
    ["POST", "/api/things", '{"name":""}', 422, "validation_failed"],
    ["POST", "/api/things", '{"name":"12345678901"}', 422, "validation_failed"],
    ["POST", "/api/things", "null", 422, "validation_failed"],
    ["DELETE", "/api/things/1", undefined, 405, "method_not_allowed"],
    ["PUT", "/api/things", "{}", 405, "method_not_allowed"],
  ])("%s %s with %p is %p", async (method, path, body, status, code) => {
    const answer = await fetch(origin + path, {
      method,
      ...(body === undefined ? {} : { body, headers: { "content-type": "application/json" } }),
    });
    const text = await answer.text();
    expect(answer.status).toBe(status);
    expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(text).not.toContain("hunter2");
    expect(text).not.toMatch(/\bat .*:\d+:\d+/);
    if (code !== undefined) {
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
      expect(JSON.parse(text)).toMatchObject({ code, status, requestId: answer.headers.get("x-request-id") });
    }
  });

  test("a route may bring a policy of its own", async () => {
    const answer = await fetch(`${origin}/api/own-headers`);
    expect(answer.headers.get("content-security-policy")).toBe("default-src 'none'");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("names the fields that are wrong", async () => {
    const problem = await (await post("/api/things", '{"name":""}')).json();
    expect(problem.errors).toEqual([{ path: "/name", message: expect.any(String) }]);
  });

  test("a problem's own headers and Allow are sent", async () => {
    expect((await fetch(`${origin}/api/problem`)).headers.get("retry-after")).toBe("3");
    expect((await fetch(`${origin}/api/things`, { method: "DELETE" })).headers.get("allow")).toBe("POST");
  });

  test.each([
    ["abc-DEF_123.4", "abc-DEF_123.4"],
    ["<script>", undefined],
    ["x".repeat(65), undefined],
  ])("the caller's request id %p", async (given, expected) => {
    const answer = await fetch(`${origin}/api/ok`, { headers: { "x-request-id": given } });
    if (expected) expect(answer.headers.get("x-request-id")).toBe(expected);
    else expect(answer.headers.get("x-request-id")).not.toBe(given);
  });

  test("the log has the cause that the client does not see", async () => {
    logged.length = 0;
    const answer = await fetch(`${origin}/api/secret`);
    const { requestId } = await answer.json();
    expect(logged.join()).toContain(requestId);
  });

  test("a body over the limit is refused by its announced size", async () => {
    const answer = await post("/api/things", JSON.stringify({ name: "x".repeat(1_200_000) }));
    expect([answer.status, (await answer.json()).code]).toEqual([413, "too_large"]);
  });

  test.each([
    ["application/x-www-form-urlencoded", 415],
    ["text/plain", 415],
    ["multipart/form-data; boundary=x", 415],
    ["application/json; charset=utf-8", 200],
  ])("a body of type %p is %p", async (type, status) => {
    const answer = await post("/api/things", '{"name":"a"}', { "content-type": type });
    expect(answer.status).toBe(status);
  });

  test("while draining, reading goes on and writing is turned away", async () => {
    lifecycle.draining = true;
    try {
      expect((await fetch(`${origin}/api/ok`)).status).toBe(200);
      const answer = await post("/api/things", '{"name":"a"}');
      expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
    } finally {
      lifecycle.draining = false;
    }
  });
});

test.each([
  [{ host: "0.0.0.0", port: 80, public_url: undefined }, "http://127.0.0.1:80"],
  [{ host: "::1", port: 81, public_url: undefined }, "http://[::1]:81"],
  [{ host: "127.0.0.1", port: 82, public_url: "https://v.example.org/" }, "https://v.example.org"],
])("the URL of %p is %p", (config, url) => {
  expect(localUrl(config)).toBe(url);
});
