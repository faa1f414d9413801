import { afterAll, describe, expect, test } from "bun:test";
import { ManualClock } from "../../platform/clock.ts";
import { testApp } from "../../platform/testing.ts";
import { findUser } from "../people/users.ts";
import { sessions } from "../schema.ts";
import { signedInPerson } from "../testing.ts";
import { refreshTokenMs } from "./session-days.ts";
import { findLiveSession, refreshGraceMs, rotateSession, startSession } from "./sessions.ts";

const clock = new ManualClock();
const app = testApp({ clock });
afterAll(() => app.dispose());
const device = { userAgent: "test", address: "127.0.0.1" };
const { user: person } = await signedInPerson(app);

function start() {
  const user = findUser(app, person.id);
  if (!user) throw new Error("no user");
  return startSession(app, user, device);
}
const rotate = (token: string) => rotateSession(app, token, device).refreshToken;

describe("a refresh token", () => {
  test("is exchanged for another one of the same session", () => {
    const { refreshToken, session } = start();
    const next = rotateSession(app, refreshToken, device);
    expect(next.refreshToken).not.toBe(refreshToken);
    expect(next.session.id).toBe(session.id);
    expect(rotate(next.refreshToken)).not.toBe(next.refreshToken);
  });

  test("is stored only as a hash", () => {
    const { refreshToken } = start();
    const next = rotate(refreshToken);
    const stored = JSON.stringify(app.db.select().from(sessions).all());
    for (const token of [refreshToken, next]) expect(stored).not.toContain(token.split(".")[1] ?? "none");
  });

  test("gives racing tabs the same successor within the grace time", async () => {
    const { refreshToken, session } = start();
    const next = rotate(refreshToken);
    await clock.advance(refreshGraceMs);
    expect(rotate(refreshToken)).toBe(next);
    expect(findLiveSession(app, session.id)).toBeDefined();
    expect(rotate(next)).toBeString();
  });

  test("ends the session when it is used again after the grace time", async () => {
    const { refreshToken, session } = start();
    const next = rotate(refreshToken);
    await clock.advance(refreshGraceMs + 1);
    expect(() => rotate(refreshToken)).toThrow("signed out");
    expect(findLiveSession(app, session.id)).toBeUndefined();
    expect(() => rotate(next)).toThrow("signed out");
  });

  test("ends the session when one from before the last is used, however soon", () => {
    const { refreshToken, session } = start();
    const third = rotate(rotate(refreshToken));
    expect(() => rotate(refreshToken)).toThrow("signed out");
    expect(findLiveSession(app, session.id)).toBeUndefined();
    expect(() => rotate(third)).toThrow("signed out");
  });

  test("leaves the person's other sessions alone when it ends one", () => {
    const [stolen, other] = [start(), start()];
    rotate(rotate(stolen.refreshToken));
    expect(() => rotate(stolen.refreshToken)).toThrow();
    expect(rotate(other.refreshToken)).toBeString();
  });

  test("lives seven days from its last use", async () => {
    const idle = start();
    const active = start();
    await clock.advance(refreshTokenMs - 1);
    const next = rotate(active.refreshToken);
    await clock.advance(1);
    expect(() => rotate(idle.refreshToken)).toThrow("signed out");
    expect(rotate(next)).toBeString();
  });

  test.each([
    "",
    ".",
    "x.y",
    "019b0000-0000-7000-8000-000000000000.",
    `019b0000-0000-7000-8000-000000000000.${"x".repeat(500)}`,
  ])("is refused when it is rubbish: %p", (token) => {
    expect(() => rotate(token)).toThrow("signed out");
  });
});
