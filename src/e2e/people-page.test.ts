import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { type Account, type Appliance, adminEnv, firstAdmin, signIn, startAppliance } from "./appliance.ts";
import { browserPath, launchBrowser, type Visit, visit } from "./browser.ts";

setDefaultTimeout(180_000);

const guest: Account = { email: "grace@example.org", password: "a quiet harbour at dawn" };

let appliance: Appliance;
let browser: Browser;
beforeAll(async () => {
  if (!browserPath) return;
  appliance = await startAppliance({ env: adminEnv });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await appliance?.dispose();
});

async function enter(path: string, account: Account): Promise<Visit> {
  const visitor = await visit(browser, appliance.url);
  await visitor.page.goto(appliance.url + path);
  await visitor.page.getByLabel("E-mail").fill(account.email);
  await visitor.page.getByLabel("Password", { exact: true }).fill(account.password);
  await visitor.page.getByRole("button", { name: "Sign in", exact: true }).click();
  return visitor;
}

async function invite(page: Page, email: string): Promise<string> {
  await page.getByRole("link", { name: "Invitations" }).click();
  await page.getByRole("button", { name: "Invite somebody" }).first().click();
  await page.getByRole("dialog").getByLabel("E-mail").fill(email);
  await page.getByRole("dialog").getByRole("button", { name: "Make the invitation" }).click();
  const link = await page.getByRole("dialog").getByLabel("Link", { exact: true }).inputValue();
  await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
  return link;
}

test.skipIf(!browserPath)(
  "an administrator invites somebody, sees them come, signs them out, changes their role and deletes them",
  async () => {
    const admin = await enter("/admin/people", firstAdmin);
    const { page } = admin;
    await page.getByRole("heading", { name: "People", level: 1 }).waitFor();
    const [, token = ""] = (await invite(page, guest.email)).split("#");
    const joined = await fetch(`${appliance.url}/api/auth/register`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token, name: "Grace Hopper", password: guest.password }),
    });
    expect(joined.status).toBe(201);
    await page.reload();
    await page.getByRole("table", { name: "Invitations" }).getByText("Accepted").waitFor();

    const hers = await enter("/projects", guest);
    await hers.page.getByRole("button", { name: "Account: Grace Hopper" }).waitFor();
    await page.getByRole("link", { name: "Sessions" }).click();
    await page.getByRole("button", { name: `End the session of ${guest.email}` }).click();
    await hers.page.getByRole("heading", { name: "Sign in" }).waitFor();

    await page.getByRole("link", { name: "People" }).click();
    await page.getByRole("link", { name: "Grace Hopper" }).click();
    await page.getByLabel("Role", { exact: true }).selectOption({ label: "Viewer" });
    await page.getByRole("dialog").getByRole("button", { name: "Change the role" }).click();
    await page.getByText("grace@example.org is viewer now.").waitFor();
    const client = await signIn(appliance.url, guest);
    expect((await (await client.get("/api/auth/me")).json()).user.role).toBe("viewer");

    await page.getByRole("button", { name: "Delete…" }).click();
    await page.getByRole("dialog").getByLabel("Type their e-mail address to confirm").fill(guest.email);
    await page.getByRole("dialog").getByRole("button", { name: "Delete for good" }).click();
    await page.getByRole("link", { name: "Grace Hopper" }).waitFor({ state: "detached" });
    expect((await client.get("/api/auth/me")).status).toBe(401);

    await page.getByRole("link", { name: "Audit" }).click();
    await page.getByRole("button", { name: "Deleted a person" }).waitFor();
    await page.getByRole("button", { name: "Verify the log" }).click();
    await page.getByText(/^All \d+ entries are as they were written/u).waitFor();

    for (const { foreign, errors } of [admin, hers]) {
      expect(foreign).toEqual([]);
      // The browser itself reports refused requests: before signing in, and when the session was ended.
      expect(errors.filter((text) => !text.includes("status of 401"))).toEqual([]);
    }
  },
);
