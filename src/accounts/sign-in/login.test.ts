import { afterAll, describe, expect, spyOn, test } from "bun:test";
import { drizzle } from "drizzle-orm/bun-sqlite";
import { ManualClock } from "../../platform/clock.ts";
import { Problem } from "../../platform/problem.ts";
import { testApp } from "../../platform/testing.ts";
import { signedInPerson, testPassword } from "../testing.ts";
import { accountGuesses, lockDelayMs, lockKey } from "./lockout.ts";
import { login } from "./login.ts";

const clock = new ManualClock();
const app = testApp({ clock });
afterAll(() => app.dispose());
await signedInPerson(app, "ada@example.test");

/** The code of the problem, `ok`, or `locked` with the seconds to wait. */
async function attempt(email: string, password: string, address: string): Promise<string> {
  try {
    await login(app, { email, password }, { userAgent: "", address });
    return "ok";
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.code === "locked" ? `locked ${error.headers["Retry-After"]}` : error.code;
  }
}

async function attempts(count: number, email: string, address: string): Promise<string[]> {
  const answers: string[] = [];
  for (let n = 0; n < count; n++) answers.push(await attempt(email, "a wrong guess", address));
  return answers;
}

const wrong = "invalid_credentials";

describe("a sign-in", () => {
  test("is held back after five wrong passwords, longer each time, and works again afterwards", async () => {
    const address = "192.0.2.1";
    expect(await attempts(6, "ada@example.test", address)).toEqual([wrong, wrong, wrong, wrong, wrong, "locked 30"]);
    expect(await attempt("ada@example.test", testPassword, address)).toBe("locked 30");
    await clock.advance(30_000);
    expect(await attempts(2, "ADA@example.test", address)).toEqual([wrong, "locked 60"]);
    await clock.advance(59_001);
    expect(await attempt("ada@example.test", testPassword, address)).toBe("locked 1");
    await clock.advance(999);
    expect(await attempt("ada@example.test", testPassword, address)).toBe("ok");
    expect(await attempts(1, "ada@example.test", address)).toEqual([wrong]);
  });

  test("cannot be locked by somebody at another address", async () => {
    await attempts(6, "ada@example.test", "192.0.2.66");
    expect(await attempt("ada@example.test", testPassword, "192.0.2.7")).toBe("ok");
  });

  test("is held back for an account that does not exist just the same", async () => {
    expect((await attempts(6, "nobody@example.test", "192.0.2.2")).at(-1)).toBe("locked 30");
  });

  test("counts guesses that are sent all at once", async () => {
    const guesses = Array.from({ length: 12 }, () => attempt("ada@example.test", "a wrong guess", "192.0.2.3"));
    const answers = await Promise.all(guesses);
    expect(answers.filter((answer) => answer === wrong)).toHaveLength(5);
  });

  test("turns away a flood for one account from one place", async () => {
    const guesses = Array.from({ length: 40 }, () => attempt("flood@example.test", "a wrong guess", "192.0.2.4"));
    expect(await Promise.all(guesses)).toContain("rate_limited");
  });

  test("of many people at once from one place succeeds for all", async () => {
    const emails = Array.from({ length: 10 }, (_, n) => `person-${n}@example.test`);
    for (const email of emails) await signedInPerson(app, email, "member");
    const answers = await Promise.all(emails.map((email) => attempt(email, testPassword, "192.0.2.5")));
    expect(new Set(answers)).toEqual(new Set(["ok"]));
  });
});

