import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { addAuthenticator, withoutOffer } from "../../ui/testing/authenticator.ts";
import { codeAt, fromBase32, stepAt } from "../accounts/codes/totp.ts";
import { type Appliance, adminEnv, signIn, startAppliance } from "./appliance.ts";
import { browserPath, launchBrowser, visit } from "./browser.ts";

const person = { email: "mara@example.org", password: "a quiet harbour at dawn" };
let appliance: Appliance;
let browser: Browser;
/** Under a name: browsers know passkeys for `localhost`, and none for 127.0.0.1. */
let url: string;

beforeAll(async () => {
  if (!browserPath) return;
  appliance = await startAppliance({ env: adminEnv });
  url = appliance.url.replace("127.0.0.1", "localhost");
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await appliance?.dispose();
});

async function givePassword(page: Page): Promise<void> {
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

async function giveCode(page: Page, code: string): Promise<void> {
  await page.getByLabel("Code", { exact: true }).fill(code);
  await page.keyboard.press("Enter");
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Account: Mara Keller" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
}

test.skipIf(!browserPath)(
  "a person joins by invitation, adds a one-time code and a passkey, signs in with each, and ends a session elsewhere",
  async () => {
    const admin = await signIn(appliance.url);
    const invited = await admin.send("POST", "/api/admin/invitations", { email: person.email, role: "member" });
    const link = new URL((await invited.json()).url);
    const here = await visit(browser, url);
    const { page } = here;
    page.setDefaultTimeout(20_000);
    await withoutOffer(page);

    await page.goto(`${url}${link.pathname}${link.hash}`);
    await page.getByLabel("Your name").fill("Mara Keller");
    await page.getByLabel("Password", { exact: true }).fill(person.password);
    await page.getByRole("button", { name: "Join" }).click();
    await page.waitForURL("**/projects");

    await page.goto(`${url}/account/security`);
    const dialog = page.getByRole("dialog");
    await page.getByRole("button", { name: "Turn on" }).click();
    await dialog.getByRole("button", { name: "Continue" }).click();
    const secret = fromBase32((await dialog.locator("[data-secret]").getAttribute("data-secret")) ?? "");
    // The code before this one, this one and the next are taken, each once: nothing here waits for the clock.
    const code = (away: number) => codeAt(secret, stepAt(Date.now()) + away);
    await dialog.getByLabel("Code", { exact: true }).fill(code(-1));
    await dialog.getByRole("button", { name: "Turn on" }).click();
    await dialog.getByRole("list", { name: "Recovery codes" }).waitFor();
    await dialog.getByLabel(/I have stored them/).check();
    await dialog.getByRole("button", { name: "Done" }).click();
    await page.getByText("10 of 10").waitFor();

    await signOut(page);
    await givePassword(page);
    await giveCode(page, code(0));
    await page.getByRole("heading", { name: "Security" }).waitFor();

    await addAuthenticator(page);
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await dialog.getByLabel("Name").fill("Laptop");
    await dialog.getByRole("button", { name: "Continue" }).click();
    await page.getByRole("list", { name: "Passkeys" }).getByText("Laptop").waitFor();

    await signOut(page);
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await page.getByRole("heading", { name: "Security" }).waitFor();
    await page.getByText(/used just now/).waitFor();

    const elsewhere = await visit(browser, url, { width: 390, height: 844, dark: true });
    await elsewhere.page.goto(`${url}/projects`);
    await givePassword(elsewhere.page);
    await giveCode(elsewhere.page, code(1));
    const composer = elsewhere.page.getByLabel("What to make or change");
    await composer.fill("A pricing page");
    await page.goto(`${url}/account/sessions`);
    await page.getByRole("button", { name: /^End .+, 127/ }).click();
    await elsewhere.page.getByText("You were signed out").waitFor();

    const { foreign, errors } = here;
    expect([...foreign, ...elsewhere.foreign]).toEqual([]);
    // Refused requests: no session before the first sign-in, the code that is asked for, and the session that ended.
    const loud = [...errors, ...elsewhere.errors].filter((error) => !error.includes("status of 401"));
    expect(loud).toEqual([]);
  },
  120_000,
);
