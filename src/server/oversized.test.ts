import { afterAll, afterEach, describe, expect, test } from "bun:test";
import { connect, type Socket } from "node:net";
import { signedInPerson } from "../accounts/testing.ts";
import { largestBody } from "../platform/body-limit.ts";
import { testServer } from "./testing.ts";
import { rawGet, sendRaw } from "./testing-raw.ts";

const { app, listen, stop } = testServer({}, { VITRINE_RATE_LIMITS: "off" });
afterAll(stop);
const origin = listen();
const person = await signedInPerson(app);

/** Whatever was done to it before, it answers. */
afterEach(async () => {
  expect((await fetch(`${origin}/health/live`)).status).toBe(200);
});

const host = "Host: localhost";
const mebibyte = 1 << 20;

/** 431 is the HTTP server's own answer, before any of ours. */
test.each<[string, () => Promise<{ status: number }>, number[]]>([
  ["one header of 64 KiB", () => rawGet(origin, "/api/setup", host, `X-A: ${"a".repeat(65_536)}`), [431]],
  [
    "1,000 headers",
    () => rawGet(origin, "/api/setup", host, ...Array.from({ length: 1000 }, (_, n) => `X-${n}: a`)),
    [431],
  ],
  ["an address of 1 MiB", () => rawGet(origin, `/${"a".repeat(mebibyte)}`, host), [414, 431]],
  ["an address of 12,000 signs", () => rawGet(origin, `/api/${"a".repeat(12_000)}`, host), [404]],
  ["a query of 12,000 signs", () => rawGet(origin, `/api/auth/oauth/x?returnTo=${"a".repeat(12_000)}`, host), [302]],
  ["a page's address of 12,000 signs", () => rawGet(origin, `/${"%F0%9F%98%80".repeat(1000)}`, host), [200, 503]],
  ["a cookie of 12,000 signs", () => rawGet(origin, "/api/setup", host, `Cookie: ${"a=b; ".repeat(2_400)}`), [200]],
])("%s", async (_what, ask, statuses) => {
  expect(statuses).toContain((await ask()).status);
});

const post = (path: string, ...more: string[]) =>
  `${[`POST ${path} HTTP/1.1`, host, "Content-Type: application/json", "Connection: close", ...more].join("\r\n")}\r\n\r\n`;
const token = `Authorization: Bearer ${person.token}`;
const chunk = (bytes: number) => `${bytes.toString(16)}\r\n${" ".repeat(bytes)}\r\n`;
const chunks = (count: number) => Array.from({ length: count }, () => chunk(mebibyte / 4));

describe("a body over the limit of its address", () => {
  test.each<[string, string, string[]]>([
    ["of everybody", "/api/auth/login", []],
    ["of a person", "/api/projects", [token]],
  ])("%s, announced", async (_whose, path, more) => {
    const { status, text } = await sendRaw(origin, post(path, ...more, `Content-Length: ${mebibyte + 1}`), " ");
    expect([status, JSON.parse(text).code]).toEqual([413, "too_large"]);
  });

  test.each<[string, string, string[], number]>([
    ["of everybody", "/api/auth/login", [], 5],
    ["of a person", "/api/projects", [token], 5],
    ["that takes more", "/api/preview/build", [token], 49],
  ])("%s, in chunks that announce nothing", async (_whose, path, more, count) => {
    const { status, text } = await sendRaw(
      origin,
      post(path, ...more, "Transfer-Encoding: chunked"),
      ...chunks(count),
      "0\r\n\r\n",
    );
    expect([status, JSON.parse(text).code]).toEqual([413, "too_large"]);
  });

  test("is not read at all for a stranger", async () => {
    const { status } = await sendRaw(origin, post("/api/projects", "Transfer-Encoding: chunked"), ...chunks(5));
    expect(status).toBe(401);
  });

  test("beyond every limit is cut off by the connection", async () => {
    const { status } = await sendRaw(origin, post("/api/preview/build", token, `Content-Length: ${largestBody + 1}`));
    expect(status).toBe(413);
  });

  test("just under it is read, in chunks and at once", async () => {
    const body = `{"name":"Shop","description":"${"d".repeat(1500)}"}`;
    const whole = await sendRaw(origin, post("/api/projects", token, `Content-Length: ${body.length}`), body);
    const cut = [...body].map((sign) => `1\r\n${sign}\r\n`).join("");
    const parts = await sendRaw(origin, post("/api/projects", token, "Transfer-Encoding: chunked"), cut, "0\r\n\r\n");
    expect([whole.status, parts.status]).toEqual([201, 201]);
  });
});

