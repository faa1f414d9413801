import { afterAll, describe, expect, test } from "bun:test";
import { desc } from "drizzle-orm";
import { Elysia } from "elysia";
import { ManualClock } from "../platform/clock.ts";
import { runScenarios, scenarioRequest } from "../platform/scenario.ts";
import { testApp } from "../platform/testing.ts";
import { errorHandling } from "../server/errors.ts";
import { guard } from "./guard.ts";
import { accountRoutes } from "./routes.ts";
import { sessions } from "./schema.ts";
import { createSetupLink } from "./setup/setup.ts";
import { signedInPerson } from "./testing.ts";

function open() {
  const app = testApp({ clock: new ManualClock() });
  afterAll(() => app.dispose());
  const guarded = new Elysia()
    .use(guard(app))
    .get("/only-admin", ({ user }) => user.email, { permission: "admin" })
    .get("/may-generate", ({ user }) => user.email, { permission: "generation.use" })
    .get("/anybody", () => "hello", { public: true });
  return { app, server: new Elysia().use(errorHandling(app)).use(accountRoutes(app)).use(guarded) };
}

const { app, server } = open();
const earlier = createSetupLink(app, "http://127.0.0.1:8080/").split("#")[1] ?? "";
const token = createSetupLink(app, "http://127.0.0.1:8080/").split("#")[1] ?? "";
const grace = { email: " Grace@Example.test ", password: "a quiet harbour at dawn", name: "Grace" };

