import { afterAll, describe, expect, test } from "bun:test";
import { accountJobs } from "../accounts/index.ts";
import { linkIn, settingsFor, startMailServer } from "../accounts/mail/testing.ts";
import { requireUserByEmail } from "../accounts/people/users.ts";
import { signedInPerson } from "../accounts/testing.ts";
import { createJobRunner } from "../platform/jobs/index.ts";
import { testServer } from "./testing.ts";
import { type RawAnswer, rawGet } from "./testing-raw.ts";

const { app, listen, stop } = testServer({}, { VITRINE_RATE_LIMITS: "off" });
const mail = await startMailServer();
const runner = createJobRunner(app, accountJobs);
afterAll(async () => {
  await runner.close(0);
  await stop();
  await mail.stop();
});
const origin = listen();
const local = "Host: localhost";
const admin = await signedInPerson(app, "root@example.org", "admin");

describe("out of the folders that are served", () => {
  const up = [
    "../",
    "..%2f",
    "%2e%2e/",
    "%2e%2e%2f",
    "..%5c",
    "..\\",
    "%252e%252e%252f",
    "..%252f",
    "%c0%ae%c0%ae/",
    "..%c0%af",
    "%uff0e%uff0e/",
    "..;/",
    "....//",
    ".%00./",
  ];
  const folders = [
    "/",
    "/static/",
    "/docs/",
    "/preview/modules/",
    "/preview/modules/fonts/",
    "/api/",
    "/preview/frame/",
  ];
  const targets = ["etc/passwd", "proc/self/environ", "secrets.json", "package.json", "licences.txt"];
  const secretText = /root:.*:0:0|"jwt"|"master"|"dependencies"|PATH=|VITRINE_/;

  test.each(up)("with %s", async (step) => {
    const leaked: string[] = [];
    for (const folder of folders) {
      for (const target of targets) {
        for (const times of [1, 8]) {
          const path = folder + step.repeat(times) + target;
          const { status, text, headers } = await rawGet(origin, path, local);
          // The page answers addresses of its own; files of the machine are none.
          const page = status === 200 && (headers.get("content-type") ?? "").startsWith("text/html");
          if (secretText.test(text) || !(page || [400, 404].includes(status))) leaked.push(`${path}: ${status}`);
        }
      }
    }
    expect(leaked).toEqual([]);
  });

  test.each([
    "/%00",
    "/static/%00.js",
    "/docs/start.js%00.png",
    "/static/%",
    "/%E0%A4%A",
    "/%ff%fe",
    "/docs/start.js/",
    "/docs//start.js",
    "/docs/start.js.gz",
    "/docs/start.js.br",
    "/static/.",
    "/static/..",
    "/constructor",
    "/__proto__",
    "/docs/__proto__",
    "/preview/modules/__proto__",
    "/preview/modules/constructor",
    "/api/projects/__proto__",
    "/api/attachments/..%2f..%2fsecrets.json",
    "/api/versions/%2e%2e",
    "/api/keys/%00",
    "//etc/passwd",
    "/\\etc\\passwd",
    "/.well-known/../.env",
    "/api/auth/oauth/__proto__/callback",
    "/api/auth/oauth/constructor",
  ])("%s is nothing, and breaks nothing", async (path) => {
    const { status, text } = await rawGet(origin, path, local, `Authorization: Bearer ${admin.token}`);
    expect([200, 302, 400, 404, 422]).toContain(status);
    if (status === 200) expect(text).toStartWith("<!doctype html>");
    expect(text).not.toMatch(secretText);
  });
});

