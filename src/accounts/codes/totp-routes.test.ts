import { afterAll, describe, expect, test } from "bun:test";
import { Elysia } from "elysia";
import { ManualClock } from "../../platform/clock.ts";
import { scenarioRequest } from "../../platform/scenario.ts";
import { testApp } from "../../platform/testing.ts";
import { errorHandling } from "../../server/errors.ts";
import { accountRoutes } from "../routes.ts";
import { auditEntries, oneTimeCodes, recoveryCodes } from "../schema.ts";
import { signedInPerson, type TestPerson, testPassword } from "../testing.ts";
import { codeAt, fromBase32, stepAt } from "./totp.ts";

const clock = new ManualClock();
const app = testApp({ clock });
afterAll(() => app.dispose());
const server = new Elysia().use(errorHandling(app)).use(accountRoutes(app));

const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
  const response = await server.handle(scenarioRequest({ method: "POST", path, body, headers }));
  const text = await response.text();
  return { status: response.status, body: text === "" ? {} : JSON.parse(text) };
};
const login = (email: string, code?: string, password = testPassword) =>
  post("/api/auth/login", { email, password, ...(code === undefined ? {} : { code }) });
const codeOf = (secret: string, away = 0) => codeAt(fromBase32(secret), stepAt(clock.now()) + away);

async function enrolled(email: string) {
  const person = await signedInPerson(app, email, "member");
  const begun = await post("/api/auth/totp", { password: testPassword }, person.headers);
  const secret: string = begun.body.secret;
  const confirmed = await post("/api/auth/totp/confirm", { code: codeOf(secret) }, person.headers);
  const codes: string[] = confirmed.body.recoveryCodes;
  // The code that confirmed is used up.
  await clock.advance(60_000);
  return { person, secret, codes };
}
const status = async ({ headers }: TestPerson) =>
  (await server.handle(scenarioRequest({ path: "/api/auth/totp", headers }))).json();

describe("one-time codes", () => {
  test("count once the first code was right, and turning them on needs the password", async () => {
    const person = await signedInPerson(app, "ada@example.org", "member");
    expect((await post("/api/auth/totp", { password: "not the password" }, person.headers)).body.code).toBe(
      "invalid_credentials",
    );
    expect((await post("/api/auth/totp/confirm", { code: "123456" }, person.headers)).status).toBe(409);
    const begun = await post("/api/auth/totp", { password: testPassword }, person.headers);
    expect(begun.body.uri).toStartWith("otpauth://totp/Vitrine:ada%40example.org?secret=");
    expect((await login("ada@example.org")).status).toBe(200);
    expect(
      (await post("/api/auth/totp/confirm", { code: codeOf(begun.body.secret, 5) }, person.headers)).body.code,
    ).toBe("code_invalid");
    const right = await post("/api/auth/totp/confirm", { code: codeOf(begun.body.secret) }, person.headers);
    expect(new Set(right.body.recoveryCodes).size).toBe(10);
    expect(await status(person)).toEqual({ enabled: true, recoveryCodesLeft: 10 });
    expect((await login("ada@example.org")).status).toBe(401);
    expect((await post("/api/auth/totp", { password: testPassword }, person.headers)).status).toBe(409);
  });

  test("are asked for only when the password was right", async () => {
    const { secret } = await enrolled("bea@example.org");
    const wrong = await login("bea@example.org", undefined, "a wrong password");
    const nobody = await login("nobody@example.org", undefined, "a wrong password");
    const { requestId: _one, ...told } = wrong.body;
    const { requestId: _other, ...toldNobody } = nobody.body;
    expect(told).toEqual(toldNobody);
    expect((await login("bea@example.org", codeOf(secret), "a wrong password")).body.code).toBe("invalid_credentials");
    expect((await login("bea@example.org")).body.code).toBe("code_required");
    expect((await login("bea@example.org", " ")).body.code).toBe("code_required");
    const code = codeOf(secret);
    expect((await login("bea@example.org", `${code.slice(0, 3)} ${code.slice(3)}`)).status).toBe(200);
  });

  test("work once: neither again nor twice at once, nor an older one after a newer", async () => {
    const { secret } = await enrolled("cy@example.org");
    const code = codeOf(secret);
    const both = await Promise.all([login("cy@example.org", code), login("cy@example.org", code)]);
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 401]);
    expect((await login("cy@example.org", codeOf(secret, 1))).status).toBe(200);
    expect((await login("cy@example.org", codeOf(secret, -1))).body.code).toBe("code_invalid");
    expect((await login("cy@example.org", code)).body.code).toBe("code_invalid");
  });

  test("can be replaced by a recovery code, each once, also when sent twice at once", async () => {
    const { codes, person } = await enrolled("dan@example.org");
    const [first = "", second = ""] = codes;
    const both = await Promise.all([login("dan@example.org", first), login("dan@example.org", first)]);
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 401]);
    expect((await login("dan@example.org", second.toUpperCase().replace("-", " "))).status).toBe(200);
    expect(await status(person)).toEqual({ enabled: true, recoveryCodesLeft: 8 });
    const renewed = await post("/api/auth/totp/recovery-codes", { password: testPassword }, person.headers);
    expect((await login("dan@example.org", codes[2])).status).toBe(401);
    expect((await login("dan@example.org", renewed.body.recoveryCodes[0])).status).toBe(200);
  });

  test("of one person are none of another's", async () => {
    const { codes } = await enrolled("eve@example.org");
    const { secret } = await enrolled("fay@example.org");
    expect((await login("fay@example.org", codes[0])).status).toBe(401);
    expect((await login("eve@example.org", codeOf(secret))).status).toBe(401);
  });

  test("cannot be guessed: after five the account waits, also for the right one, from wherever", async () => {
    const { secret } = await enrolled("gil@example.org");
    const answers = [];
    for (let n = 0; n < 6; n++) answers.push((await login("gil@example.org", "000000")).body.code);
    expect(answers.filter((code) => code === "code_invalid")).toHaveLength(5);
    expect((await login("gil@example.org", codeOf(secret))).body.code).toBe("locked");
    await clock.advance(31_000);
    expect((await login("gil@example.org", codeOf(secret))).status).toBe(200);
  });

  test("are turned off with the password, and their secrets go", async () => {
    const { person, codes } = await enrolled("hal@example.org");
    expect((await post("/api/auth/totp/disable", { password: "not the password" }, person.headers)).status).toBe(401);
    expect(await status(person)).toMatchObject({ enabled: true });
    expect((await post("/api/auth/totp/disable", { password: testPassword }, person.headers)).status).toBe(204);
    expect(await status(person)).toEqual({ enabled: false, recoveryCodesLeft: 0 });
    expect((await login("hal@example.org")).status).toBe(200);
    expect((await login("hal@example.org", codes[0])).status).toBe(200);
  });

  test("leave nothing readable in the database and the audit log", async () => {
    const { secret, codes } = await enrolled("ida@example.org");
    const stored = JSON.stringify([
      app.db.select().from(oneTimeCodes).all(),
      app.db.select().from(recoveryCodes).all(),
      app.db.select().from(auditEntries).all(),
    ]);
    for (const text of [secret, ...codes, ...codes.map((code) => code.replace("-", ""))]) {
      expect(stored).not.toContain(text);
    }
  });
});
