import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { linkIn, mailPassword, settingsFor, startMailServer, type TestMailServer } from "../accounts/mail/testing.ts";
import { selfSigned } from "../accounts/mail/testing-certificate.ts";
import { adminEnv, type Client, signIn, startAppliance } from "./appliance.ts";

const folder = mkdtempSync(join(tmpdir(), "vitrine-mail-"));
const certificate = join(folder, "mail.pem");
let mail: TestMailServer;
beforeAll(async () => {
  writeFileSync(certificate, selfSigned.cert);
  mail = await startMailServer({ authOptional: false });
});
afterAll(async () => {
  await mail.stop();
  rmSync(folder, { recursive: true, force: true });
});

const invite = async (client: Client, email: string) =>
  (await client.send("POST", "/api/admin/invitations", { email, role: "member" })).json();

describe("the executable", () => {
  test("signs in to a mail server over STARTTLS and sends, set up by the configuration alone", async () => {
    const vitrine = await startAppliance({
      env: {
        ...adminEnv,
        NODE_EXTRA_CA_CERTS: certificate,
        VITRINE_SMTP_URL: `smtp://vitrine%40example.org:${encodeURIComponent(mailPassword)}@localhost:${mail.port}`,
      },
    });
    try {
      const client = await signIn(vitrine.url);
      expect(await (await client.get("/api/admin/mail")).json()).toMatchObject({
        source: "configuration",
        port: mail.port,
      });
      const made = await invite(client, "bea@example.org");
      const message = await mail.next();
      expect([message.secure, message.envelope.from]).toEqual([true, "vitrine@example.org"]);
      expect(linkIn(message)).toBe(made.url);
      expect(vitrine.log()).not.toContain(made.url.split("#")[1]);
      expect(vitrine.log()).not.toContain(mailPassword);
    } finally {
      await vitrine.dispose();
    }
  });

  test("killed between storing an e-mail and sending it, sends it after the next start", async () => {
    const data = join(folder, "data");
    const port = await closedPort();
    const first = await startAppliance({ data, env: adminEnv });
    let client = await signIn(first.url);
    await client.send("PUT", "/api/admin/mail", { ...settingsFor({ port }) });
    const people = ["cy", "dan", "eve"].map((name) => `${name}@example.org`);
    // The answer says that they are stored; whether one was being tried when the kill came is left to chance.
    for (const email of people) expect((await invite(client, email)).mailed).toBe(true);
    await first.kill();
    await first.dispose();

    const database = new Database(join(data, "vitrine.db"), { readwrite: true });
    expect(database.query("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
    // One more that was under way, as a kill in mid-conversation leaves it.
    database.run(
      "UPDATE jobs SET state = 'running', lease = 'gone', lease_until = 9e15 WHERE id = (SELECT min(id) FROM jobs)",
    );
    database.run("UPDATE jobs SET next_attempt_at = 0 WHERE state = 'waiting'");
    database.close();

    const back = await startMailServer({}, port);
    const second = await startAppliance({ data });
    try {
      const got = [await back.next(), await back.next(), await back.next()];
      expect(got.flatMap(({ envelope }) => envelope.to).sort()).toEqual(people);
      client = await signIn(second.url);
      const metrics = await (await fetch(`${second.url}/metrics`)).text();
      expect(metrics).toContain("# TYPE vitrine_jobs gauge");
    } finally {
      expect(await second.stop()).toBe(0);
      await second.dispose();
      await back.stop();
    }
  });

  test("stopped while a mail server is silent, ends in time and tries again later", async () => {
    const heard = Promise.withResolvers<void>();
    const silent = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { open: () => heard.resolve(), data() {} } });
    const data = join(folder, "silent");
    const first = await startAppliance({ data, env: adminEnv });
    try {
      const client = await signIn(first.url);
      await client.send("PUT", "/api/admin/mail", { ...settingsFor(silent) });
      await invite(client, "fay@example.org");
      await heard.promise;
      expect(await first.stop()).toBe(0);
    } finally {
      await first.dispose();
      silent.stop(true);
    }
    // That attempt counts for nothing: the job is as if it had not begun.
    const database = new Database(join(data, "vitrine.db"), { readonly: true });
    const jobs = database.query("SELECT kind, state, attempts, lease, last_error FROM jobs").all();
    database.close();
    expect(jobs).toEqual([{ kind: "mail", state: "waiting", attempts: 0, lease: null, last_error: null }]);
  });
});

/** A port of this machine on which nothing listens (any more). */
async function closedPort(): Promise<number> {
  const { port, stop } = await startMailServer();
  await stop();
  return port;
}
