import { afterEach, describe, expect, test } from "bun:test";
import { createHmac } from "node:crypto";
import { decodeJwt, decodeProtectedHeader } from "jose";
import type { App } from "../../platform/app.ts";
import { ManualClock } from "../../platform/clock.ts";
import { openDatabase } from "../../platform/database.ts";
import { systemRandom } from "../../platform/random.ts";
import { loadSecrets } from "../../platform/secrets.ts";
import { testApp } from "../../platform/testing.ts";
import { listAudit } from "../audit/audit-log.ts";
import { authenticate } from "../guard.ts";
import { signedInPerson } from "../testing.ts";
import { signingKeys } from "./schema.ts";
import { accessTokenSeconds, rotateSigningKeys, signingKeyMs, verifyingKey } from "./signing-keys.ts";

const clock = new ManualClock();
const opened: { dispose(): void }[] = [];
afterEach(() => {
  for (const one of opened.splice(0).reverse()) one.dispose();
});

function start(overrides: Partial<App> = {}) {
  const app = testApp({ clock, ...overrides });
  opened.push(app);
  return app;
}

/** The same data folder in another process, as far as memory goes. */
function beside(app: App): App {
  const { db, close } = openDatabase(app.paths);
  opened.push({ dispose: close });
  return { ...app, db, secrets: loadSecrets(app.paths.secrets, systemRandom) };
}

const good = async (app: App, token: string): Promise<boolean> => {
  const request = new Request("http://localhost/", { headers: { authorization: `Bearer ${token}` } });
  return (await authenticate(app, request)) !== undefined;
};
const keyOf = (token: string) => decodeProtectedHeader(token).kid;
const tokenOf = async (app: App): Promise<string> => (await signedInPerson(app)).token;

/** As tokens were before keys had names. */
function unnamedToken(app: App, token: string): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(decodeJwt(token))}`;
  return `${text}.${createHmac("sha256", app.secrets.jwt).update(text).digest("base64url")}`;
}

describe("signing keys", () => {
  test("name themselves in the token, and lie encrypted in the database", async () => {
    const app = start();
    const token = await tokenOf(app);
    expect(
      app.db
        .select()
        .from(signingKeys)
        .all()
        .map(({ id }) => id),
    ).toContain(keyOf(token) ?? "");
    for (const { sealedKey } of app.db.select().from(signingKeys).all()) expect(sealedKey).toStartWith("v1.");
    expect(JSON.stringify(app.db.select().from(signingKeys).all())).not.toContain(app.secrets.jwt);
  });

  test("outlive a restart", async () => {
    const app = start();
    const token = await tokenOf(app);
    const restarted = beside(app);
    expect(await good(restarted, token)).toBe(true);
    expect(keyOf(await tokenOf(restarted))).toBe(keyOf(token));
  });

  test("are replaced after 30 days by themselves; the one before verifies as long as its tokens live", async () => {
    const app = start();
    await tokenOf(app);
    await clock.advance(signingKeyMs - 1000);
    const last = await tokenOf(app);
    await clock.advance(1000);
    const next = await tokenOf(app);
    expect(keyOf(next)).not.toBe(keyOf(last));
    expect([await good(app, last), await good(app, next)]).toEqual([true, true]);
    expect(listAudit(app, { action: "signing-key." }).items).toHaveLength(2);
    await clock.advance(accessTokenSeconds * 1000 - 1);
    expect(await verifyingKey(app, keyOf(last))).toBeDefined();
    await clock.advance(1);
    expect(await verifyingKey(app, keyOf(last))).toBeUndefined();
    expect(await verifyingKey(app, keyOf(next))).toBeDefined();
  });

  test("are replaced on demand, several times, also by a command beside the server", async () => {
    const app = start();
    const command = beside(app);
    const tokens = [await tokenOf(app)];
    for (let n = 0; n < 4; n++) {
      rotateSigningKeys(n % 2 === 0 ? command : app);
      tokens.push(await tokenOf(app));
    }
    expect(new Set(tokens.map(keyOf)).size).toBe(5);
    for (const one of [app, command, beside(app)]) {
      expect(await Promise.all(tokens.map((token) => good(one, token)))).toEqual([true, true, true, true, true]);
    }
    await clock.advance(accessTokenSeconds * 1000 + 1);
    rotateSigningKeys(app);
    expect(app.db.select().from(signingKeys).all()).toHaveLength(2);
  });

  test("end all tokens at once where that is asked for, also those that were checked before", async () => {
    const app = start();
    const command = beside(app);
    const token = await tokenOf(app);
    const old = unnamedToken(app, token);
    expect([await good(app, token), await good(app, old)]).toEqual([true, true]);
    rotateSigningKeys(command, { endTokens: true });
    expect([await good(app, token), await good(app, old)]).toEqual([false, false]);
    expect(await good(app, await tokenOf(app))).toBe(true);
  });

  test("are made once when many tokens are signed at once", async () => {
    const app = start();
    const person = await signedInPerson(app);
    await clock.advance(signingKeyMs);
    const tokens = await Promise.all(
      [app, beside(app), beside(app)].map((one) => signedInPerson(one, person.user.email)),
    );
    expect(new Set(tokens.map(({ token }) => keyOf(token))).size).toBe(1);
  });

  test("are new ones where the master key is another, and nothing signed before is good", async () => {
    const app = start();
    const token = await tokenOf(app);
    const other = { ...beside(app), secrets: { ...app.secrets, master: "another master key of 32 letters" } };
    expect(await good(other, token)).toBe(false);
    expect(await good(other, await tokenOf(other))).toBe(true);
  });
});

describe("an update from before keys had names", () => {
  test("signs nobody out: their tokens are good for the rest of their time", async () => {
    const app = start();
    const token = unnamedToken(app, await tokenOf(app));
    app.db.delete(signingKeys).run();
    const updated = beside(app);
    expect(await good(updated, token)).toBe(true);
    expect(keyOf(await tokenOf(updated))).toBeString();
    await clock.advance(accessTokenSeconds * 1000);
    // A token that claims to be younger than the update, of whoever knows the old key.
    const late = unnamedToken(app, await tokenOf(updated));
    expect(await good(updated, late)).toBe(false);
  });

  test("does not happen again when the keys were replaced", async () => {
    const app = start();
    const token = await tokenOf(app);
    await clock.advance(accessTokenSeconds * 1000 + 1);
    rotateSigningKeys(app);
    expect(await good(app, unnamedToken(app, await tokenOf(app)))).toBe(false);
    expect(await good(app, token)).toBe(false);
  });
});