describe("10,000 guesses for one account from as many addresses", () => {
  const email = "target@example.test";
  const addressOf = (n: number) => `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`;

  test("get a few tries and then wait, whether the account exists or not; a known device still gets in", async () => {
    await signedInPerson(app, email, "member");
    expect(await attempt(email, testPassword, "198.51.100.7")).toBe("ok");
    for (const guessed of [email, "no-such-target@example.test"]) {
      const tried: string[] = [];
      for (let from = 0; from < 10_000; from += 100) {
        const guesses = Array.from({ length: 100 }, (_, n) => attempt(guessed, "a wrong guess", addressOf(from + n)));
        tried.push(...(await Promise.all(guesses)));
      }
      expect([guessed, tried.filter((answer) => answer === wrong).length]).toEqual([guessed, accountGuesses]);
      expect(new Set(tried)).toEqual(new Set([wrong, "locked 30"]));
    }
    expect(await attempt(email, testPassword, "198.51.100.7")).toBe("ok");
    expect(await attempt(email, testPassword, "198.51.100.8")).toBe("locked 30");
    // Nobody else is held back, wherever they are: not even where the guesses came from.
    for (const address of ["198.51.100.7", "198.51.100.8", addressOf(1), addressOf(9_999)]) {
      expect([address, await attempt("ada@example.test", testPassword, address)]).toEqual([address, "ok"]);
    }
  }, 240_000);

  test("get one more try after the wait, and wait longer; the right password from elsewhere then ends it", async () => {
    await clock.advance(30_000);
    expect(await attempt(email, "a wrong guess", "10.9.9.1")).toBe(wrong);
    expect(await attempt(email, "a wrong guess", "10.9.9.2")).toBe("locked 60");
    await clock.advance(60_000);
    expect(await attempt(email, testPassword, "198.51.100.8")).toBe("ok");
    expect(await attempt(email, "a wrong guess", "10.9.9.3")).toBe(wrong);
  });

  test("do not open a known device to guessing: it has its own count", async () => {
    const answers = await attempts(6, email, "198.51.100.7");
    expect(answers).toEqual([wrong, wrong, wrong, wrong, wrong, "locked 30"]);
  });
});

test("the delay doubles from 30 seconds up to 15 minutes", () => {
  expect([0, 4, 5, 6, 7, 9, 10, 5000].map(lockDelayMs)).toEqual([0, 0, 30e3, 60e3, 120e3, 480e3, 900e3, 900e3]);
});

test.each([
  ["one IPv6 customer's addresses", "2001:db8:1:2::5", "2001:db8:1:2:aaaa:bbbb:cccc:dddd", true],
  ["two IPv6 customers", "2001:db8:1:2::5", "2001:db8:1:3::5", false],
  ["an IPv4 address and its IPv6 spelling", "192.0.2.1", "::ffff:192.0.2.1", true],
  ["two IPv4 addresses", "192.0.2.1", "192.0.2.2", false],
  ["two short IPv6 addresses", "fe80::1", "fe80::2:1", true],
])("places are told apart: %s", (_name, one, other, same) => {
  expect(lockKey("a@b.c", one) === lockKey("a@b.c", other)).toBe(same);
});

test("a wrong password is the same work for an account that exists and for one that does not", async () => {
  const statements: string[] = [];
  const logger = { logQuery: (text: string) => void statements.push(text) };
  const watched = { ...app, db: drizzle({ client: app.db.$client, logger }) };
  /** One hash with its parameters, let through, and every statement. */
  async function workOf(email: string) {
    const verify = spyOn(Bun.password, "verify");
    statements.length = 0;
    try {
      const from = { userAgent: "", address: "203.0.113.9" };
      await expect(login(watched, { email, password: "a wrong guess" }, from)).rejects.toThrow("is wrong");
      const hashes = verify.mock.calls.map(([, hash]) => String(hash).split("$").slice(0, 4).join("$"));
      return { hashes, statements: [...statements] };
    } finally {
      verify.mockRestore();
    }
  }
  await signedInPerson(app, "known@example.test", "member");
  await workOf("first-of-all@example.test");
  const known = await workOf("known@example.test");
  expect(known).toEqual(await workOf("unknown@example.test"));
  expect(known.hashes).toEqual(["$argon2id$v=19$m=19456,t=2,p=1"]);
  expect(known.statements.length).toBeGreaterThan(8);
});
