import { afterEach, describe, expect, test } from "bun:test";
import { existsSync, readFileSync, statSync } from "node:fs";
import type { App } from "../../platform/app.ts";
import { ManualClock } from "../../platform/clock.ts";
import { Problem } from "../../platform/problem.ts";
import { testApp } from "../../platform/testing.ts";
import { listUsers } from "../people/users.ts";
import { claim, createFirstAdmin, createSetupLink, isClaimed } from "./setup.ts";

const opened: { dispose(): void }[] = [];
afterEach(() => {
  for (const app of opened.splice(0)) app.dispose();
});
function open(): App & { clock: ManualClock } {
  const clock = new ManualClock();
  const app = testApp({ clock });
  opened.push(app);
  return { ...app, clock };
}
const tokenOf = (link: string) => link.split("#")[1] ?? "";
const person = { email: "ada@example.test", name: "Ada", password: "correct horse 42 battery" };
const codeOf = (error: unknown) => (error instanceof Problem ? error.code : error);

describe("a setup link", () => {
  test("is in a file that only its owner can read, until it is used", async () => {
    const app = open();
    const link = createSetupLink(app, "http://127.0.0.1:8080");
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:8080\/setup#[\w-]{43}$/);
    expect(readFileSync(app.paths.setupUrl, "utf8").trim()).toBe(link);
    expect(statSync(app.paths.setupUrl).mode & 0o777).toBe(0o600);
    await claim(app, { ...person, token: tokenOf(link) });
    expect(existsSync(app.paths.setupUrl)).toBe(false);
    expect(isClaimed(app)).toBe(true);
    expect(() => createSetupLink(app, "http://127.0.0.1:8080")).toThrow("already has its administrator");
  });

  test("lives 60 minutes", async () => {
    const app = open();
    const token = tokenOf(createSetupLink(app, "http://x"));
    await app.clock.advance(60 * 60_000);
    expect(await claim(app, { ...person, token }).catch(codeOf)).toBe("setup_token_invalid");
    expect(isClaimed(app)).toBe(false);
  });

  test("makes one administrator when two people use it at once", async () => {
    const app = open();
    const token = tokenOf(createSetupLink(app, "http://x"));
    const results = await Promise.all([
      claim(app, { ...person, token }).catch(codeOf),
      claim(app, { ...person, email: "eve@example.test", token }).catch(codeOf),
    ]);
    expect(results).toContain("already_claimed");
    expect(listUsers(app)).toHaveLength(1);
  });
});

describe("the first administrator without a browser", () => {
  test("is made once, and closes an open setup link", async () => {
    const app = open();
    const token = tokenOf(createSetupLink(app, "http://x"));
    expect(await createFirstAdmin(app, person)).toMatchObject({ email: person.email, role: "admin" });
    expect(await createFirstAdmin(app, { ...person, email: "second@example.test" })).toBeUndefined();
    expect(await claim(app, { ...person, token }).catch(codeOf)).toBe("already_claimed");
    expect(existsSync(app.paths.setupUrl)).toBe(false);
  });

  test("needs a good password too", async () => {
    const app = open();
    expect(await createFirstAdmin(app, { ...person, password: "password123" }).catch(codeOf)).toBe("validation_failed");
    expect(isClaimed(app)).toBe(false);
  });
});