describe("the name that a request is for", () => {
  const asked = (...lines: string[]) => rawGet(origin, "/api/setup", ...lines);
  const claims = (answer: RawAnswer) => [answer.status, answer.text.includes('"claimed"')];

  test.each<[string, string[], number]>([
    ["twice the same", ["Host: localhost", "Host: localhost"], 400],
    ["ours and another", ["Host: localhost", "Host: evil.example.com"], 400],
    ["another and ours", ["Host: evil.example.com", "Host: localhost"], 400],
    ["in a list", ["Host: localhost, evil.example.com"], 400],
    ["with a person", ["Host: root@localhost"], 400],
    ["with a fragment", ["Host: localhost#.evil.example.com"], 400],
    ["with a query", ["Host: localhost?.evil.example.com"], 400],
    ["with an address behind it", ["Host: localhost/evil.example.com"], 400],
    ["in another script", ["Host: l\u00f6calhost"], 400],
    ["empty", ["Host:"], 400],
  ])("%s", async (_how, lines, status) => {
    expect(claims(await asked(...lines))).toEqual([status, false]);
  });

  test.each([
    "X-Forwarded-Host: evil.example.com",
    "X-Host: evil.example.com",
    "X-Original-Host: evil.example.com",
    "X-HTTP-Host-Override: evil.example.com",
    "Forwarded: for=192.0.2.1;host=evil.example.com;proto=https",
    "X-Original-URL: /api/admin/users",
    "X-Rewrite-URL: /api/admin/users",
    "X-HTTP-Method-Override: DELETE",
  ])("is not changed by %s", async (line) => {
    const answer = await asked(local, line);
    expect(claims(answer)).toEqual([200, true]);
    expect(answer.headers.get("strict-transport-security")).toBeNull();
  });

  test("stays what the header says where the target holds another", async () => {
    const named = await rawGet(origin, "http://evil.example.com/api/setup", local);
    expect(claims(named)).toEqual([200, true]);
    expect(claims(await rawGet(origin, "http://localhost/api/setup", "Host: evil.example.com"))).toEqual([421, false]);
    const frame = await rawGet(origin, "http://evil.example.com/preview/frame", local);
    expect(frame.headers.get("content-security-policy")).toContain("http://localhost/preview/modules/");
    expect(`${frame.headers.get("content-security-policy")}${frame.text}`).not.toContain("evil.example.com");
  });

  test("is what a proxy that we trust says, in the frame's policy as well", async () => {
    const behind = testServer(
      {},
      { VITRINE_TRUSTED_PROXIES: "127.0.0.1", VITRINE_PUBLIC_URL: "https://v.example.org" },
    );
    const { headers } = await rawGet(
      behind.listen(),
      "/preview/frame",
      "Host: 10.0.0.7:8080",
      "X-Forwarded-Host: v.example.org",
      "X-Forwarded-Proto: https",
    );
    expect(headers.get("content-security-policy")).toContain("//v.example.org/preview/modules/");
    expect(headers.get("content-security-policy")).not.toContain("10.0.0.7");
    await behind.stop();
  });
});

describe("a link that is mailed", () => {
  const forged = {
    "x-forwarded-host": "evil.example.com",
    "x-forwarded-proto": "https",
    forwarded: "host=evil.example.com",
  };
  const post = (path: string, body: object, headers: Record<string, string>) =>
    fetch(origin + path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });

  test("for a new password never leads where the stranger who asked for it says", async () => {
    runner.start();
    await fetch(`${origin}/api/admin/mail`, {
      method: "PUT",
      headers: { ...admin.headers, "content-type": "application/json" },
      body: JSON.stringify(settingsFor(mail)),
    });
    const { email } = requireUserByEmail(app, "root@example.org");
    // A name without a dot is let in, because it may be this machine's; it is in no link.
    for (const host of ["localhost", "evil"]) {
      expect((await post("/api/auth/password/forgot", { email }, { ...forged, host })).status).toBe(202);
      const message = await mail.next();
      expect(linkIn(message)).toStartWith("http://127.0.0.1:");
      expect(`${message.text}${message.html}`).not.toContain("evil");
    }
  });

  test("to join leads where its administrator is, and not where another header points", async () => {
    const body = { email: "bea@example.org", role: "member" };
    const answer = await post("/api/admin/invitations", body, { ...admin.headers, ...forged });
    const { url } = await answer.json();
    expect(url).toStartWith(`${origin}/invitation#`);
    expect(linkIn(await mail.next())).toBe(url);
  });
});
