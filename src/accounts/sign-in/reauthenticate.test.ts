import { afterAll, expect, test } from "bun:test";
import { ManualClock } from "../../platform/clock.ts";
import { Problem } from "../../platform/problem.ts";
import { testApp } from "../../platform/testing.ts";
import { passwordlessUser } from "../people/users.ts";
import { users } from "../schema.ts";
import { rotateSession, startSession } from "../sessions/sessions.ts";
import { signedInPerson, testPassword } from "../testing.ts";
import { login } from "./login.ts";
import { reauthenticate, reauthenticateStrictly, recentSignInMs } from "./reauthenticate.ts";

const clock = new ManualClock();
const app = testApp({ clock });
afterAll(() => app.dispose());
const device = { userAgent: "", address: "192.0.2.1" };
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "ok",
    (error: unknown) => (error instanceof Problem ? error.code : String(error)),
  );

test("a sign-in is proof for ten minutes, and a password given again for ten more", async () => {
  const { user } = await signedInPerson(app);
  const ask = (password?: string) => codeOf(reauthenticate(app, user, password, device));
  expect(await ask()).toBe("ok");
  await clock.advance(recentSignInMs + 1);
  expect(await ask()).toBe("reauthentication_required");
  expect(await ask("a wrong guess")).toBe("invalid_credentials");
  expect(await ask()).toBe("reauthentication_required");
  expect(await ask(testPassword)).toBe("ok");
  await clock.advance(recentSignInMs);
  expect(await ask()).toBe("ok");
});

test("renewing a session proves nothing", async () => {
  const { user } = await signedInPerson(app);
  const { session, refreshToken } = startSession(app, { ...user, ...passwordlessUser(app, user), id: user.id }, device);
  await clock.advance(recentSignInMs + 1);
  rotateSession(app, refreshToken, device);
  const again = { ...user, sessionId: session.id };
  expect(await codeOf(reauthenticate(app, again, undefined, device))).toBe("reauthentication_required");
});

test("a password is replaced with itself alone, however fresh the session", async () => {
  const { user } = await signedInPerson(app, "bea@example.test", "member");
  const ask = (password?: string) => codeOf(reauthenticateStrictly(app, user, password, device));
  expect(await ask()).toBe("reauthentication_required");
  expect(await ask(testPassword)).toBe("ok");
});

test("somebody without a password can give none, and sets their first after a fresh sign-in", async () => {
  const user = passwordlessUser(app, { email: "cy@example.test", name: "Cy", role: "member" });
  app.db.insert(users).values(user).run();
  const { session } = startSession(app, user, device);
  const person = { ...user, sessionId: session.id };
  for (const guess of ["", " ", "undefined", testPassword]) {
    expect([guess, await codeOf(login(app, { email: user.email, password: guess }, device))]).toEqual([
      guess,
      "invalid_credentials",
    ]);
  }
  expect(await codeOf(reauthenticate(app, person, testPassword, device))).toBe("invalid_credentials");
  expect(await codeOf(reauthenticateStrictly(app, person, undefined, device))).toBe("ok");
  await clock.advance(recentSignInMs + 1);
  expect(await codeOf(reauthenticateStrictly(app, person, undefined, device))).toBe("reauthentication_required");
});
