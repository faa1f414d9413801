import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { signInProblems } from "../../ui/lib/sign-in-problems.ts";
import { codeAt, fromBase32, stepAt } from "../accounts/codes/totp.ts";
import { linkIn, settingsFor, startMailServer } from "../accounts/mail/testing.ts";
import { type ProviderPerson, startRealProvider } from "../accounts/oauth/testing.ts";
import {
  type Account,
  type Appliance,
  adminEnv,
  type Client,
  firstAdmin,
  signIn,
  startAppliance,
} from "./appliance.ts";
import { browserPath, launchBrowser, type Visit, visit } from "./browser.ts";

setDefaultTimeout(60_000);

describe.skipIf(!browserPath)("whole trips of a person", () => {
  let appliance: Appliance;
  let admin: Client;
  let browser: Browser;
  let provider: Awaited<ReturnType<typeof startRealProvider>>;
  const visitors: Visit[] = [];

  beforeAll(async () => {
    appliance = await startAppliance({ env: { ...adminEnv, VITRINE_RATE_LIMITS: "off" } });
    admin = await signIn(appliance.url);
    await admin.send("POST", "/api/admin/users", { ...cy, name: "Cy", role: "member" });
    provider = await startRealProvider([`${appliance.url}/api/auth/oauth/company/callback`]);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await provider?.stop();
    await appliance?.dispose();
  });

  /** A browser of somebody's own, on a page of the appliance. */
  async function open(path: string): Promise<Page> {
    const visitor = await visit(browser, appliance.url);
    visitors.push(visitor);
    visitor.page.setDefaultTimeout(10_000);
    await visitor.page.goto(appliance.url + path);
    return visitor.page;
  }
  async function enter(path: string, account: Account): Promise<Page> {
    const page = await open(path);
    await page.getByLabel("E-mail").fill(account.email);
    await page.getByLabel("Password", { exact: true }).fill(account.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    return page;
  }
  /** Presses the provider's button as the person that the provider knows. */
  async function comeBy(person: ProviderPerson, path = "/sign-in"): Promise<Page> {
    await provider.become(person);
    const page = await open(path);
    await page.getByRole("link", { name: "Continue with Company" }).click();
    return page;
  }
  const signedInAs = (page: Page, name: string) => page.getByRole("button", { name: `Account: ${name}` }).waitFor();
  const path = (page: Page) => page.url().replace(appliance.url, "");
  const bea = { sub: "bea", email: "bea@example.org", verified: true, name: "Bea Lovelace" };
  const cy: Account = { email: "cy@example.org", password: "a quiet harbour at dawn" };

  test("an administrator adds the provider on the page, and the provider answers", async () => {
    const page = await enter("/admin/sign-in", firstAdmin);
    await page.getByRole("button", { name: "Add a provider" }).click();
    await page.getByRole("menuitem", { name: "OpenID Connect" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Label").fill("Company");
    await dialog.getByLabel("Issuer").fill(provider.issuer);
    await dialog.getByLabel("Client ID").fill("vitrine");
    await dialog.getByLabel("Client secret").fill("a secret between the two of us");
    await dialog.getByLabel("Only these e-mail domains").fill("example.org");
    const told = await dialog.getByLabel("Redirect URI", { exact: true }).inputValue();
    expect(told).toBe(`${appliance.url}/api/auth/oauth/company/callback`);
    await dialog.getByRole("button", { name: "Add it" }).click();
    await dialog.getByRole("button", { name: "Done" }).click();
    await page.getByRole("button", { name: "Test Company" }).click();
    await page.locator(".verdict.ok").waitFor();
  });

  test("somebody who was invited joins through the provider, and comes back through it to the page they wanted", async () => {
    await comeBy(bea).then((page) => page.getByText(signInProblems.invitation_needed).waitFor());
    await admin.send("POST", "/api/admin/invitations", { email: bea.email, role: "member" });
    const first = await comeBy(bea);
    await signedInAs(first, "Bea Lovelace");
    expect(path(first)).toBe("/projects");
    const again = await comeBy(bea, "/account/sessions");
    await signedInAs(again, "Bea Lovelace");
    expect(path(again)).toBe("/account/sessions");
  });

  test("somebody with one-time codes is asked for one after the provider", async () => {
    const page = await comeBy(bea, "/account/security");
    await page.getByRole("region", { name: "One-time codes" }).getByRole("button", { name: "Turn on" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Continue" }).click();
    const secret = fromBase32((await dialog.locator("[data-secret]").getAttribute("data-secret")) ?? "");
    const enrolled = stepAt(Date.now());
    await dialog.getByLabel("Code", { exact: true }).fill(codeAt(secret, enrolled));
    await dialog.getByRole("button", { name: "Turn on" }).click();
    await dialog.getByRole("list", { name: "Recovery codes" }).waitFor();

    const elsewhere = await comeBy(bea, "/account/keys");
    await elsewhere.getByRole("heading", { name: "One more step" }).waitFor();
    expect(path(elsewhere)).toBe("/sign-in");
    await elsewhere.getByLabel("Code", { exact: true }).fill(codeAt(secret, enrolled));
    await elsewhere.getByRole("button", { name: "Sign in" }).click();
    await elsewhere.getByText("That code did not match").waitFor();
    await elsewhere
      .getByLabel("Code", { exact: true })
      .fill(codeAt(secret, Math.max(enrolled, stepAt(Date.now()) - 1) + 1));
    await elsewhere.getByRole("button", { name: "Sign in" }).click();
    await elsewhere.waitForURL(`${appliance.url}/account/keys`);
    await signedInAs(elsewhere, "Bea Lovelace");
  });

  test("somebody links the provider in their account, signs in with it, and unlinks it", async () => {
    const own = { sub: "cy", email: "cy.private@example.org", verified: true };
    const page = await enter("/account/security", cy);
    const row = page.getByRole("list", { name: "Linked sign-in" }).getByRole("listitem");
    const link = async () => {
      await row.getByRole("button", { name: "Link" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Continue" }).click();
    };
    // At the provider of this browser somebody else is signed in, whose account belongs to somebody here.
    await provider.become(bea);
    await link();
    await page.getByText("The account was not linked").waitFor();
    await page.getByText(signInProblems.already_linked).waitFor();
    expect(path(page)).toBe("/account/security");

    await page.context().clearCookies({ name: /^_/ });
    await provider.become(own);
    await link();
    await page.getByText("Company is linked now.").waitFor();
    await row.getByText("Linked", { exact: true }).waitFor();
    expect(path(page)).toBe("/account/security");
    await signedInAs(await comeBy(own), "Cy");

    await row.getByRole("button", { name: "Unlink" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Unlink" }).click();
    await page.getByText("Company is no longer linked.").waitFor();
    await row.getByText("Not linked").waitFor();
    await comeBy(own).then((refused) => refused.getByText(signInProblems.invitation_needed).waitFor());
  });

  test.each<[keyof typeof signInProblems, ProviderPerson]>([
    ["cancelled", { sub: "dan", declines: true }],
    ["email_unverified", { sub: "eve", email: "eve@example.org", verified: false }],
    ["domain_not_allowed", { sub: "fay", email: "fay@elsewhere.test", verified: true }],
    ["link_first", { sub: "ada", email: firstAdmin.email, verified: true }],
  ])("a sign-in that ends with %s says why, and another way in is there", async (why, person) => {
    const page = await comeBy(person);
    await page.getByRole("alert").getByText(signInProblems[why]).waitFor();
    expect(path(page)).toBe("/sign-in");
    await page.getByLabel("Password", { exact: true }).waitFor();
  });

  test("a forgotten password is replaced through a mailed link", async () => {
    const mail = await startMailServer();
    await admin.send("PUT", "/api/admin/mail", { ...settingsFor(mail) });
    const page = await open("/sign-in");
    await page.getByRole("link", { name: "Forgotten password" }).click();
    await page.getByLabel("E-mail").fill(cy.email);
    await page.getByRole("button", { name: "Send the link" }).click();
    await page.getByText("Look into your mailbox").waitFor();
    const link = linkIn(await mail.next());
    await page.goto(link);
    const password = "another quiet harbour at dusk";
    await page.getByLabel("New password").fill(password);
    await page.getByRole("button", { name: "Change the password" }).click();
    await page.getByRole("link", { name: "Sign in" }).click();
    await page.getByLabel("E-mail").fill(cy.email);
    await page.getByLabel("Password", { exact: true }).fill(cy.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByText("That did not match").waitFor();
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await signedInAs(page, "Cy");
    await page.goto(link);
    await page.getByLabel("New password").fill(cy.password);
    await page.getByRole("button", { name: "Change the password" }).click();
    await page.getByText("This link no longer works").waitFor();
    cy.password = password;
    await mail.stop();
  });

  test("a quota that is used up is said in the studio, and what was typed stays", async () => {
    const { items } = await (await admin.get("/api/admin/tiers")).json();
    const tier = await admin.send("PATCH", `/api/admin/tiers/${items[0].id}`, { limits: { generationsPerDay: 1 } });
    expect(tier.status).toBe(200);
    const page = await enter("/projects", cy);
    const field = page.getByRole("textbox", { name: "What to make or change" });
    await field.fill("A pricing page for Orbit with three tiers");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/chats/*");
    const more = page.getByRole("textbox", { name: "What to make or change" });
    await page.frameLocator("iframe").last().locator("body *").first().waitFor();
    await more.fill("Now in green, with a longer title");
    // There once the first answer has ended.
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText("Your quota is used up").waitFor();
    await page.getByText("1 generation").waitFor();
    expect(await more.inputValue()).toBe("Now in green, with a longer title");
    await page.reload();
    expect(await more.inputValue()).toBe("Now in green, with a longer title");
  });

  test("went nowhere but to the provider, and nothing broke on the way", () => {
    for (const { foreign, errors } of visitors) {
      expect(foreign.filter((url) => !url.startsWith(`${provider.issuer}/`))).toEqual([]);
      // A refused request is written into the console by the browser itself.
      expect(errors.filter((text) => !/status of (401|403|429)/.test(text))).toEqual([]);
    }
  });
});
