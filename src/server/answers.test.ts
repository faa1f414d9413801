import { afterAll, describe, expect, test } from "bun:test";
import { requireDefaultTier } from "../accounts/index.ts";
import { signedInPerson } from "../accounts/testing.ts";
import { requireGuardedRoutes } from "./route-entries.ts";
import { testServer } from "./testing.ts";

const { app, server, stop, listen } = testServer({}, { VITRINE_RATE_LIMITS: "off" });
const origin = listen();
afterAll(stop);
const admin = await signedInPerson(app, "root@example.test", "admin");
const ask = (path: string, method = "GET") =>
  fetch(origin + path, {
    method,
    headers: { ...admin.headers, origin: "https://elsewhere.example" },
    redirect: "manual",
  });

describe("answers of every kind", () => {
  test.each(["/", "/studio", "/api/auth/me", "/api/nothing", "/health", "/metrics", "/api/openapi.json"])(
    "%s keeps browsers from guessing, framing, telling addresses and reading for others",
    async (path) => {
      const { headers } = await ask(path);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("access-control-allow-origin")).toBeNull();
      const policy = headers.get("content-security-policy") ?? "";
      for (const part of ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]) {
        expect(policy).toContain(part);
      }
      expect(headers.get("content-type")).toMatch(/charset=utf-8|json/);
    },
  );

  test.each(["/assets", "/assets/", "/preview/", "/api/", "/.git/config", "/.env"])(
    "%s shows no folder and no file of the machine",
    async (path) => {
      const answer = await ask(path);
      const text = await answer.text();
      // The page answers addresses of its own; they are all one document.
      expect([200, 404]).toContain(answer.status);
      expect(text).not.toMatch(/Index of|repositoryformatversion|VITRINE_/);
    },
  );

  test("TRACE does not send back what was sent", async () => {
    const { promise: closed, resolve: close } = Promise.withResolvers<void>();
    let said = "";
    const socket = await Bun.connect({
      hostname: "127.0.0.1",
      port: Number(new URL(origin).port),
      socket: {
        data: (_, bytes) => {
          said += bytes.toString();
        },
        close: () => close(),
      },
    });
    socket.write(
      `TRACE /api/auth/me HTTP/1.1\r\nHost: localhost\r\nX-Secret: a quiet harbour\r\nConnection: close\r\n\r\n`,
    );
    await closed;
    expect(said).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(said).not.toContain("quiet harbour");
  });
});

test("reading changes nothing but the audit log of an export", async () => {
  requireDefaultTier(app);
  const changes = () => app.db.$client.query<{ n: number }, []>("SELECT total_changes() n").get()?.n;
  const changing: string[] = [];
  const reading = requireGuardedRoutes(server).filter(
    ({ method, path, permission }) => method === "GET" && permission !== "public" && !path.includes(":"),
  );
  expect(reading.length).toBeGreaterThan(20);
  for (const { path } of reading) {
    const before = changes();
    const answer = await server.handle(new Request(`${origin}${path}`, { headers: admin.headers }));
    await answer.body?.cancel();
    if (changes() !== before) changing.push(path);
  }
  expect(changing.filter((path) => !path.endsWith("/export"))).toEqual([]);
});