const name = (value: string) => `{"name":${value}}`;
const nested = (levels: number, open = "[", close = "]") => `${open.repeat(levels)}1${close.repeat(levels)}`;

describe("JSON that is made to hurt", () => {
  test.each<[string, string, string, number]>([
    ["nested 100,000 deep", "/api/projects", name(nested(100_000)), 400],
    ["objects nested 100,000 deep", "/api/projects", name(nested(100_000, '{"a":', "}")), 400],
    [
      "nested deep where anything is taken",
      "/api/preview/build",
      `{"files":[{"path":"a.tsx","text":""}],"props":{"a":${nested(90_000)}}}`,
      400,
    ],
    ["nested 100,000 deep and not closed", "/api/projects", `{"name":${"[".repeat(100_000)}`, 400],
    ["an array of 300,000", "/api/projects", name(`[${"1,".repeat(300_000)}1]`), 422],
    ["a million files", "/api/preview/build", `{"files":[${"{},".repeat(1_000_000)}{}]}`, 422],
    [
      "50,000 names",
      "/api/projects",
      `{"name":"Shop",${Array.from({ length: 50_000 }, (_, n) => `"k${n}":1`).join()}}`,
      201,
    ],
    ["the same name 100,000 times", "/api/projects", `{${'"name":"Shop",'.repeat(60_000)}"name":"Last"}`, 201],
    ["a number beyond all numbers", "/api/projects", name("1e400"), 422],
    ["a number of 100,000 digits", "/api/projects", name("9".repeat(100_000)), 422],
    ["a text of 200,000 astral signs", "/api/projects", name(`"${"\u{1f600}".repeat(200_000)}"`), 422],
    ["half of a character", "/api/projects", name(String.raw`"a\ud800b"`), 422],
    [
      "a prototype",
      "/api/projects",
      '{"name":"Shop","__proto__":{"role":"admin"},"constructor":{"prototype":{"x":1}}}',
      201,
    ],
    ["bytes that are no UTF-8", "/api/auth/login", '{"email":"\xff\xfe@example.org","password":"\xc0\xaf"}', 401],
    ["a byte order mark", "/api/projects", '\ufeff{"name":"Shop"}', 201],
  ])("%s", async (_what, path, body, expected) => {
    const answer = await fetch(origin + path, {
      method: "POST",
      headers: { ...person.headers, "content-type": "application/json" },
      body,
    });
    await answer.text();
    expect(answer.status).toBe(expected);
    expect(Object.hasOwn(Object.prototype, "role")).toBe(false);
  });

  test.each(["gzip", "deflate", "br", "zstd"])("packed as %s it is not unpacked", async (encoding) => {
    const bomb = Bun.gzipSync(new Uint8Array(8 * mebibyte).fill(32));
    const answer = await fetch(`${origin}/api/auth/login`, {
      method: "POST",
      headers: { "content-type": "application/json", "content-encoding": encoding },
      body: bomb,
    });
    expect(answer.status).toBe(415);
  });
});

describe("connections", () => {
  const open = (text: string): Promise<Socket> =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(origin).port), "127.0.0.1", () => {
        socket.write(text);
        resolve(socket);
      });
      socket.on("error", reject);
    });

  test("500 that say half a sentence keep nobody from being answered, and cost nothing once they are gone", async () => {
    Bun.gc(true);
    const before = process.memoryUsage().rss;
    const halves = [post("/api/auth/login", "Content-Length: 1000"), "GET /api/setup HTTP/1.1\r\nHost: local"];
    const sockets = await Promise.all(Array.from({ length: 500 }, (_, n) => open(halves[n % 2] ?? "")));
    const answers = await Promise.all(Array.from({ length: 50 }, () => fetch(`${origin}/api/setup`)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await Promise.all(sockets.map((socket) => new Promise((gone) => socket.once("close", gone).destroy())));
    Bun.gc(true);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * mebibyte);
  });

  test("one whose body stops coming is cut", async () => {
    const hasty = testServer();
    hasty.server.listen({ port: 0, hostname: "127.0.0.1", reusePort: false, idleTimeout: 1 });
    const url = `http://127.0.0.1:${hasty.server.server?.port}`;
    const halves = [
      post("/api/auth/login", "Content-Length: 1000"),
      `${post("/api/auth/login", "Transfer-Encoding: chunked")}5\r\n{`,
    ];
    const answers = await Promise.all(halves.map((half) => sendRaw(url, half)));
    expect(answers.map(({ status }) => status)).toEqual([0, 0]);
    await hasty.stop();
  });
});
