import { afterAll, afterEach, beforeEach, describe, expect, test } from "bun:test";
import { Elysia } from "elysia";
import type { App } from "../../platform/app.ts";
import { ManualClock } from "../../platform/clock.ts";
import { createJobRunner, type JobRunner } from "../../platform/jobs/index.ts";
import { jobs } from "../../platform/jobs/schema.ts";
import { scenarioRequest } from "../../platform/scenario.ts";
import { testApp } from "../../platform/testing.ts";
import { errorHandling } from "../../server/errors.ts";
import { jobRoutes } from "../../server/job-routes.ts";
import { accountJobs } from "../jobs.ts";
import { accountRoutes } from "../routes.ts";
import { auditEntries } from "../schema.ts";
import { signedInPerson, type TestPerson } from "../testing.ts";
import { mailSettings } from "./schema.ts";
import { mailPassword, settingsFor, startMailServer } from "./testing.ts";

const mail = await startMailServer({ allowInsecureAuth: true });
afterAll(() => mail.stop());
const clock = new ManualClock();
let app: App & { dispose(): void };
let runner: JobRunner;
let server: { handle(request: Request): Promise<Response> };
let admin: TestPerson;

async function begin(env: Record<string, string> = {}) {
  app = testApp({ clock }, env);
  server = new Elysia().use(errorHandling(app)).use(accountRoutes(app)).use(jobRoutes(app));
  runner = createJobRunner(app, accountJobs);
  runner.start();
  admin = await signedInPerson(app, "root@example.org", "admin");
}
beforeEach(() => begin());
afterEach(async () => {
  await runner.close(0);
  app.dispose();
});

async function ask(method: string, path: string, body?: unknown, person: TestPerson | undefined = admin) {
  const response = await server.handle(scenarioRequest({ method, path, body, headers: person?.headers ?? {} }));
  const text = await response.text();
  return { status: response.status, text, body: text.startsWith("{") ? JSON.parse(text) : {} };
}
const put = (change: object = {}) => ask("PUT", "/api/admin/mail", { ...settingsFor(mail), ...change });
const actions = () =>
  app.db
    .select()
    .from(auditEntries)
    .all()
    .map(({ action }) => action);

