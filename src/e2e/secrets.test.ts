import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { codeAt, fromBase32, stepAt } from "../accounts/codes/totp.ts";
import { linkIn, mailPassword, settingsFor, startMailServer, type TestMailServer } from "../accounts/mail/testing.ts";
import { type Appliance, adminEnv, type Client, firstAdmin, signIn, startAppliance } from "./appliance.ts";

/** Everything that nobody but its owner may ever read, by what it is. */
const secrets = new Map<string, string>();
const keep = (what: string, secret: string | undefined): string => {
  if (!secret || secret.length < 6) throw new Error(`no ${what}`);
  secrets.set(what, secret);
  return secret;
};
const found = (text: string) => [...secrets].filter(([, secret]) => text.includes(secret)).map(([what]) => what);

const providerKey = "sk-provider-7f3a9c1e5b";
const environmentKey = "sk-environment-2d8e4f6a0c";
const clientSecret = "oauth-client-secret-51c7";
const bea = { email: "bea@example.org", password: "a lantern under still water" };
const folder = mkdtempSync(join(tmpdir(), "vitrine-secrets-"));
const data = join(folder, "data");
let mail: TestMailServer;
let vitrine: Appliance;
let admin: Client;

const json = { "content-type": "application/json" };
const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  fetch(vitrine.url + path, { method: "POST", headers: { ...json, ...headers }, body: JSON.stringify(body) });
/** Refused requests carry secrets too; what is said about them must not. */
const refusals: string[] = [];
const refused = async (answer: Promise<Response>) => {
  const got = await answer;
  refusals.push(`${got.status} ${JSON.stringify([...got.headers])} ${await got.text()}`);
  expect(got.status).toBeGreaterThanOrEqual(400);
};
const cookieOf = (answer: Response) => /vitrine_refresh=([^;]+)/.exec(answer.headers.get("set-cookie") ?? "")?.[1];

