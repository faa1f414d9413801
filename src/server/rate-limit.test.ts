import { afterAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { signedInPerson } from "../accounts/testing.ts";
import { ManualClock } from "../platform/clock.ts";
import { loadConfig } from "../platform/config.ts";
import { routeClassOf } from "../platform/rate-limit.ts";
import { temporaryFolder } from "../platform/testing.ts";
import { testServer } from "./testing.ts";

test.each<[string, string, string | undefined]>([
  ["POST", "/api/auth/login", "auth"],
  ["POST", "/api/setup", "auth"],
  ["GET", "/api/auth/me", "read"],
  ["POST", "/api/chats/1/generations", "generate"],
  ["POST", "/api/generate/stream", "generate"],
  ["POST", "/v1/chat/completions", "generate"],
  ["POST", "/api/projects/import", "upload"],
  ["POST", "/api/preview/build", "preview"],
  ["POST", "/api/chats/1/versions", "upload"],
  ["POST", "/api/projects", "write"],
  ["DELETE", "/api/projects/1", "write"],
  ["POST", "/anything/new", "write"],
  ["GET", "/api/projects", "read"],
  ["GET", "/metrics", "read"],
  ["GET", "/", undefined],
  ["GET", "/assets/main.js", undefined],
  ["GET", "/apiary", undefined],
])("%s %s is %p", (method, path, kind) => {
  expect(`${routeClassOf(method, path)}`).toBe(`${kind}`);
});

const folder = temporaryFolder();
writeFileSync(join(folder.path, "config.toml"), "[rate_limits]\nauth = 3\nread = 4\nwrite = 2\n");
const clock = new ManualClock();
const env = { VITRINE_TRUSTED_PROXIES: "127.0.0.1" };
const { app, listen, stop } = testServer({ clock, config: loadConfig({ data: folder.path }, env) });
afterAll(async () => {
  await stop();
  folder.remove();
});
const url = listen();
const ada = await signedInPerson(app, "ada@example.test", "member");
const grace = await signedInPerson(app, "grace@example.test", "member");

const get = (path: string, address: string, headers: Record<string, string> = {}) =>
  fetch(url + path, { headers: { "x-forwarded-for": address, ...headers } });
const signIn = (address: string) =>
  fetch(`${url}/api/auth/refresh`, { method: "POST", headers: { "x-forwarded-for": address } });

async function statuses(count: number, ask: () => Promise<Response>): Promise<number[]> {
  const found: number[] = [];
  for (let n = 0; n < count; n++) found.push((await ask()).status);
  return found;
}

describe("limits over HTTP", () => {
  test("of an address for signing in, with what to wait for", async () => {
    const first = await signIn("203.0.113.1");
    expect(first.headers.get("ratelimit")).toBe('"auth";r=2;t=20');
    expect(first.headers.get("ratelimit-policy")).toBe('"auth";q=3;w=60');
    expect(await statuses(3, () => signIn("203.0.113.1"))).toEqual([401, 401, 429]);
    const refused = await signIn("203.0.113.1");
    const problem = await refused.json();
    expect([refused.status, problem.code, refused.headers.get("retry-after")]).toEqual([429, "rate_limited", "20"]);
    expect(refused.headers.get("ratelimit")).toBe('"auth";r=0;t=60');
    expect(problem.detail).toContain("20 seconds");
    expect((await signIn("203.0.113.2")).status).toBe(401);
    await clock.advance(20_000);
    expect((await signIn("203.0.113.1")).status).toBe(401);
  });

  test("hold for a whole IPv6 network, and for a sign-in on this machine", async () => {
    expect(await statuses(4, () => signIn("2001:db8::1"))).toEqual([401, 401, 401, 429]);
    expect((await signIn("2001:db8::ffff:1")).status).toBe(429);
    expect((await signIn("2001:db8:0:1::1")).status).toBe(401);
    expect(await statuses(4, () => signIn("127.0.0.1"))).toEqual([401, 401, 401, 429]);
  });

  test("of a person, wherever they are, and of nobody else", async () => {
    let n = 0;
    const ask = () => get("/api/auth/me", `198.51.100.${++n}`, ada.headers);
    expect((await ask()).headers.get("ratelimit-policy")).toBe('"read";q=4;w=60');
    expect(await statuses(4, ask)).toEqual([200, 200, 200, 429]);
    expect((await get("/api/auth/me", "198.51.100.1", grace.headers)).status).toBe(200);
    // Reading is used up; writing is not.
    const write = await fetch(`${url}/api/projects`, {
      method: "POST",
      headers: { ...ada.headers, "content-type": "application/json" },
      body: '{"name":"Shop"}',
    });
    expect([write.status, write.headers.get("ratelimit")]).toEqual([201, '"write";r=1;t=30']);
  });

  test("of an address for strangers, who cannot ask without end", async () => {
    const answers = await statuses(41, () => get("/api/setup", "203.0.113.77"));
    expect([answers.slice(0, 40).every((status) => status === 200), answers[40]]).toEqual([true, 429]);
  });

  test("are not held against health and metrics on this machine, nor against the page", async () => {
    for (const path of ["/health/live", "/metrics"]) {
      const answers = await statuses(60, () => fetch(url + path));
      expect(new Set(answers)).toEqual(new Set([200]));
    }
    const page = await statuses(60, () => get("/docs/nothing.js", "203.0.113.78"));
    expect(page).not.toContain(429);
    const far = await statuses(60, () => get("/metrics", "203.0.113.79"));
    expect(far).toContain(429);
  });

  test("can be switched off", async () => {
    const off = testServer({}, { VITRINE_RATE_LIMITS: "off" });
    const answer = await off.server.handle(new Request("http://localhost/api/auth/refresh", { method: "POST" }));
    expect([answer.status, answer.headers.get("ratelimit")]).toEqual([401, null]);
    expect(off.app.config.rate_limits.enabled).toBe(false);
    await off.stop();
  });
});
