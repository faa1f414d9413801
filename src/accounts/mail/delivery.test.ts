import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type { App } from "../../platform/app.ts";
import { ManualClock } from "../../platform/clock.ts";
import { createJobRunner, type JobRunner, listJobs, retryJob } from "../../platform/jobs/index.ts";
import { testApp } from "../../platform/testing.ts";
import { accountJobs } from "../jobs.ts";
import { signedInPerson } from "../testing.ts";
import { postLetter } from "./mail-job.ts";
import { type MailChange, writeMailSettings } from "./mail-settings.ts";
import { testMail } from "./mail-test.ts";
import { notify } from "./notify.ts";
import { mailPassword, settingsFor, startMailServer, type TestMailServer } from "./testing.ts";

const clock = new ManualClock();
let app: App & { dispose(): void };
let server: TestMailServer;
let runner: JobRunner;

beforeEach(async () => {
  app = testApp({ clock });
  server = await startMailServer();
  runner = createJobRunner(app, accountJobs);
  runner.start();
});
afterEach(async () => {
  await runner.close(0);
  await server.stop();
  app.dispose();
});

const settle = (change: Partial<MailChange> = {}) =>
  writeMailSettings(app, { ...settingsFor(server), ...change }, "https://vitrine.example.org");
const send = (name = "Ada", email = "ada@example.org", subject = "Hello") =>
  postLetter(app, { name, email }, { subject, summary: "Test", paragraphs: ["One & <two>"] });
const job = () => listJobs(app, {}).items[0] ?? expect.unreachable();
/** Until the job has been tried so many times in all. */
async function tryAgain() {
  await clock.advance(Date.parse(job().nextAttemptAt ?? "") - clock.now());
  await runner.idle();
}