describe("setup and sign-in over HTTP", () => {
  runScenarios(server, [
    { name: "tells that nobody has claimed it", path: "/api/setup", status: 200, has: ['{"claimed":false}'] },
    {
      name: "refuses a wrong setup token",
      method: "POST",
      path: "/api/setup",
      body: { ...grace, token: "A".repeat(43) },
      status: 403,
      has: ["setup_token_invalid"],
      hasNot: [token],
    },
    {
      name: "refuses a setup token that a newer link replaced",
      method: "POST",
      path: "/api/setup",
      body: { ...grace, token: earlier },
      status: 403,
    },
    {
      name: "refuses a short password and keeps the token usable",
      method: "POST",
      path: "/api/setup",
      body: { ...grace, token, password: "short" },
      status: 422,
      has: ["validation_failed", "/password", "at least 10"],
      hasNot: ["short"],
    },
    {
      name: "refuses what is no e-mail address",
      method: "POST",
      path: "/api/setup",
      body: { ...grace, token, email: "grace" },
      status: 422,
      has: ["/email"],
    },
    {
      name: "refuses an empty name",
      method: "POST",
      path: "/api/setup",
      body: { ...grace, token, name: "  " },
      status: 422,
      has: ["/name"],
    },
    {
      name: "refuses a body that is no JSON",
      method: "POST",
      path: "/api/setup",
      body: "{",
      status: 400,
      has: ["invalid_json"],
    },
    { name: "refuses a body without fields", method: "POST", path: "/api/setup", body: {}, status: 422 },
    {
      name: "creates the first administrator",
      method: "POST",
      path: "/api/setup",
      body: { ...grace, token },
      status: 201,
      has: ['"email":"grace@example.test"', '"role":"admin"', '"name":"Grace"'],
      hasNot: ["harbour"],
    },
    { name: "is claimed now", path: "/api/setup", status: 200, has: ['{"claimed":true}'] },
    {
      name: "cannot be claimed again",
      method: "POST",
      path: "/api/setup",
      body: { ...grace, token },
      status: 410,
      has: ["already_claimed"],
    },
    {
      name: "signs in, whatever the case of the e-mail address",
      method: "POST",
      path: "/api/auth/login",
      body: { email: "GRACE@example.test", password: grace.password },
      status: 200,
      has: ['"accessToken":"ey', '"expiresIn":900', '"role":"admin"'],
      hasNot: ["vitrine_refresh", "harbour"],
      check(response) {
        const cookie = response.headers.get("set-cookie") ?? "";
        for (const part of ["vitrine_refresh=", "HttpOnly", "SameSite=Strict", "Path=/api/auth", "Max-Age=604800"]) {
          expect(cookie).toContain(part);
        }
        expect(cookie).not.toContain("Secure");
        expect(response.headers.get("cache-control")).toBe("no-store");
      },
    },
    {
      name: "refuses a wrong password",
      method: "POST",
      path: "/api/auth/login",
      body: { email: grace.email, password: "a loud harbour at dawn" },
      status: 401,
      has: ["invalid_credentials", "The e-mail address or the password is wrong."],
    },
    {
      name: "answers an unknown e-mail address in the same words",
      method: "POST",
      path: "/api/auth/login",
      body: { email: "nobody@example.test", password: "a loud harbour at dawn" },
      status: 401,
      has: ["invalid_credentials", "The e-mail address or the password is wrong."],
      hasNot: ["nobody"],
    },
    {
      name: "refuses an over-long password without hashing it",
      method: "POST",
      path: "/api/auth/login",
      body: { email: grace.email, password: "x".repeat(5000) },
      status: 422,
    },
    { name: "has nothing to refresh without a cookie", method: "POST", path: "/api/auth/refresh", status: 401 },
    {
      name: "does not refresh with an invented cookie",
      method: "POST",
      path: "/api/auth/refresh",
      headers: { cookie: "vitrine_refresh=019b0000-0000-7000-8000-000000000000.abc" },
      status: 401,
    },
    {
      name: "does not refresh for another site",
      method: "POST",
      path: "/api/auth/refresh",
      headers: { "sec-fetch-site": "same-site", cookie: "vitrine_refresh=x.y" },
      status: 403,
    },
    {
      name: "signs out even without a session",
      method: "POST",
      path: "/api/auth/logout",
      status: 204,
      check: (response) => expect(response.headers.get("set-cookie")).toContain("Max-Age=0"),
    },
    {
      name: "does not say who is signed in when nobody is",
      path: "/api/auth/me",
      status: 401,
      has: ["unauthenticated"],
    },
    { name: "opens public routes to everybody", path: "/anybody", status: 200 },
  ]);

  test("marks the cookie Secure when the request came over HTTPS", async () => {
    const request = scenarioRequest({
      method: "POST",
      path: "/api/auth/login",
      body: { email: grace.email, password: grace.password },
    });
    const response = await server.handle(new Request(request.url.replace("http:", "https:"), request));
    expect(response.headers.get("set-cookie")).toContain("Secure");
  });

  test("remembers the address and the browser of a session, over a real connection", async () => {
    const listening = server.listen({ port: 0, hostname: "127.0.0.1", reusePort: false });
    const response = await fetch(`http://127.0.0.1:${listening.server?.port}/api/auth/login`, {
      method: "POST",
      headers: { "content-type": "application/json", "user-agent": "Test browser" },
      body: JSON.stringify({ email: grace.email, password: grace.password }),
    });
    expect(response.status).toBe(200);
    const newest = app.db.select().from(sessions).orderBy(desc(sessions.id)).get();
    expect(newest).toMatchObject({ address: "127.0.0.1", userAgent: "Test browser" });
    await listening.stop(true);
  });

  test("keeps a session going through refresh, and ends it at sign-out", async () => {
    const post = (path: string, headers: Record<string, string> = {}, body?: unknown) =>
      server.handle(scenarioRequest({ method: "POST", path, headers, body }));
    const cookieOf = (response: Response) => (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    const first = cookieOf(await post("/api/auth/login", {}, { email: grace.email, password: grace.password }));
    const refreshed = await post("/api/auth/refresh", { cookie: first });
    const { accessToken } = await refreshed.json();
    const second = cookieOf(refreshed);
    expect(second).not.toBe(first);
    const me = () =>
      server.handle(scenarioRequest({ path: "/api/auth/me", headers: { authorization: `Bearer ${accessToken}` } }));
    expect((await me()).status).toBe(200);
    expect((await post("/api/auth/logout", { cookie: second })).status).toBe(204);
    expect((await me()).status).toBe(401);
    expect((await post("/api/auth/refresh", { cookie: second })).status).toBe(401);
  });
});

const settled = open();
const admin = await signedInPerson(settled.app, "root@example.test", "admin");
const member = await signedInPerson(settled.app, "member@example.test", "member");
const viewer = await signedInPerson(settled.app, "viewer@example.test", "viewer");

describe("the guard", () => {
  runScenarios(settled.server, [
    { name: "lets an administrator in", path: "/only-admin", headers: admin.headers, status: 200, has: ["root@"] },
    {
      name: "keeps a member out",
      path: "/only-admin",
      headers: member.headers,
      status: 403,
      has: ["forbidden"],
      hasNot: ["@"],
    },
    { name: "lets a member generate", path: "/may-generate", headers: member.headers, status: 200 },
    { name: "does not let a viewer generate", path: "/may-generate", headers: viewer.headers, status: 403 },
    {
      name: "asks a stranger to sign in",
      path: "/may-generate",
      status: 401,
      check: (response) => expect(response.headers.get("www-authenticate")).toBe("Bearer"),
    },
    {
      name: "takes no other scheme",
      path: "/only-admin",
      headers: { authorization: `Basic ${admin.token}` },
      status: 401,
    },
    {
      name: "takes no two tokens",
      path: "/only-admin",
      headers: { authorization: `Bearer ${admin.token} x` },
      status: 401,
    },
    { name: "takes no token from the address", path: `/only-admin?access_token=${admin.token}`, status: 401 },
    { name: "verifies a token", path: "/api/auth/verify", headers: viewer.headers, status: 200, has: ['"valid":true'] },
    { name: "tells who is signed in", path: "/api/auth/me", headers: viewer.headers, status: 200, has: ["viewer@"] },
  ]);

  test("stands before every route of this room", () => {
    for (const { method, path, hooks } of accountRoutes(app).routes) {
      expect(`${method} ${path} ${hooks.detail?.["x-permission"] ?? "has no permission"}`).not.toContain("has no");
      expect(hooks.detail?.summary).toBeString();
    }
  });
});
