import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import { signedInPerson, type TestPerson } from "../accounts/testing.ts";
import type { Limits } from "../accounts/tiers/limits.ts";
import { createTier, setTier } from "../accounts/tiers/tiers.ts";
import { ManualClock } from "../platform/clock.ts";
import { newId } from "../platform/ids.ts";
import { scenarioRequest } from "../platform/scenario.ts";
import { createProject } from "../projects/index.ts";
import { testServer } from "../server/testing.ts";
import { reserveUsage, settleUsage } from "./index.ts";
import { usageEntries } from "./schema.ts";

const clock = new ManualClock(Date.parse("2026-03-31T10:00:00Z"));
const { app, server, stop } = testServer({ clock });
afterAll(stop);
const admin = await signedInPerson(app, "root@example.test", "admin");
const ada = await signedInPerson(app, "ada@example.test", "member");
const { id: projectId } = createProject(app, ada.user, { name: "A secret plan" });
beforeEach(() => app.db.delete(usageEntries).run());

async function ask(method: string, path: string, person: TestPerson, body?: unknown) {
  const answer = await server.handle(scenarioRequest({ method, path, body, headers: person.headers }));
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: text.startsWith("{") ? JSON.parse(text) : {} };
}

interface Used {
  at: string;
  person?: TestPerson;
  tokens?: [prompt: number, completion: number];
  cost?: number;
  counts?: boolean;
  model?: string;
}

/** One generation as it was once. */
function use({ at, person = ada, tokens, cost, counts = true, model = "openai/gpt" }: Used): void {
  const id = newId();
  const then = { ...app, clock: new ManualClock(Date.parse(at)) };
  reserveUsage(then, { id, userId: person.user.id, keyId: null, projectId, tokens: 1000 });
  const [promptTokens = 0, completionTokens = 0] = tokens ?? [];
  const cost_ = cost === undefined ? {} : { costNanoUsd: cost };
  const usage = tokens && { promptTokens, completionTokens, totalTokens: promptTokens + completionTokens, ...cost_ };
  settleUsage(then, { id, counts, model, usage, complete: true });
}

const inTier = (limits: Partial<Limits>, person = ada) =>
  setTier(app, person.user.id, createTier(app, { name: `Tier ${newId()}`, limits }).id);
const zone = (timeZone: string) => ask("PATCH", "/api/admin/settings/accounts", admin, { timeZone });

describe("one's own quota", () => {
  test("tells what is used, what is set aside and when it begins anew", async () => {
    inTier({ generationsPerDay: 5, tokensPerDay: null, projects: 1 });
    use({ at: "2026-03-30T23:59:59Z", tokens: [10, 20] });
    use({ at: "2026-03-31T00:00:00Z", tokens: [100, 200] });
    use({ at: "2026-03-31T01:00:00Z", tokens: [7, 7], counts: false });
    reserveUsage(app, { id: newId(), userId: ada.user.id, keyId: null, projectId, tokens: 4000 });
    const { body } = await ask("GET", "/api/auth/quota", ada);
    const midnight = "2026-04-01T00:00:00.000Z";
    expect(body.tier.name).toStartWith("Tier ");
    expect(body.windows).toEqual([
      { id: "generationsPerDay", name: "generations today", used: 1, reserved: 1, limit: 5, resetsAt: midnight },
      { id: "tokensPerDay", name: "tokens today", used: 300, reserved: 4000, limit: null, resetsAt: midnight },
      { id: "tokensPerMonth", name: "tokens this month", used: 330, reserved: 4000, limit: null, resetsAt: midnight },
      { id: "concurrentGenerations", name: "generations at once", used: 1, reserved: 0, limit: null, resetsAt: null },
      { id: "projects", name: "projects", used: 1, reserved: 0, limit: 1, resetsAt: null },
      { id: "apiKeys", name: "API keys", used: 0, reserved: 0, limit: null, resetsAt: null },
    ]);
    expect((await ask("GET", `/api/admin/users/${ada.user.id}/quota`, admin)).body).toEqual(body);
  });

  test("begins with the day of the appliance's time zone, whatever was chosen when it was used", async () => {
    inTier({ generationsPerDay: 5 });
    use({ at: "2026-03-30T22:30:00Z", tokens: [1, 1] });
    const today = async () => (await ask("GET", "/api/auth/quota", ada)).body.windows[0];
    expect(await today()).toMatchObject({ used: 0, resetsAt: "2026-04-01T00:00:00.000Z" });
    expect((await zone("Europe/Berlin")).status).toBe(200);
    expect(await today()).toMatchObject({ used: 1, resetsAt: "2026-03-31T22:00:00.000Z" });
    await zone("UTC");
  });
});

