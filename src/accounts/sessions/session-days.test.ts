import { afterAll, describe, expect, test } from "bun:test";
import { Elysia } from "elysia";
import { ManualClock } from "../../platform/clock.ts";
import { scenarioRequest } from "../../platform/scenario.ts";
import { testApp } from "../../platform/testing.ts";
import { errorHandling } from "../../server/errors.ts";
import { requireUser } from "../people/users.ts";
import { accountRoutes } from "../routes.ts";
import { readSetting } from "../settings.ts";
import { signedInPerson } from "../testing.ts";
import { findLiveSession, rotateSession, startSession } from "./sessions.ts";

const dayMs = 24 * 3600_000;
const clock = new ManualClock();
const app = testApp({ clock });
afterAll(() => app.dispose());
const server = new Elysia().use(errorHandling(app)).use(accountRoutes(app));
const device = { userAgent: "test", address: "127.0.0.1" };
const person = requireUser(app, (await signedInPerson(app, "ada@example.org", "member")).user.id);

async function change(sessionDays: number): Promise<{ status: number; sessionDays: unknown }> {
  const { headers } = await signedInPerson(app, "root@example.org", "admin");
  const path = "/api/admin/sign-in";
  const response = await server.handle(scenarioRequest({ method: "PATCH", path, body: { sessionDays }, headers }));
  return { status: response.status, sessionDays: (await response.json()).sessionDays };
}

describe("a session", () => {
  test("ends so many days after its sign-in, however much it is used", async () => {
    let { refreshToken, session } = startSession(app, person, device);
    for (let day = 1; day < 30; day++) {
      await clock.advance(dayMs);
      refreshToken = rotateSession(app, refreshToken, device).refreshToken;
    }
    await clock.advance(dayMs - 1);
    expect(findLiveSession(app, session.id)).toBeDefined();
    await clock.advance(1);
    expect(findLiveSession(app, session.id)).toBeUndefined();
    expect(() => rotateSession(app, refreshToken, device)).toThrow("signed out");
    session = startSession(app, person, device).session;
    expect(findLiveSession(app, session.id)).toBeDefined();
  });

  test("that is older than a shorter setting ends with it, and a longer one brings none back", async () => {
    const old = startSession(app, person, device);
    await clock.advance(3 * dayMs);
    const fresh = startSession(app, person, device);
    expect(await change(3)).toEqual({ status: 200, sessionDays: 3 });
    expect(findLiveSession(app, old.session.id)).toBeUndefined();
    expect(findLiveSession(app, fresh.session.id)?.session.expiresAt).toBe(clock.now() + 3 * dayMs);
    expect(await change(90)).toEqual({ status: 200, sessionDays: 90 });
    expect(findLiveSession(app, old.session.id)).toBeUndefined();
    expect(rotateSession(app, fresh.refreshToken, device).session.expiresAt).toBe(clock.now() + 7 * dayMs);
  });

  test.each([0, 366, 1.5])("cannot last %p days", async (days) => {
    expect((await change(days)).status).toBe(422);
    expect(readSetting(app, "sessionDays")).toBe(90);
  });
});
