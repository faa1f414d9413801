import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { codeAt, fromBase32, stepAt } from "../../src/accounts/codes/totp.ts";
import { setRole } from "../../src/accounts/index.ts";
import { createKey, listKeys } from "../../src/accounts/keys/api-keys.ts";
import { findUserByEmail, requireUserByEmail } from "../../src/accounts/people/users.ts";
import { recentSignInMs } from "../../src/accounts/sign-in/reauthenticate.ts";
import { testPassword } from "../../src/accounts/testing.ts";
import { browserPath, launchBrowser } from "../../src/platform/chromium.ts";
import { createProject } from "../../src/projects/index.ts";
import { addAuthenticator } from "../testing/authenticator.ts";
import { type RealVisit, realVisit, signInHere } from "../testing/real-visit.ts";

setDefaultTimeout(90_000);
const mara = "mara@example.org";
const sections = ["profile", "security", "sessions", "keys", "appearance", "data"];

describe.skipIf(!browserPath)("one's own account, in a real browser on the real server", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  interface Here extends RealVisit {
    page: Page;
    /** Another browser in which the same person is signed in. */
    elsewhere(section: string): Promise<Page>;
  }
  /** Mara, a member, signed in on one section of her account. */
  const visit = (section: string, run: (here: Here) => Promise<void>, narrow = false) =>
    realVisit(browser, async (at) => {
      await at.person("root@example.org", "admin");
      await at.person(mara);
      const open = async (name: string, slim = false) => {
        const { page } = await at.seat({ narrow: slim });
        await page.goto(`${at.url}/account/${name}`);
        await signInHere(page, mara);
        await page.getByRole("heading", { level: 1 }).and(page.locator(".own-head h1")).waitFor();
        return page;
      };
      await run({ ...at, page: await open(section, narrow), elsewhere: open });
    });

  test("the menu leads there, and each section has an address", () =>
    visit("profile", async ({ page, url }) => {
      await page.goto(`${url}/projects`);
      await page.getByRole("button", { name: "Account: mara" }).click();
      await page.getByRole("menuitem", { name: "Account" }).click();
      await page.waitForURL("**/account/profile");
      const nav = page.getByRole("navigation", { name: "Account" });
      for (const section of sections.slice(1)) {
        await nav.locator(`a[href="/account/${section}"]`).click();
        await page.waitForURL(`**/account/${section}`);
        await nav.locator(`a[href="/account/${section}"][aria-current=page]`).waitFor();
      }
    }));

  test("a new name, and a new role, show on every page of the person at once", () =>
    visit("profile", async ({ app, page, elsewhere }) => {
      const other = await elsewhere("sessions");
      await other.getByText("This browser").waitFor();
      await page.getByLabel("Name").fill("Mara Keller");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("Your name is changed.").waitFor();
      await other.getByRole("button", { name: "Account: Mara Keller" }).waitFor();
      setRole(app, mara, "admin");
      await page.getByText("You run this Vitrine").waitFor();
    }));

  test("the password changes with the current one alone, and every other session ends", () =>
    visit("security", async ({ page, elsewhere }) => {
      const other = await elsewhere("profile");
      await page.getByRole("button", { name: "Change the password" }).click();
      const change = page.getByRole("button", { name: "Change it" });
      await page.getByLabel("Current password").fill("not the password");
      await page.getByLabel("New password").fill("aaaaaaaaaaaa");
      await page.getByText("Too common").waitFor();
      expect(await change.isDisabled()).toBe(true);
      await page.getByLabel("New password").fill("a quiet harbour at dawn");
      await change.click();
      await page.getByText("The password is wrong.").waitFor();
      expect(await page.getByLabel("New password").inputValue()).toBe("a quiet harbour at dawn");
      await page.getByLabel("Current password").fill(testPassword);
      await change.click();
      await page.getByText("every other session is ended").waitFor();
      await other.getByText("You were signed out").waitFor();
      await signInHere(other, mara, "a quiet harbour at dawn");
      await other.getByRole("heading", { name: "Profile" }).waitFor();
    }));

  test("one-time codes turn on, are renewed and turn off, with the password once the sign-in is old", () =>
    visit("security", async ({ page, clock }) => {
      await page.getByRole("button", { name: "Turn on" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("button", { name: "Continue" }).click();
      await dialog.getByRole("img", { name: /QR code/u }).waitFor();
      const secret = (await dialog.locator("[data-secret]").getAttribute("data-secret")) ?? "";
      await dialog.getByLabel("Code", { exact: true }).fill("000000");
      await dialog.getByRole("button", { name: "Turn on" }).click();
      await dialog.getByText(/wrong or was used/u).waitFor();
      await dialog.getByLabel("Code", { exact: true }).fill(codeAt(fromBase32(secret), stepAt(clock.now())));
      await dialog.getByRole("button", { name: "Turn on" }).click();
      const codes = dialog.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
      await codes.first().waitFor();
      const first = await codes.allTextContents();
      expect(new Set(first).size).toBe(10);
      await page.keyboard.press("Escape");
      await dialog.getByText("Store them first").waitFor();
      const saved = page.waitForEvent("download");
      await dialog.getByRole("button", { name: "Download" }).click();
      expect((await saved).suggestedFilename()).toBe("vitrine-recovery-codes.txt");
      await dialog.getByLabel(/I have stored them/u).check();
      await dialog.getByRole("button", { name: "Done" }).click();
      await page.getByText("10 of 10").waitFor();

      await clock.advance(recentSignInMs + 1000);
      await page.getByRole("button", { name: "New recovery codes" }).click();
      await dialog.getByRole("button", { name: "Make new codes" }).click();
      await dialog.getByText("It has been a while").waitFor();
      await dialog.getByLabel("Your password").fill("not the password");
      await dialog.getByRole("button", { name: "Make new codes" }).click();
      await dialog.getByText("The password is wrong.").waitFor();
      await dialog.getByLabel("Your password").fill(testPassword);
      await page.keyboard.press("Enter");
      await dialog.getByText("They are not shown again.").waitFor();
      expect(await codes.allTextContents()).not.toEqual(first);
      await dialog.getByLabel(/I have stored them/u).check();
      await dialog.getByRole("button", { name: "Done" }).click();
      await page.getByRole("button", { name: "Turn off" }).click();
      await dialog.getByRole("button", { name: "Turn them off" }).click();
      await page.getByText("One-time codes are off.").waitFor();
      await page.getByRole("button", { name: "Turn on" }).waitFor();
    }));

  test("a passkey is added, renamed, proves who asks, is offered at the sign-in, and is removed", () =>
    visit("security", async ({ page, clock, url }) => {
      await addAuthenticator(page);
      await page.getByText("None yet.").waitFor();
      await page.getByRole("button", { name: "Add a passkey" }).click();
      const dialog = page.getByRole("dialog");
      expect(await dialog.getByLabel("Name").inputValue()).not.toBe("");
      await dialog.getByLabel("Name").fill("Laptop");
      await dialog.getByRole("button", { name: "Continue" }).click();
      const list = page.getByRole("list", { name: "Passkeys" });
      await list.getByText("Laptop").waitFor();
      await page.getByRole("button", { name: "Rename Laptop" }).click();
      await dialog.getByLabel("Name").fill("Work laptop");
      await page.keyboard.press("Enter");
      await list.getByText("Work laptop").waitFor();

      await clock.advance(recentSignInMs + 1000);
      await page.getByRole("button", { name: "Turn on" }).click();
      await dialog.getByRole("button", { name: "Continue" }).click();
      await dialog.getByRole("button", { name: "Use a passkey instead" }).click();
      await dialog.getByText("Scan this with the app.").waitFor();
      await dialog.getByRole("button", { name: "Cancel" }).click();
      await page.goto(`${url}/account/sessions`);
      await page.getByText("This browser").waitFor();
      expect(await page.getByRole("list", { name: "Sessions" }).getByRole("listitem").count()).toBe(1);

      await page.goto(`${url}/account/security`);
      await page.getByRole("button", { name: "Account: mara" }).click();
      await page.getByRole("menuitem", { name: "Sign out" }).click();
      // The browser's own offer under the field: whoever takes it is in, without a word typed and nothing pressed here.
      await page.getByRole("heading", { name: "Security" }).waitFor();
      await page.getByRole("button", { name: "Remove Work laptop" }).click();
      await dialog.getByRole("button", { name: "Remove it" }).click();
      await page.getByText("The passkey is removed.").waitFor();
      await page.getByText("None yet.").waitFor();
    }));

  test("sessions are listed, this one marked; one ends at once, then all others", () =>
    visit("sessions", async ({ page, elsewhere }) => {
      const list = page.getByRole("list", { name: "Sessions" });
      await list.getByText("This browser").waitFor();
      const [second, third] = [await elsewhere("profile"), await elsewhere("keys")];
      await page.reload();
      await list.getByRole("listitem").nth(2).waitFor();
      await list
        .getByRole("button", { name: /^End .+, 127/ })
        .first()
        .click();
      await list.getByRole("listitem").nth(2).waitFor({ state: "detached" });
      await page.getByRole("button", { name: "End all others" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "End them" }).click();
      await page.getByText("1 session ended.").waitFor();
      for (const other of [second, third]) await other.getByText("You were signed out").waitFor();
      expect(await list.getByRole("listitem").count()).toBe(1);
    }));

  test("a key is made within limits, shown once, works, is rotated and revoked", () =>
    visit("keys", async ({ app, page, url }) => {
      const person = requireUserByEmail(app, mara);
      createProject(app, person, { name: "Orbit" });
      await page.reload();
      await page.getByText("No key yet.").waitFor();
      await page.getByRole("button", { name: "New key" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Name").fill("Nightly");
      expect(await dialog.getByText("Administration").count()).toBe(0);
      await dialog.getByLabel("Read").check();
      await dialog.getByLabel("Only these").check();
      expect(await dialog.getByRole("button", { name: "Make the key" }).isDisabled()).toBe(true);
      await dialog.getByLabel("Orbit").check();
      await dialog.getByLabel("How long it is good").selectOption({ label: "30 days" });
      await dialog.getByRole("button", { name: "Make the key" }).click();
      const shown = dialog.getByText(/^vit_\w{12}_/u);
      const secret = (await shown.textContent()) ?? "";
      await page.keyboard.press("Escape");
      expect(await page.getByText(secret).count()).toBe(0);
      const ask = (key: string) => fetch(`${url}/api/projects`, { headers: { authorization: `Bearer ${key}` } });
      expect((await ask(secret)).status).toBe(200);
      const row = page.getByRole("list", { name: "API keys" }).getByRole("listitem");
      await row.getByText(/Orbit · never used · ends /u).waitFor();

      await page.getByRole("button", { name: "Rotate Nightly" }).click();
      await dialog.getByLabel("The old key stops").selectOption({ label: "At once" });
      await dialog.getByRole("button", { name: "Make the successor" }).click();
      await shown.waitFor();
      const successor = (await shown.textContent()) ?? "";
      await page.keyboard.press("Escape");
      expect([(await ask(secret)).status, (await ask(successor)).status]).toEqual([401, 200]);
      await page.getByRole("button", { name: "Revoke Nightly" }).click();
      await dialog.getByRole("button", { name: "Revoke it" }).click();
      await page.getByText("Nightly is revoked.").waitFor();
      await page.getByText("Ended keys (2)").waitFor();
      expect((await ask(successor)).status).toBe(401);
      expect(
        listKeys(app, person.id).every(({ revokedAt, expiresAt }) => revokedAt !== null || expiresAt !== null),
      ).toBe(true);
    }));

  test("the theme is chosen with the keyboard and remembered", () =>
    visit("appearance", async ({ page }) => {
      await page.getByRole("radio", { name: /System/u }).focus();
      await page.keyboard.press("ArrowLeft");
      await page.locator("html[data-theme=dark]").waitFor({ state: "attached" });
      await page.reload();
      await page.locator("html[data-theme=dark]").waitFor({ state: "attached" });
      expect(await page.getByRole("radio", { name: /Dark/u }).isChecked()).toBe(true);
    }));

  test("data is taken home, and the account deleted only by its typed address", () =>
    visit("data", async ({ app, page, clock }) => {
      createKey(app, { id: requireUserByEmail(app, mara).id, role: "member" }, { name: "Nightly", scopes: ["read"] });
      const saved = page.waitForEvent("download");
      await page.getByRole("button", { name: "Download" }).click();
      const text = await new Response(Bun.file((await (await saved).path()) ?? "")).text();
      expect(JSON.parse(text)).toMatchObject({ person: { email: mara }, keys: [{ name: "Nightly" }] });
      await clock.advance(recentSignInMs + 1000);
      await page.getByRole("button", { name: "Delete" }).click();
      const dialog = page.getByRole("dialog");
      const remove = dialog.getByRole("button", { name: "Delete it for good" });
      expect(await remove.isDisabled()).toBe(true);
      await dialog.getByLabel(/Type your e-mail/u).fill("mara");
      expect(await remove.isDisabled()).toBe(true);
      await dialog.getByLabel(/Type your e-mail/u).fill(mara);
      await remove.click();
      await dialog.getByLabel("Your password").fill(testPassword);
      await remove.click();
      await page.getByRole("heading", { name: "Sign in" }).waitFor();
      expect(findUserByEmail(app, mara)).toBeUndefined();
    }));

  test.each([false, true])("no section is wider than the screen, narrow: %p", (narrow) =>
    visit(
      "profile",
      async ({ page, url }) => {
        for (const section of sections) {
          await page.goto(`${url}/account/${section}`);
          await page.locator(".own-head h1").waitFor();
          const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          expect([section, over]).toEqual([section, 0]);
          const nameless = await page.evaluate(() =>
            [...document.querySelectorAll("button, a, input, select")]
              .filter((one) => {
                const labels = one instanceof HTMLInputElement || one instanceof HTMLSelectElement ? one.labels : null;
                const named = one.getAttribute("aria-label") ?? one.textContent?.trim();
                return !named && !labels?.length && one.getAttribute("type") !== "hidden";
              })
              .map((one) => one.outerHTML),
          );
          expect([section, nameless]).toEqual([section, []]);
        }
      },
      narrow,
    ),
  );
});
