import { afterAll, describe, expect, test } from "bun:test";
import { Elysia } from "elysia";
import { ManualClock } from "../../platform/clock.ts";
import { eventFrame, eventStream } from "../../platform/event-stream.ts";
import { testApp } from "../../platform/testing.ts";
import { errorHandling } from "../../server/errors.ts";
import { verifyAudit } from "../audit/audit-log.ts";
import { accountRoutes } from "../routes.ts";
import { deviceName } from "../sign-in/device-name.ts";
import { signedInPerson, type TestPerson } from "../testing.ts";
import { watchSession } from "./session-end.ts";

const app = testApp({ clock: new ManualClock() });
afterAll(() => app.dispose());
const server = new Elysia().use(errorHandling(app)).use(accountRoutes(app));
const admin = await signedInPerson(app, "root@example.org", "admin");
const ask = (method: string, path: string, { headers }: Pick<TestPerson, "headers">) =>
  server.handle(new Request(`http://localhost${path}`, { method, headers }));
const idOf = ({ user }: TestPerson) => user.sessionId;
const sessionsOf = async (person: TestPerson): Promise<{ id: string; current: boolean }[]> =>
  (await (await ask("GET", "/api/auth/sessions", person)).json()).items;

describe("sessions", () => {
  test("are listed, the one that asks marked, and none of others", async () => {
    const one = await signedInPerson(app, "ada@example.org", "member");
    const two = await signedInPerson(app, "ada@example.org", "member");
    const seen = await sessionsOf(one);
    expect(seen.map(({ id }) => id).sort()).toEqual([idOf(one), idOf(two)].sort());
    expect(seen.filter(({ current }) => current).map(({ id }) => id)).toEqual([idOf(one)]);
    expect(JSON.stringify(seen)).not.toContain("oken");
  });

  test("end one by one, at once, and nobody ends somebody else's", async () => {
    const one = await signedInPerson(app, "bea@example.org", "member");
    const two = await signedInPerson(app, "bea@example.org", "member");
    const other = await signedInPerson(app, "eve@example.org", "member");
    expect((await ask("DELETE", `/api/auth/sessions/${idOf(one)}`, other)).status).toBe(404);
    expect((await ask("DELETE", "/api/auth/sessions/nothing", other)).status).toBe(404);
    expect((await ask("GET", "/api/auth/me", one)).status).toBe(200);
    expect((await ask("DELETE", `/api/auth/sessions/${idOf(one)}`, two)).status).toBe(204);
    expect((await ask("GET", "/api/auth/me", one)).status).toBe(401);
    expect((await ask("DELETE", `/api/auth/sessions/${idOf(one)}`, two)).status).toBe(404);
  });

  test("end everywhere else", async () => {
    const all = [];
    for (let n = 0; n < 3; n++) all.push(await signedInPerson(app, "cy@example.org", "member"));
    const [here, ...elsewhere] = all;
    if (!here) throw new Error("nobody");
    expect(await (await ask("POST", "/api/auth/sessions/end-others", here)).json()).toEqual({ ended: 2 });
    expect((await ask("GET", "/api/auth/me", here)).status).toBe(200);
    for (const person of elsewhere) expect((await ask("GET", "/api/auth/me", person)).status).toBe(401);
  });

  test("of others are seen and ended by administrators alone", async () => {
    const one = await signedInPerson(app, "dan@example.org", "member");
    const two = await signedInPerson(app, "dan@example.org", "member");
    const path = `/api/admin/users/${one.user.id}/sessions`;
    expect((await ask("GET", path, one)).status).toBe(403);
    expect((await (await ask("GET", path, admin)).json()).items).toHaveLength(2);
    expect((await ask("DELETE", `${path}/${idOf(admin)}`, admin)).status).toBe(404);
    expect((await ask("DELETE", `${path}/${idOf(one)}`, admin)).status).toBe(204);
    expect((await ask("GET", "/api/auth/me", one)).status).toBe(401);
    expect(await (await ask("DELETE", path, admin)).json()).toEqual({ ended: 1 });
    expect((await ask("GET", "/api/auth/me", two)).status).toBe(401);
    const log = await (await ask("GET", "/api/admin/audit?limit=1", admin)).json();
    expect(log.items[0]).toMatchObject({ action: "session.all-ended", actor: { email: "root@example.org" } });
  });

  test("take their open event streams with them, and no others", async () => {
    const one = await signedInPerson(app, "fay@example.org", "member");
    const two = await signedInPerson(app, "fay@example.org", "member");
    const open = (person: TestPerson) => {
      const source = {
        next: (_: number, signal: AbortSignal) =>
          new Promise<Uint8Array[]>((resolve) =>
            signal.addEventListener("abort", () => resolve([eventFrame({ data: "late" })])),
          ),
        close() {},
      };
      const until = watchSession(app, idOf(person));
      const reader = eventStream(new Request("http://localhost/"), source, { until }).body?.getReader();
      if (!reader) throw new Error("no stream");
      return reader;
    };
    const [first, second] = [open(one), open(two)];
    await Promise.all([first.read(), second.read()]);
    const next = first.read();
    const waiting = second.read().then(() => "ended");
    expect((await ask("DELETE", `/api/auth/sessions/${idOf(one)}`, two)).status).toBe(204);
    expect((await next).done).toBe(true);
    expect(await Promise.race([waiting, Promise.resolve("open")])).toBe("open");
    await second.cancel();
  });
});

test("the audit log is exported whole, says so itself, and is sound", async () => {
  const csv = await ask("GET", "/api/admin/audit/export?format=csv&action=session.", admin);
  expect(csv.headers.get("content-disposition")).toContain('attachment; filename="vitrine-audit-2026-01-01.csv"');
  const rows = (await csv.text()).trim().split("\r\n");
  expect(rows[0]).toStartWith("seq,at,action");
  expect(rows.length).toBeGreaterThan(3);
  const lines = (await (await ask("GET", "/api/admin/audit/export", admin)).text()).trim().split("\n");
  expect(JSON.parse(lines.at(-1) ?? "{}")).toMatchObject({ action: "audit.exported", detail: { format: "jsonl" } });
  expect(await (await ask("GET", "/api/admin/audit/verify", admin)).json()).toEqual(await verifyAudit(app));
  expect((await verifyAudit(app)).sound).toBe(true);
});

test.each([
  ["Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Linux"],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36 Edg/131.0",
    "Edge on Windows",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
    "Safari on iPhone",
  ],
  ["curl/8.9.1", "curl"],
  ["", "Unknown device"],
])("%s is %s", (userAgent, name) => {
  expect(deviceName(userAgent)).toBe(name);
});
