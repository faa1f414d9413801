import { afterAll, expect, test } from "bun:test";
import { ManualClock } from "../../platform/clock.ts";
import { testApp } from "../../platform/testing.ts";
import { signedInPerson, testPassword } from "../testing.ts";
import { login } from "./login.ts";
import { unlockUser } from "./unlock.ts";

const app = testApp({ clock: new ManualClock() });
afterAll(() => app.dispose());

test("whoever typed a wrong password too often can be let in before the time is over", async () => {
  const { user } = await signedInPerson(app, "ada@example.org", "member");
  const attempt = (password: string) =>
    login(app, { email: user.email, password }, { userAgent: "", address: "192.0.2.1" }).then(
      () => "in",
      (error: { code?: string }) => error.code,
    );
  for (let n = 0; n < 5; n++) await attempt("a wrong guess");
  expect(await attempt(testPassword)).toBe("locked");
  unlockUser(app, user);
  expect(await attempt(testPassword)).toBe("in");
});
