import { afterAll, expect, test } from "bun:test";
import { ManualClock } from "../../platform/clock.ts";
import { testApp } from "../../platform/testing.ts";
import { requirePermission } from "../guard.ts";
import { signOperatorToken } from "./operator.ts";

const clock = new ManualClock();
const app = testApp({ clock });
afterAll(() => app.dispose());
const ask = (authorization: string, permission: "admin" | "projects.use" = "admin") =>
  requirePermission(app, new Request("http://localhost/", { headers: { authorization } }), permission).then(
    ({ name }) => name,
    (error: unknown) => (error instanceof Error && "code" in error ? error.code : error),
  );

test("a command on this machine may administer for a minute, and do nothing else", async () => {
  const token = signOperatorToken(app);
  expect(await ask(`Operator ${token}`)).toBe("Local operator");
  expect(await ask(`Operator ${token}`, "projects.use")).toBe("forbidden");
  await clock.advance(60_000);
  expect(await ask(`Operator ${token}`)).toBe("unauthenticated");
});

test.each([
  ["as a bearer token", (token: string) => `Bearer ${token}`],
  ["with a later end", (token: string) => `Operator ${(clock.now() + 90_000).toString(36)}.${token.split(".")[1]}`],
  ["cut short", (token: string) => `Operator ${token.slice(0, -2)}`],
  ["of rubbish", () => "Operator a.b.c"],
  ["that is empty", () => "Operator ."],
])("an operator token %s is refused", async (_name, header) => {
  expect(await ask(header(signOperatorToken(app)))).toBe("unauthenticated");
});