describe("a limit on what is there", () => {
  test("of projects is told when the next is made, and holds for owned ones alone", async () => {
    inTier({ projects: 1 });
    const refused = await ask("POST", "/api/projects", ada, { name: "Another" });
    expect([refused.status, refused.body.code, refused.headers.get("retry-after")]).toEqual([
      429,
      "quota_exceeded",
      null,
    ]);
    expect(refused.body.detail).toContain("allows 1 project. Delete one first");
    const other = createProject(app, admin.user, { name: "Shared" });
    const member = { email: "ada@example.test", role: "editor" };
    expect((await ask("POST", `/api/projects/${other.id}/members`, admin, member)).status).toBe(201);
    inTier({ projects: 2 });
    expect((await ask("POST", "/api/projects", ada, { name: "Another" })).status).toBe(201);
  });

  test("of API keys lets a key be rotated at the limit", async () => {
    inTier({ apiKeys: 1 });
    const make = () => ask("POST", "/api/keys", ada, { name: "ci", scopes: ["read"] });
    const made = await make();
    expect(made.status).toBe(201);
    const refused = await make();
    expect([refused.status, refused.body.code]).toEqual([429, "quota_exceeded"]);
    expect((await ask("POST", `/api/keys/${made.body.id}/rotate`, ada, {})).status).toBe(201);
    expect((await make()).status).toBe(429);
    for (const key of (await ask("GET", "/api/keys", ada)).body.items) await ask("DELETE", `/api/keys/${key.id}`, ada);
    expect((await make()).status).toBe(201);
  });

  test("of requests a minute counts those of all keys together, and gives back with time", async () => {
    inTier({ requestsPerMinute: 30 });
    const { body } = await ask("GET", "/api/keys", ada);
    await ask("DELETE", `/api/keys/${body.items[0]?.id}`, ada);
    const key = await ask("POST", "/api/keys", ada, { name: "ci", scopes: ["read"] });
    const withKey = { ...ada, headers: { authorization: `Bearer ${key.body.secret}` } };
    const statuses: number[] = [];
    for (let n = 0; n < 20; n++) {
      for (const person of [ada, withKey]) statuses.push((await ask("GET", "/api/projects", person)).status);
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(27);
    const refused = await ask("GET", "/api/projects", ada);
    expect([refused.status, refused.body.code, refused.headers.get("retry-after")]).toEqual([429, "rate_limited", "2"]);
    expect((await ask("GET", "/api/projects", admin)).status).toBe(200);
    await clock.advance(2000);
    expect((await ask("GET", "/api/projects", ada)).status).toBe(200);
    inTier({});
  });
});

describe("what administrators are told", () => {
  const report = (query: string) => ask("GET", `/api/admin/usage?${query}`, admin);
  const march = "from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z";
  beforeEach(() => {
    inTier({});
    use({ at: "2026-03-05T08:00:00Z", tokens: [100, 50], cost: 3_000_000 });
    use({ at: "2026-03-05T23:30:00Z", tokens: [10, 5], model: "builtin/patterns" });
    use({ at: "2026-03-06T09:00:00Z", tokens: [20, 0], counts: false });
    use({ at: "2026-03-07T09:00:00Z", person: admin });
    use({ at: "2026-04-01T00:00:00Z", tokens: [9, 9] });
  });

  test("by person, the most first, refunded ones with what they took, and unknown usage as unknown", async () => {
    const { body } = await report(`${march}&groupBy=person`);
    const [first, second] = body.items;
    expect(first).toMatchObject({
      label: "ada@example.test",
      generations: 3,
      refunded: 1,
      totalTokens: 185,
      costNanoUsd: 3_000_000,
      estimated: 0,
    });
    expect(second).toMatchObject({ label: "root@example.test", totalTokens: 0, estimated: 1, costNanoUsd: null });
    expect(body.totals).toMatchObject({ generations: 4, refunded: 1, totalTokens: 185, estimated: 1 });
  });

  test("by day, of the appliance's time zone, days without anything too", async () => {
    const days = async () =>
      (await report("from=2026-03-05T00:00:00Z&to=2026-03-08T00:00:00Z&groupBy=day")).body.items.map(
        ({ key, totalTokens }: { key: string; totalTokens: number }) => [key, totalTokens],
      );
    expect(await days()).toEqual([
      ["2026-03-05", 165],
      ["2026-03-06", 20],
      ["2026-03-07", 0],
    ]);
    await zone("Europe/Berlin");
    expect((await days()).slice(0, 2)).toEqual([
      ["2026-03-05", 150],
      ["2026-03-06", 35],
    ]);
    await zone("UTC");
  });

  test("by model and by project, whose name stays with its people", async () => {
    const models = await report(`${march}&groupBy=model`);
    expect(models.body.items.map(({ key }: { key: string }) => key)).toEqual(["openai/gpt", "builtin/patterns"]);
    const projects = await report(`${march}&groupBy=project`);
    expect(projects.body.items).toMatchObject([{ key: projectId, label: "A project of ada@example.test" }]);
    expect(projects.text).not.toContain("secret plan");
    await ask("DELETE", `/api/projects/${projectId}`, ada);
    expect((await report(`${march}&groupBy=project`)).body.items).toMatchObject([{ label: "Deleted project" }]);
  });

  test("as a file, with what was asked in the audit log", async () => {
    const { text, headers } = await ask("GET", `/api/admin/usage/export?${march}&groupBy=model`, admin);
    expect(headers.get("content-disposition")).toBe('attachment; filename="vitrine-usage-by-model-2026-03-31.csv"');
    expect(text.split("\r\n").slice(0, 2)).toEqual([
      "model,label,generations,refunded,running,promptTokens,completionTokens,totalTokens,estimated,costNanoUsd",
      "openai/gpt,openai/gpt,3,1,0,120,50,170,1,3000000",
    ]);
    const logged = await ask("GET", "/api/admin/audit?action=usage.exported", admin);
    expect(logged.body.items[0]).toMatchObject({ actor: { email: "root@example.test" } });
  });

  test.each([
    ["a range that ends before it begins", "from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z", 422],
    ["a range of ten years", "from=2016-03-02T00:00:00Z&to=2026-03-01T00:00:00Z", 422],
    ["no date", "from=yesterday", 422],
    ["another grouping", "groupBy=colour", 422],
    ["the last thirty days when nothing is said", "", 200],
  ])("for %s", async (_, query, status) => {
    const { status: answered, body } = await report(query);
    expect(answered).toBe(status);
    if (status === 200) expect(body.items).toHaveLength(30);
  });

  test("and nobody else", async () => {
    expect((await ask("GET", "/api/admin/usage", ada)).status).toBe(403);
  });
});
