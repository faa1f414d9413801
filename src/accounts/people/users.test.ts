import { afterAll, describe, expect, test } from "bun:test";
import { Problem } from "../../platform/problem.ts";
import { testApp } from "../../platform/testing.ts";
import { hashPassword, requireGoodPassword, verifyPassword } from "../passwords/passwords.ts";
import { setRole } from "./people.ts";
import { createUser, listUsers, requireEmail, resetPassword } from "./users.ts";

const app = testApp();
afterAll(() => app.dispose());
const password = "correct horse 42 battery";
const codeOf = (error: unknown) => (error instanceof Problem ? error.code : error);

describe("passwords", () => {
  test.each([
    ["short", "nine char"],
    ["too long", "ab c".repeat(65)],
    ["common", "Password123"],
    ["common", "qwertyuiop"],
    ["of one character", "aaaaaaaaaaaaaaaa"],
    ["the e-mail address", "Ada.Lovelace@example.test"],
    ["the name in it", "ada.lovelace"],
  ])("are refused when %s: %s", (_why, text) => {
    expect(() => requireGoodPassword(text, { email: "ada.lovelace@example.test", name: "Ada" })).toThrow(Problem);
  });

  test.each([
    "ten chars!",
    "a few quiet words",
    "пароль из слов",
    "🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵",
    "a quiet harbour at dawn, ".repeat(4),
  ])("need no special characters: %s", (text) => {
    expect(() => requireGoodPassword(text, { email: "ada@example.test" })).not.toThrow();
  });

  test("are Argon2id, and the same word typed on another keyboard fits", async () => {
    const hash = await hashPassword(app, "caf\u00e9 au lait");
    expect(hash).toStartWith("$argon2id$v=19$m=19456,t=2,p=1$");
    expect(await verifyPassword(app, "cafe\u0301 au lait", hash)).toBe(true);
    expect(await verifyPassword(app, "cafe au lait", hash)).toBe(false);
  });

  test("are verified also where there is no account, and never right there", async () => {
    expect(await verifyPassword(app, "anything at all", undefined)).toBe(false);
  });
});

describe("users", () => {
  test("have one e-mail address each, whatever its case", async () => {
    await createUser(app, { email: "Ada@Example.test", name: " Ada ", password, role: "admin" });
    const again = createUser(app, { email: "ada@example.test ", name: "Ada", password, role: "member" });
    expect(await again.catch(codeOf)).toBe("conflict");
    expect(listUsers(app).map(({ email, name }) => ({ email, name }))).toEqual([
      { email: "ada@example.test", name: "Ada" },
    ]);
  });

  test("keep at least one administrator", async () => {
    expect(() => setRole(app, "ada@example.test", "member")).toThrow("only administrator");
    await createUser(app, { email: "bob@example.test", name: "Bob", password, role: "admin" });
    expect(setRole(app, "ada@example.test", "member").role).toBe("member");
    expect(() => setRole(app, "bob@example.test", "viewer")).toThrow("only administrator");
  });

  test("that do not exist cannot be changed", async () => {
    expect(() => setRole(app, "nobody@example.test", "admin")).toThrow("Nobody here");
    expect(await resetPassword(app, "nobody@example.test", password).catch(codeOf)).toBe("not_found");
  });

  test.each([
    "",
    "ada",
    "@b.c",
    "a@",
    "a b@c.d",
    "a@b@c.d",
    "a\u0000@b.c",
    "<a@b.c>",
    `${"x".repeat(65)}@b.c`,
    `a@${"b".repeat(260)}`,
  ])("need an e-mail address: %p", (email) => {
    expect(() => requireEmail(email)).toThrow(Problem);
  });
});
