import { afterAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { ManualClock } from "../../platform/clock.ts";
import { testServer } from "../../server/testing.ts";
import { findUser } from "../people/users.ts";
import { sessions } from "../schema.ts";
import { signedInPerson, testPassword } from "../testing.ts";
import { startSession } from "./sessions.ts";

const clock = new ManualClock();
const { app, server, stop } = testServer({ clock }, { VITRINE_PUBLIC_URL: "https://vitrine.example.org" });
afterAll(stop);
const { user } = await signedInPerson(app);

const plain = "http://localhost";
const secure = "https://vitrine.example.org";

async function post(origin: string, path: string, headers: Record<string, string> = {}, body?: unknown) {
  const answer = await server.handle(
    new Request(`${origin}/api/auth/${path}`, {
      method: "POST",
      headers: { host: new URL(origin).host, ...headers, ...(body ? { "content-type": "application/json" } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }),
  );
  return { status: answer.status, cookie: answer.headers.get("set-cookie") ?? "" };
}
const login = (origin: string, headers?: Record<string, string>) =>
  post(origin, "login", headers, { email: user.email, password: testPassword });
const refresh = (origin: string, cookie: string) => post(origin, "refresh", { cookie });
const pairOf = (cookie: string) => cookie.split(";")[0] ?? "";

function token(): string {
  const row = findUser(app, user.id);
  if (!row) throw new Error("nobody");
  return startSession(app, row, { userAgent: "", address: "" }).refreshToken;
}

describe("the refresh cookie", () => {
  test.each([
    ["without TLS", plain, ["vitrine_refresh=", "Path=/api/auth", "HttpOnly", "SameSite=Strict", "Max-Age=604800"]],
    ["over TLS", secure, ["__Host-vitrine_refresh=", "Path=/;", "Secure", "HttpOnly", "SameSite=Strict"]],
    [
      "of the public URL, whose proxy ended TLS",
      secure.replace("https", "http"),
      ["__Host-vitrine_refresh=", "Secure"],
    ],
  ])("%s is as strict as browsers allow, and works", async (_how, origin, parts) => {
    const { cookie } = await login(origin);
    for (const part of parts) expect(`${cookie};`).toContain(part);
    expect(cookie).not.toContain("Domain");
    if (origin === plain) expect(cookie).not.toContain("Secure");
    const renewed = await refresh(origin, pairOf(cookie));
    expect([renewed.status, pairOf(renewed.cookie) === pairOf(cookie)]).toEqual([200, false]);
    const gone = await post(origin, "logout", { cookie: pairOf(renewed.cookie) });
    expect([gone.status, gone.cookie.startsWith(cookie.split("=")[0] ?? "-"), gone.cookie]).toEqual([
      204,
      true,
      expect.stringContaining("Max-Age=0"),
    ]);
    expect((await refresh(origin, pairOf(renewed.cookie))).status).toBe(401);
  });

  test("believes nobody but a trusted proxy that TLS was there", async () => {
    const { cookie } = await login(plain, { "x-forwarded-proto": "https", forwarded: "proto=https" });
    expect(cookie).toStartWith("vitrine_refresh=");
  });

  test.each([
    ["without the prefix over TLS", secure, () => `vitrine_refresh=${token()}`],
    ["with the prefix where there is no TLS", plain, () => `__Host-vitrine_refresh=${token()}`],
    ["beside another one", secure, () => `__Host-vitrine_refresh=${token()}; __Host-vitrine_refresh=${token()}`],
    ["before another one", plain, () => `vitrine_refresh=${token()}; vitrine_refresh=${token()}`],
    ["twice the same", plain, () => `vitrine_refresh=x; vitrine_refresh=${token()}`],
    ["in another case", plain, () => `Vitrine_Refresh=${token()}`],
    ["that is empty", plain, () => "vitrine_refresh="],
  ])("that was planted %s is not taken", async (_how, origin, cookie) => {
    expect((await refresh(origin, cookie())).status).toBe(401);
  });

  test("of a session from before the prefix is taken over TLS for a while, and comes back with it", async () => {
    const before = token();
    const id = before.split(".")[0] ?? "";
    app.db.update(sessions).set({ authenticatedAt: 0 }).where(eq(sessions.id, id)).run();
    const answer = await refresh(secure, `vitrine_refresh=${before}`);
    expect([answer.status, answer.cookie.startsWith("__Host-")]).toEqual([200, true]);
    const long = { createdAt: clock.now() - 30 * 24 * 3600_000 };
    app.db.update(sessions).set(long).where(eq(sessions.id, id)).run();
    const next = pairOf(answer.cookie).replace("__Host-", "");
    expect((await refresh(secure, next)).status).toBe(401);
  });
});

describe("a session", () => {
  test("is a new one at every sign-in: a planted cookie is never what somebody is signed in with", async () => {
    const planted = token();
    const { cookie } = await login(plain, { cookie: `vitrine_refresh=${planted}` });
    const id = (text: string) => text.replace(/^[^=]*=/, "").split(".")[0];
    expect(id(pairOf(cookie))).not.toBe(id(planted));
    const chosen = "019b0000-0000-7000-8000-000000000000.chosen-by-somebody";
    const other = await login(plain, { cookie: `vitrine_refresh=${chosen}` });
    expect(pairOf(other.cookie)).not.toContain(id(chosen) ?? "");
    expect((await refresh(plain, `vitrine_refresh=${chosen}`)).status).toBe(401);
  });

  test("is neither renewed nor ended by a page of somebody else", async () => {
    for (const site of ["cross-site", "same-site"]) {
      for (const path of ["refresh", "logout"]) {
        const headers = { cookie: `vitrine_refresh=${token()}`, "sec-fetch-site": site };
        expect([site, path, (await post(plain, path, headers)).status]).toEqual([site, path, 403]);
      }
    }
  });

  test("that many tabs renew at once stays one session with one next token", async () => {
    const cookie = `vitrine_refresh=${token()}`;
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(plain, cookie)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const next = new Set(answers.map((answer) => pairOf(answer.cookie)));
    expect(next.size).toBe(1);
    expect((await refresh(plain, [...next][0] ?? "")).status).toBe(200);
  });

  test("whose old token comes back ends with every token of it, for thief and owner alike", async () => {
    const stolen = `vitrine_refresh=${token()}`;
    const owners = pairOf((await refresh(plain, stolen)).cookie);
    const newest = pairOf((await refresh(plain, owners)).cookie);
    expect((await refresh(plain, stolen)).status).toBe(401);
    for (const cookie of [stolen, owners, newest]) expect((await refresh(plain, cookie)).status).toBe(401);
  });
});
