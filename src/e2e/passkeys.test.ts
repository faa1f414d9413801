import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Browser, CDPSession, Page } from "playwright-core";
import { type Appliance, adminEnv, type Client, firstAdmin, runVitrine, signIn, startAppliance } from "./appliance.ts";
import { browserPath, launchBrowser, visit } from "./browser.ts";

let appliance: Appliance;
let browser: Browser;
let url: string;
beforeAll(async () => {
  if (!browserPath) return;
  appliance = await startAppliance({ env: adminEnv });
  // Browsers know no passkeys under an address.
  url = appliance.url.replace("127.0.0.1", "localhost");
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await appliance?.dispose();
});

interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** A page of the appliance with an authenticator that keeps passkeys and verifies its person, or fails to. */
async function withAuthenticator() {
  const { page } = await visit(browser, url);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      ctap2Version: "ctap2_1",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      defaultBackupEligibility: true,
      defaultBackupState: true,
    },
  });
  await page.goto(`${url}/`);
  return { page, devtools, authenticatorId };
}

/** Registers in the page, as a page does. @returns the answer, or the name of the browser's error */
async function register(page: Page, token: string, name: string): Promise<Answer | string> {
  return page.evaluate(
    async ({ token, name }) => {
      const post = async (path: string, body: unknown) => {
        const answer = await fetch(`/api/auth/passkeys${path}`, {
          method: "POST",
          headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
          body: JSON.stringify(body),
        });
        return { status: answer.status, body: await answer.json() };
      };
      const { body } = await post("/registration", {});
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(body.options);
      try {
        const made = await navigator.credentials.create({ publicKey });
        if (!(made instanceof PublicKeyCredential)) return "no credential";
        return await post("", { challengeId: body.challengeId, name, response: made.toJSON() });
      } catch (error) {
        return error instanceof Error ? error.name : "unknown";
      }
    },
    { token, name },
  );
}

async function signInWithPasskey(page: Page): Promise<Answer | string> {
  return page.evaluate(async () => {
    const post = async (path: string, body: unknown) => {
      const answer = await fetch(`/api/auth/passkeys${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      return { status: answer.status, body: await answer.json() };
    };
    const { body } = await post("/options", {});
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(body.options);
    try {
      const found = await navigator.credentials.get({ publicKey });
      if (!(found instanceof PublicKeyCredential)) return "no credential";
      return await post("/sign-in", { challengeId: body.challengeId, response: found.toJSON() });
    } catch (error) {
      return error instanceof Error ? error.name : "unknown";
    }
  });
}

const credentialsOf = async (devtools: CDPSession, authenticatorId: string) =>
  (await devtools.send("WebAuthn.getCredentials", { authenticatorId })).credentials;

const passkeysOf = async (client: Client) => (await (await client.get("/api/auth/passkeys")).json()).items;

test.skipIf(!browserPath)(
  "a browser makes a passkey and signs in with it; a copy of it is found out; a command takes it away",
  async () => {
    const client = await signIn(url);
    const { page, devtools, authenticatorId } = await withAuthenticator();

    expect(await register(page, client.token, "Laptop")).toMatchObject({ status: 201, body: { name: "Laptop" } });
    expect(await passkeysOf(client)).toMatchObject([{ name: "Laptop", synced: true, transports: ["internal"] }]);
    const [credential] = await credentialsOf(devtools, authenticatorId);
    expect(credential).toMatchObject({ isResidentCredential: true, rpId: "localhost" });
    const handle = Buffer.from(credential?.userHandle ?? "", "base64");
    expect([handle.length, handle.toString("latin1").includes("@")]).toEqual([32, false]);
    // The same authenticator is not asked twice.
    expect(await register(page, client.token, "Again")).toBe("InvalidStateError");

    await page.context().clearCookies();
    expect(await signInWithPasskey(page)).toMatchObject({ status: 200, body: { user: { email: firstAdmin.email } } });
    const renewed = await page.evaluate(async () => (await fetch("/api/auth/refresh", { method: "POST" })).status);
    expect(renewed).toBe(200);

    await devtools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
    expect(await signInWithPasskey(page)).toBe("NotAllowedError");
    await devtools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: true });

    // A copy of the key that was taken before the last sign-in: its counter lags behind.
    const [now] = await credentialsOf(devtools, authenticatorId);
    if (!now) throw new Error("the authenticator lost its passkey");
    await devtools.send("WebAuthn.removeCredential", { authenticatorId, credentialId: now.credentialId });
    await devtools.send("WebAuthn.addCredential", { authenticatorId, credential: { ...now, signCount: 0 } });
    expect(await signInWithPasskey(page)).toMatchObject({ status: 401, body: { code: "invalid_credentials" } });
    const log = await (await client.get("/api/admin/audit?action=passkey.counter-ran-back")).json();
    expect(log.items).toMatchObject([{ outcome: "refused", target: { name: firstAdmin.email } }]);

    const removal = await runVitrine(["user", "remove-passkeys", firstAdmin.email, "--data", appliance.data]);
    expect([removal.code, removal.stderr]).toEqual([
      0,
      `${firstAdmin.email} has no passkeys any more; there were 1.\n`,
    ]);
    await devtools.send("WebAuthn.removeCredential", { authenticatorId, credentialId: now.credentialId });
    await devtools.send("WebAuthn.addCredential", { authenticatorId, credential: { ...now, signCount: 100 } });
    expect(await signInWithPasskey(page)).toMatchObject({ status: 401, body: { code: "invalid_credentials" } });
    expect(await passkeysOf(client)).toEqual([]);
  },
  60_000,
);

test.skipIf(!browserPath)(
  "a command beside the server replaces the signing key; with --end-tokens every access token ends and sessions go on",
  async () => {
    const client = await signIn(url);
    const { page } = await visit(browser, url);
    await page.goto(`${url}/`);
    const entered = await page.evaluate(async (account) => {
      const answer = await fetch("/api/auth/login", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(account),
      });
      return answer.status;
    }, firstAdmin);
    expect(entered).toBe(200);
    const status = async () => (await client.get("/api/auth/me")).status;
    expect((await runVitrine(["rotate-keys", "--data", appliance.data])).code).toBe(0);
    expect(await status()).toBe(200);
    expect((await runVitrine(["rotate-keys", "--end-tokens", "--data", appliance.data])).code).toBe(0);
    expect(await status()).toBe(401);
    const renewed = await page.evaluate(async () => {
      const { accessToken } = await (await fetch("/api/auth/refresh", { method: "POST" })).json();
      return (await fetch("/api/auth/me", { headers: { authorization: `Bearer ${accessToken}` } })).status;
    });
    expect(renewed).toBe(200);
  },
  60_000,
);