describe("an e-mail", () => {
  test("arrives as text and as HTML, from and to whom it should", async () => {
    settle({ replyTo: "Help <help@example.org>" });
    const { user } = await signedInPerson(app, "ada@example.org");
    expect(
      notify(app, user.id, {
        kind: "key-created",
        name: '<b>"k"</b>',
        from: { address: "192.0.2.1", userAgent: "curl/8" },
      }),
    ).toBe(true);
    const mail = await server.next();
    expect(mail.subject).toBe("An API key was made");
    expect(mail.from?.text).toBe('"Vitrine" <vitrine@example.org>');
    expect(mail.replyTo?.text).toBe('"Help" <help@example.org>');
    expect(mail.envelope).toEqual({ from: "vitrine@example.org", to: ["ada@example.org"] });
    expect(mail.headers.get("auto-submitted")).toBe("auto-generated");
    expect(mail.text).toContain('“<b>"k"</b>”');
    expect(mail.text).toContain("https://vitrine.example.org/account");
    expect(mail.text).toContain("192.0.2.1");
    expect(mail.html).toContain("&lt;b&gt;&quot;k&quot;&lt;/b&gt;");
    expect(mail.html).not.toMatch(/<b>|<img|<link|@import|src=|url\(/);
    await runner.idle();
    expect(job()).toMatchObject({ state: "done", summary: "Notice: An API key was made to ada@example.org" });
    expect(mail.messageId).toBe(`<${job().id}@example.org>`);
  });

  test("is not even stored where no mail server is set up, nor for somebody who cannot sign in", async () => {
    const { user } = await signedInPerson(app, "ada@example.org");
    expect(notify(app, user.id, { kind: "codes-enabled" })).toBe(false);
    settle();
    expect(notify(app, "nobody", { kind: "codes-enabled" })).toBe(false);
    expect(listJobs(app, {}).items).toEqual([]);
  });

  test.each([
    ["a name", "Ada\r\nBcc: eve@example.org", "ada@example.org", "Hello"],
    ["a name with a comma", "Ada, eve@example.org", "ada@example.org", "Hello"],
    ["a name in brackets", "<eve@example.org>", "ada@example.org", "Hello"],
    ["a subject", "Ada", "ada@example.org", "Hello\r\nBcc: eve@example.org\r\n\r\nbody"],
    ["a subject with a bare line feed", "Ada", "ada@example.org", "Hello\nBcc: eve@example.org"],
  ])("cannot be given another header by %s", async (_what, name, email, subject) => {
    settle();
    send(name, email, subject);
    const mail = await server.next();
    expect(mail.envelope.to).toEqual(["ada@example.org"]);
    expect([...mail.headers.keys()].sort()).toEqual([
      "auto-submitted",
      "content-type",
      "date",
      "from",
      "message-id",
      "mime-version",
      "subject",
      "to",
      "x-auto-response-suppress",
    ]);
    expect(Array.isArray(mail.to) ? [] : mail.to?.value.map(({ address }) => address)).toEqual(["ada@example.org"]);
    expect(server.asked).toEqual(["ada@example.org"]);
  });

  test.each([["ada@example.org\r\nRCPT TO:<eve@example.org>"], ["ada@example.org>\r\nDATA"], ["a@b, eve@example.org"]])(
    "to %j reaches nobody else",
    async (email) => {
      settle();
      send("Ada", email);
      await runner.idle();
      expect(server.received).toEqual([]);
      expect(server.asked.filter((one) => one.includes("eve"))).toEqual([]);
    },
  );

  test("whose link has ended is not sent any more", async () => {
    await server.stop();
    settle();
    postLetter(
      app,
      { name: "", email: "ada@example.org" },
      { subject: "Link", summary: "Link", paragraphs: [] },
      { usefulUntil: clock.now() + 1000 },
    );
    await runner.idle();
    expect(job()).toMatchObject({ state: "waiting", attempts: 1 });
    await tryAgain();
    expect(job()).toMatchObject({ state: "dead", lastError: "Its link had ended before it could be sent." });
    server = await startMailServer();
  });
});

describe("a mail server", () => {
  test("that greylists is asked again, and takes it then", async () => {
    settle();
    let asked = 0;
    server.verdict = () => (asked++ === 0 ? { status: 451, text: "4.7.1 Greylisted, try again later" } : undefined);
    send();
    await runner.idle();
    expect(job()).toMatchObject({ state: "waiting", attempts: 1 });
    expect(job().lastError).toContain("does not take the message just now. It said: 451 4.7.1 Greylisted");
    await tryAgain();
    expect(server.received).toHaveLength(1);
    expect(job()).toMatchObject({ state: "done", attempts: 2, lastError: null });
  });

  test("that refuses for good is not asked again, until somebody says so", async () => {
    settle();
    server.verdict = () => ({ status: 550, text: "5.1.1 No such user" });
    send();
    await runner.idle();
    expect(job()).toMatchObject({ state: "dead", attempts: 1 });
    expect(job().lastError).toContain("refused the recipient. It said: 550 5.1.1 No such user");
    await clock.advance(3600_000);
    expect(server.asked).toHaveLength(1);
    server.verdict = () => undefined;
    retryJob(app, job().id);
    await server.next();
    await runner.idle();
    expect(job().state).toBe("done");
  });

  test("that is down is tried until it is back", async () => {
    settle();
    const { port } = server;
    await server.stop();
    send();
    await runner.idle();
    expect(job().lastError).toBe(
      `Nothing answers at 127.0.0.1 on port ${port}. Check host and port, and whether the mail server runs.`,
    );
    server = await startMailServer({}, port);
    await tryAgain();
    expect(job()).toMatchObject({ state: "done", attempts: 2 });
    expect(server.received).toHaveLength(1);
  });

  test("gets what an earlier run of this one left", async () => {
    settle();
    await runner.close(0);
    send();
    runner = createJobRunner(app, accountJobs);
    runner.start();
    expect((await server.next()).subject).toBe("Hello");
  });
});

describe("a test of the settings", () => {
  const to = "ada@example.org";

  test("arrives at once", async () => {
    settle();
    expect(await testMail(app, to)).toMatchObject({ ok: true });
    expect((await server.next()).subject).toBe("E-mail works");
  });

  test.each<
    [
      string,
      Parameters<typeof startMailServer>[0],
      Partial<MailChange>,
      string,
      Parameters<TestMailServer["verdict"]>[0] | undefined,
    ]
  >([
    [
      "a name without an address",
      {},
      { host: "nothing.invalid" },
      "The name nothing.invalid has no address.",
      undefined,
    ],
    [
      "the metadata service",
      {},
      { host: "169.254.169.254" },
      "169.254.169.254 is an address that requests are not sent to from here.",
      undefined,
    ],
    [
      "its address in IPv6",
      {},
      { host: "::ffff:169.254.169.254" },
      "is an address that requests are not sent to",
      undefined,
    ],
    ["a closed port", {}, { port: 1 }, "Nothing answers at 127.0.0.1 on port 1.", undefined],
    [
      "a self-signed certificate",
      { secure: true },
      { host: "localhost", security: "tls" },
      "The certificate of localhost is self-signed",
      undefined,
    ],
    [
      "the same after STARTTLS",
      {},
      { host: "localhost", security: "starttls" },
      "The certificate of localhost is self-signed",
      undefined,
    ],
    [
      "no STARTTLS",
      { hideSTARTTLS: true, disabledCommands: ["STARTTLS"] },
      { security: "starttls" },
      "does not offer STARTTLS",
      undefined,
    ],
    ["no TLS", {}, { security: "tls" }, "speak TLS", undefined],
    [
      "a wrong password",
      { allowInsecureAuth: true },
      { username: "ada", password: "wrong" },
      "refused the sign-in of ada. Check user name and password. It said: 535",
      undefined,
    ],
    ["no password where one is needed", { authOptional: false }, {}, "wants a user name and a password", undefined],
    ["no relay", {}, {}, "does not pass e-mail on to that address for us. It said: 554", "5.7.1 Relay access denied"],
  ])("says what is wrong: %s", async (_name, options, change, sentence, refusal) => {
    await server.stop();
    server = await startMailServer(options);
    if (refusal) server.verdict = () => ({ status: 554, text: refusal });
    settle(change);
    const { ok, detail } = await testMail(app, to);
    expect(detail).toContain(sentence);
    expect(ok).toBe(false);
    expect(server.received).toEqual([]);
  });

  test("signs in with the stored password", async () => {
    await server.stop();
    server = await startMailServer({ allowInsecureAuth: true, authOptional: false });
    settle({ username: "ada", password: mailPassword });
    settle({ username: "ada" });
    expect(await testMail(app, to)).toMatchObject({ ok: true });
  });

  test("never waits for ever", async () => {
    const silent = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
    settle({ port: silent.port });
    const result = testMail(app, to);
    // The name is looked up first; the time-out is then the only thing that can end it.
    await clock.advance(25_000);
    expect(await result).toEqual({ ok: false, detail: "127.0.0.1 took longer than 25 seconds." });
    silent.stop(true);
  });

  test.each([["no address"], ["a@b\r\nc"], [""]])("refuses %j", (wrong) => {
    settle();
    expect(testMail(app, wrong)).rejects.toMatchObject({ code: "validation_failed" });
  });
});
