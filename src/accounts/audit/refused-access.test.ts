import { afterAll, describe, expect, test } from "bun:test";
import { Elysia } from "elysia";
import { ManualClock } from "../../platform/clock.ts";
import { scenarioRequest } from "../../platform/scenario.ts";
import { testApp } from "../../platform/testing.ts";
import { errorHandling } from "../../server/errors.ts";
import { accountRoutes } from "../routes.ts";
import { signedInPerson, type TestPerson } from "../testing.ts";
import { listAudit, verifyAudit } from "./audit-log.ts";

const clock = new ManualClock();
const app = testApp({ clock });
afterAll(() => app.dispose());
const server = new Elysia().use(errorHandling(app)).use(accountRoutes(app));
const ask = async ({ headers }: Pick<TestPerson, "headers">, path: string, method = "GET"): Promise<number> =>
  (await server.handle(scenarioRequest({ method, path, headers }))).status;
const entries = () => listAudit(app, { action: "access.refused", limit: 200 }).items;

describe("access that is refused", () => {
  test("is written into the audit log with what was asked for", async () => {
    const bea = await signedInPerson(app, "bea@example.org", "member");
    expect(await ask(bea, "/api/admin/users?search=secret")).toBe(403);
    expect(entries()).toMatchObject([
      {
        outcome: "refused",
        actor: { email: "bea@example.org" },
        detail: { permission: "admin", method: "GET", path: "/api/admin/users" },
      },
    ]);
    expect(JSON.stringify(entries())).not.toContain("secret");
    expect(await ask(bea, "/api/auth/me")).toBe(200);
    expect(await ask({ headers: { authorization: "Bearer nothing" } }, "/api/admin/users")).toBe(401);
    expect(entries()).toHaveLength(1);
  });

  test("cannot fill the log: ten entries at once for a person, then one a minute", async () => {
    const cy = await signedInPerson(app, "cy@example.org", "viewer");
    const before = entries().length;
    for (let n = 0; n < 30; n++) expect(await ask(cy, "/api/admin/tiers")).toBe(403);
    expect(entries().length - before).toBe(10);
    await clock.advance(60_000);
    for (let n = 0; n < 5; n++) await ask(cy, "/api/admin/tiers");
    expect(entries().length - before).toBe(11);
    const dan = await signedInPerson(app, "dan@example.org", "viewer");
    await ask(dan, "/api/admin/tiers");
    expect(entries().length - before).toBe(12);
    expect(await verifyAudit(app)).toMatchObject({ sound: true });
  });
});
