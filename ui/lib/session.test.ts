import { describe, expect, test } from "bun:test";
import { createRequest } from "./request.ts";
import { createSession } from "./session.ts";

const user = { id: "u", email: "mara@example.org", name: "Mara", role: "admin" };

/** A server that gives out tokens t1, t2, … and accepts only the newest. */
function appliance(options: { signedIn?: boolean } = {}) {
  let issued = 0;
  let now = 0;
  let ended = false;
  const calls: string[] = [];
  const fetchIt = async (path: string, init?: RequestInit): Promise<Response> => {
    calls.push(path);
    await Bun.sleep(1);
    if (path === "/api/auth/refresh" || path === "/api/auth/login") {
      if (options.signedIn === false || (ended && path === "/api/auth/refresh"))
        return Response.json({ code: "unauthenticated", detail: "No." }, { status: 401 });
      return Response.json({ accessToken: `t${++issued}`, expiresIn: 900, user });
    }
    const sent = new Headers(init?.headers).get("authorization");
    return sent === `Bearer t${issued}`
      ? Response.json({ sent })
      : Response.json({ detail: "expired" }, { status: 401 });
  };
  const endSession = () => {
    ended = true;
    issued++;
  };
  const make = (channel?: BroadcastChannel) => {
    const session = createSession({
      fetch: fetchIt,
      now: () => now,
      lock: (_name, action) => action(),
      ...(channel ? { channel } : {}),
    });
    return { session, request: createRequest({ fetch: fetchIt, session, reached: () => undefined }) };
  };
  return { calls, make, expireAll: () => issued++, endSession, pass: (ms: number) => (now += ms) };
}

describe("session", () => {
  test("many requests at once share one refresh", async () => {
    const server = appliance();
    const { request } = server.make();
    await Promise.all([1, 2, 3, 4].map(() => request("/api/projects")));
    expect(server.calls.filter((path) => path === "/api/auth/refresh")).toHaveLength(1);
  });

  test("a token near its end is renewed before it is used", async () => {
    const server = appliance();
    const { session } = server.make();
    expect(await session.token()).toBe("t1");
    server.pass(860_000);
    expect(await session.token()).toBe("t1");
    server.pass(15_000);
    expect(await session.token()).toBe("t2");
  });

  test("a refused token is renewed once, for all who were refused", async () => {
    const server = appliance();
    const { request } = server.make();
    await request("/api/projects");
    server.expireAll();
    const answers = await Promise.all([request("/api/a"), request("/api/b")]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
    expect(server.calls.filter((path) => path === "/api/auth/refresh")).toHaveLength(2);
  });

  test("without a refresh cookie there is no user, and no second attempt for each request", async () => {
    const server = appliance({ signedIn: false });
    const { session, request } = server.make();
    expect(await session.token()).toBeNull();
    expect(session.user.value).toBeNull();
    await expect(request("/api/projects")).rejects.toThrow("expired");
  });

  test("a token that another tab got is used, not fetched again", async () => {
    const server = appliance();
    const [one, two] = [new BroadcastChannel("session-test"), new BroadcastChannel("session-test")];
    const [first, second] = [server.make(one), server.make(two)];
    const heard = new Promise<void>((resolve) => two.addEventListener("message", () => resolve()));
    await first.session.token();
    await heard;
    expect(second.session.user.value).toEqual(user);
    expect(await second.session.token()).toBe("t1");
    const left = new Promise<void>((resolve) => two.addEventListener("message", () => resolve()));
    await first.session.logout();
    await left;
    expect(second.session.user.value).toBeNull();
    one.close();
    two.close();
  });

  test("a session that the server ended is told from one that was never there, in every tab, until the next sign-in", async () => {
    const server = appliance();
    const [one, two] = [new BroadcastChannel("ended-test"), new BroadcastChannel("ended-test")];
    const [first, second] = [server.make(one), server.make(two)];
    const shared = new Promise<void>((resolve) => two.addEventListener("message", () => resolve()));
    await first.session.token();
    await shared;
    expect(first.session.ended.value).toBe(false);
    server.endSession();
    const noticed = new Promise<void>((resolve) => second.session.user.subscribe((user) => user === null && resolve()));
    await expect(first.request("/api/projects")).rejects.toThrow("expired");
    await noticed;
    expect([first.session.user.value, first.session.ended.value, second.session.ended.value]).toEqual([
      null,
      true,
      true,
    ]);
    const heard = new Promise<void>((resolve) => two.addEventListener("message", () => resolve()));
    await first.session.login("mara@example.org", "pass");
    await heard;
    expect([first.session.ended.value, second.session.ended.value]).toEqual([false, false]);
    one.close();
    two.close();
  });

  test("a visitor without a session is not told that one ended", async () => {
    const { session } = appliance({ signedIn: false }).make();
    await session.token();
    await session.check();
    expect(session.ended.value).toBe(false);
  });
});