describe("the mail settings", () => {
  test("are empty, set, read without their password, kept, tested and cleared", async () => {
    const nothing = { configured: false, source: null, host: "", port: 587, security: "starttls", hasPassword: false };
    expect((await ask("GET", "/api/admin/mail")).body).toMatchObject(nothing);
    const set = await put({ username: "ada", password: mailPassword });
    expect([set.status, set.body.source, set.body.hasPassword]).toEqual([200, "page", true]);
    expect((await put({ username: "ada", from: "Studio <studio@example.org>" })).body).toMatchObject({
      hasPassword: true,
      from: "Studio <studio@example.org>",
    });
    const tested = await ask("POST", "/api/admin/mail/test", { to: "root@example.org" });
    expect(tested.body).toMatchObject({ ok: true });
    expect((await mail.next()).from?.text).toBe('"Studio" <studio@example.org>');
    const told = JSON.stringify([await ask("GET", "/api/admin/mail"), app.db.select().from(auditEntries).all()]);
    const stored = JSON.stringify(app.db.select().from(mailSettings).all());
    for (const text of [told, stored]) expect(text).not.toContain(mailPassword);
    expect((await ask("DELETE", "/api/admin/mail")).status).toBe(204);
    expect((await ask("GET", "/api/admin/mail")).body).toMatchObject(nothing);
    expect((await ask("POST", "/api/admin/mail/test", { to: "root@example.org" })).status).toBe(409);
    expect(actions()).toEqual(expect.arrayContaining(["mail.changed", "mail.tested", "mail.cleared"]));
  });

  test.each([
    ["another host", { host: "localhost" }],
    ["another port", { port: 26 }],
    ["another user", { username: "eve" }],
  ])("never send the stored password to %s", async (_name, change) => {
    const before = { username: "ada", password: mailPassword };
    await put(before);
    const refused = await put({ username: "ada", ...change });
    expect([refused.status, refused.body.errors[0].path]).toEqual([422, "/password"]);
    expect((await put({ ...before, ...change })).status).toBe(200);
  });

  test("never send it in the clear where it was encrypted", async () => {
    await put({ username: "ada", password: mailPassword, security: "tls" });
    for (const security of ["none", "starttls"]) expect((await put({ username: "ada", security })).status).toBe(422);
  });

  test.each([
    ["the metadata service", { host: "169.254.169.254" }, "/host"],
    ["a name without an address", { host: "nothing.invalid" }, "/host"],
    ["no sender", { from: "nobody" }, "/from"],
    ["two lines of sender", { from: "A\r\nBcc: b@c.d <a@b.c>" }, "/from"],
    ["an answer to nobody", { replyTo: "nobody" }, "/replyTo"],
    ["a port of nothing", { port: 0 }, "/port"],
  ])("refuse %s", async (_name, change, path) => {
    const { status, body } = await put(change);
    expect([status, body.errors[0].path]).toEqual([422, path]);
  });

  test("of the configuration win, and are changed there alone", async () => {
    await put();
    await runner.close(0);
    app.dispose();
    await begin({ VITRINE_SMTP_URL: `smtp://a%40example.org:pw@127.0.0.1:${mail.port}?security=none` });
    expect((await ask("GET", "/api/admin/mail")).body).toMatchObject({
      configured: true,
      source: "configuration",
      username: "a@example.org",
      from: "a@example.org",
      hasPassword: true,
    });
    expect((await put()).status).toBe(409);
    expect((await ask("DELETE", "/api/admin/mail")).status).toBe(409);
  });

  test("are for administrators", async () => {
    const member = await signedInPerson(app, "member@example.org", "member");
    for (const [method, path] of [
      ["GET", "/api/admin/mail"],
      ["PUT", "/api/admin/mail"],
      ["POST", "/api/admin/mail/test"],
      ["GET", "/api/admin/jobs"],
    ] as const) {
      expect((await ask(method, path, method === "GET" ? undefined : {}, member)).status).toBe(403);
    }
  });
});

test("jobs are listed, tried again and deleted, and nothing of what they carry is shown", async () => {
  await put({ host: "127.0.0.1", port: 1 });
  const invited = await ask("POST", "/api/admin/invitations", { email: "ada@example.org", role: "member" });
  expect(invited.body.mailed).toBe(true);
  await runner.idle();
  const list = await ask("GET", "/api/admin/jobs?state=waiting&kind=mail");
  const [job] = list.body.items;
  expect(job).toMatchObject({ kind: "mail", attempts: 1, maxAttempts: 10, summary: "Invitation to ada@example.org" });
  expect(job.lastError).toContain("Nothing answers");
  expect(list.text).not.toContain(invited.body.url.split("#")[1]);
  expect(JSON.stringify(app.db.select().from(jobs).all())).not.toContain(invited.body.url.split("#")[1]);
  expect(app.metrics.text()).toContain('vitrine_jobs{state="waiting"} 1');
  await put();
  expect((await ask("POST", `/api/admin/jobs/${job.id}/retry`)).body.state).toBe("waiting");
  expect((await mail.next()).text).toContain(invited.body.url.split("#")[1] ?? "none");
  await runner.idle();
  expect((await ask("POST", `/api/admin/jobs/${job.id}/retry`)).status).toBe(409);
  expect((await ask("DELETE", `/api/admin/jobs/${job.id}`)).status).toBe(204);
  expect((await ask("DELETE", `/api/admin/jobs/${job.id}`)).status).toBe(404);
  expect((await ask("GET", "/api/admin/jobs")).body.items).toEqual([]);
  expect(actions()).toEqual(expect.arrayContaining(["job.retried", "job.deleted"]));
});