beforeAll(async () => {
  mail = await startMailServer({ allowInsecureAuth: true });
  const first = await startAppliance({ data, args: ["--log-level", "debug"] });
  keep("the first link", first.setupUrl?.split("#")[1]);
  expect(await first.stop()).toBe(0);
  await first.dispose();
  writeFileSync(
    join(data, "config.toml"),
    `[[providers]]\nid = "gpu"\nkind = "openai"\nbase_url = "http://127.0.0.1:9/v1"\napi_keys = ["${providerKey}"]\n`,
    { mode: 0o600 },
  );
  vitrine = await startAppliance({
    data,
    env: { ...adminEnv, OPENAI_API_KEY: environmentKey },
    args: ["--log-level", "debug"],
  });
  keep("a provider's key", providerKey);
  keep("a provider's key in the environment", environmentKey);
  keep("the administrator's password", firstAdmin.password);
  admin = await signIn(vitrine.url);
  keep("the administrator's access token", admin.token);
});
afterAll(async () => {
  await vitrine?.dispose();
  await mail.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Touches everything there is to keep, on the good ways and on the bad ones. */
async function useEverything(): Promise<void> {
  const settings = { ...settingsFor(mail), username: "vitrine", password: keep("the mail password", mailPassword) };
  expect((await admin.send("PUT", "/api/admin/mail", settings)).status).toBe(200);
  await refused(admin.send("PUT", "/api/admin/mail", { ...settings, port: -1 }));
  const provider = { kind: "github", clientId: "vitrine", clientSecret: keep("an OAuth client secret", clientSecret) };
  expect((await admin.send("POST", "/api/admin/sign-in/providers", provider)).status).toBe(201);
  await refused(admin.send("POST", "/api/admin/sign-in/providers", { ...provider, kind: "nobody" }));
  await fetch(`${vitrine.url}/api/auth/oauth/github`, { redirect: "manual" });

  const invited = await (
    await admin.send("POST", "/api/admin/invitations", { email: bea.email, role: "member" })
  ).json();
  await mail.next();
  const invitation = keep("an invitation", invited.url.split("#")[1]);
  const joining = { token: invitation, email: bea.email, name: "Bea", password: keep("a password", bea.password) };
  expect((await post("/api/auth/register", joining)).ok).toBe(true);
  await refused(post("/api/auth/register", joining));

  await refused(post("/api/auth/login", { ...bea, password: keep("a wrong password", "what somebody guessed") }));
  await refused(post("/api/auth/login", { ...bea, password: { secret: bea.password } }));
  await refused(post("/api/auth/login", { ...bea, email: bea.password }));
  await refused(
    fetch(`${vitrine.url}/api/auth/login`, { method: "POST", headers: json, body: `{"password":"${bea.password}"` }),
  );
  const entered = await post("/api/auth/login", bea);
  const { accessToken } = await entered.json();
  const refresh = keep("a refresh token", cookieOf(entered));
  const person = { authorization: `Bearer ${keep("an access token", accessToken)}` };
  const renewed = await post("/api/auth/refresh", {}, { cookie: `vitrine_refresh=${refresh}` });
  keep("a renewed refresh token", cookieOf(renewed));

  const { secret } = await (await post("/api/auth/totp", { password: bea.password }, person)).json();
  keep("the secret of one-time codes", secret);
  const code = codeAt(fromBase32(secret), stepAt(Date.now()));
  const { recoveryCodes } = await (await post("/api/auth/totp/confirm", { code }, person)).json();
  for (const [n, one] of recoveryCodes.entries()) keep(`recovery code ${n}`, one);
  expect((await post("/api/auth/login", { ...bea, code: recoveryCodes[0] })).status).toBe(200);
  await refused(post("/api/auth/login", { ...bea, code: recoveryCodes[0] }));

  const made = await (await post("/api/keys", { name: "Nightly", scopes: ["read"] }, person)).json();
  const key = keep("an API key", made.secret);
  keep("the secret part of an API key", key.split("_").slice(2).join("_"));
  expect((await fetch(`${vitrine.url}/api/projects`, { headers: { authorization: `Bearer ${key}` } })).status).toBe(
    200,
  );
  await refused(fetch(`${vitrine.url}/api/keys`, { headers: { authorization: `Bearer ${key}` } }));
  await refused(fetch(`${vitrine.url}/api/auth/me`, { headers: { authorization: `Bearer ${key}x` } }));

  expect((await post("/api/auth/password/forgot", { email: bea.email })).status).toBe(202);
  const letters = [await mail.next()];
  while (!linkIn(letters.at(-1) ?? {}).includes("reset-password#")) letters.push(await mail.next());
  const reset = keep("a link for a new password", linkIn(letters.at(-1) ?? {}).split("#")[1]);
  await refused(post("/api/auth/password/reset", { token: reset, password: "short" }));
  const changed = { token: reset, password: keep("a new password", "a kettle on the northern shelf") };
  expect((await post("/api/auth/password/reset", changed)).status).toBe(204);
  await refused(post("/api/auth/password/reset", changed));

  // Letters that cannot be delivered stay, and with them what stands in them.
  mail.verdict = () => ({ status: 451, text: "later" });
  const waiting = await (
    await admin.send("POST", "/api/admin/invitations", { email: "cy@example.org", role: "member" })
  ).json();
  keep("an invitation that waits to be mailed", waiting.url.split("#")[1]);

  const project = await (await admin.send("POST", "/api/projects", { name: "Shop" })).json();
  const chat = await (await admin.send("POST", `/api/projects/${project.id}/chats`, { title: "Chat" })).json();
  const started = await (await admin.send("POST", `/api/chats/${chat.id}/generations`, { prompt: "a card" })).json();
  keep("a stream's ticket", /ticket=([^&]+)/.exec(started.streamUrl)?.[1]);
  await (await fetch(`${vitrine.url}${started.streamUrl}`)).text();
  await refused(fetch(`${vitrine.url}/api/nothing?token=${reset}&password=${encodeURIComponent(bea.password)}`));

  const keys: Record<string, string> = JSON.parse(readFileSync(join(data, "secrets.json"), "utf8"));
  for (const [name, value] of Object.entries(keys)) keep(`the appliance's own ${name} key`, value);
}

describe("after a session that used every secret there is, at the log's finest", () => {
  beforeAll(useEverything, 60_000);

  test("there were many, and some that were refused", () => {
    expect(secrets.size).toBeGreaterThan(25);
    expect(refusals.length).toBeGreaterThan(10);
  });

  test("no refusal repeats one", () => {
    expect(found(refusals.join("\n"))).toEqual([]);
  });

  test.each([
    "/metrics",
    "/health",
    "/api/openapi.json",
    "/api/auth/export",
    "/api/admin/audit?limit=100",
    "/api/admin/audit/export?format=csv",
    "/api/admin/audit/export?format=jsonl",
    "/api/admin/mail",
    "/api/admin/sign-in",
    "/api/admin/jobs?limit=100",
    "/api/admin/users?limit=100",
    "/api/admin/keys?limit=100",
    "/api/admin/sessions?limit=100",
    "/api/admin/invitations?limit=100",
    "/api/models",
    "/api/keys",
  ])("%s holds none", async (path) => {
    const answer = await admin.get(path);
    const text = await answer.text();
    expect([answer.status, text.length > 20]).toEqual([200, true]);
    expect(found(text)).toEqual([]);
  });

  test("the log holds none, the first link but where it is meant to be read", () => {
    const log = vitrine.log();
    expect(log.split("\n").length).toBeGreaterThan(30);
    expect(log).toContain('"level":"debug"');
    expect(found(log)).toEqual([]);
  });

  test("no file of the data folder holds one in the clear but those that are for it", async () => {
    expect(await vitrine.stop()).toBe(0);
    const holding: string[] = [];
    const wide: string[] = [];
    for (const entry of readdirSync(data, { recursive: true, withFileTypes: true })) {
      const file = join(entry.parentPath, entry.name);
      if ((statSync(file).mode & 0o077) !== 0) wide.push(file.slice(data.length));
      if (!entry.isFile()) continue;
      const names = found(readFileSync(file).toString("latin1"));
      const meant =
        entry.name === "secrets.json" ? /appliance's own/ : entry.name === "config.toml" ? /^a provider's key$/ : /^$/;
      const stray = names.filter((name) => !meant.test(name));
      if (stray.length > 0) holding.push(`${entry.name}: ${stray.join(", ")}`);
    }
    expect(holding).toEqual([]);
    expect(found(readFileSync(join(data, "secrets.json"), "utf8")).length).toBeGreaterThan(2);
    expect(statSync(data).mode & 0o777).toBe(0o700);
    expect(wide).toEqual([]);
  });
});
