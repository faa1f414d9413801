import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { auditActions } from "../../src/accounts/audit/audit-log.ts";
import { findUserByEmail } from "../../src/accounts/people/users.ts";
import { browserPath, launchBrowser } from "../../src/platform/chromium.ts";
import { buildUi } from "../build.ts";
import { parseCsv } from "../lib/csv.ts";
import { type AdminVisit, type AdminVisitOptions, adminVisit } from "../testing/admin-visit.ts";
import { hostile, sceneAdmin } from "../testing/people-scene.ts";

setDefaultTimeout(120_000);

describe.skipIf(!browserPath)("the administration of people, on the real server", () => {
  let browser: Browser;
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "vitrine-people-"));
    await buildUi(dir);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await rm(dir, { recursive: true, force: true });
  });

  const visit = (path: string, run: (at: AdminVisit) => Promise<void>, options: AdminVisitOptions = {}) =>
    adminVisit({ browser, dir }, path, run, options);
  const rows = (page: Page, table: string) => page.getByRole("table", { name: table }).locator("tbody tr");
  const names = (page: Page) => rows(page, "People").locator(".row-link").allTextContents();
  const menu = async (page: Page, of: string, item: string) => {
    await page.getByRole("button", { name: `Actions for ${of}` }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  const dialog = (page: Page) => page.getByRole("dialog");

  test("people are searched, filtered and sorted, and the address keeps what was asked for", () =>
    visit("/admin/people", async ({ page, appliance }) => {
      await rows(page, "People").nth(6).waitFor();
      await page.getByRole("button", { name: "Person", exact: true }).click();
      await page.getByRole("columnheader", { name: "Person" }).and(page.locator('[aria-sort="ascending"]')).waitFor();
      await page.waitForFunction(() => document.querySelectorAll(".row-link")[1]?.textContent === "Ben Okafor");
      await page.getByRole("button", { name: "Person", exact: true }).click();
      await page.waitForFunction(() => document.querySelectorAll(".row-link")[0]?.textContent === "Nora Newcomer");

      await page.getByRole("button", { name: "Role" }).click();
      await page.getByRole("menuitemradio", { name: /Viewer/u }).click();
      await page.getByRole("button", { name: "Role: Viewer" }).waitFor();
      await rows(page, "People").nth(2).waitFor({ state: "detached" });
      expect(await names(page)).toEqual(["Ines Quiet", "Dai Nguyen"]);
      await page.keyboard.press("/");
      await page.keyboard.type("quiet");
      await rows(page, "People").nth(1).waitFor({ state: "detached" });
      await page.reload();
      await rows(page, "People").first().waitFor();
      expect(await names(page)).toEqual(["Ines Quiet"]);
      await page.getByLabel("Search people").fill("nobody like this");
      await page.getByText("Nothing here matches.").waitFor();
      await page.getByRole("button", { name: "Show everything" }).click();
      await rows(page, "People").nth(6).waitFor();
      await page.goto(`${appliance.url}/admin/people?state=locked`);
      await page.getByText("ben@example.org").waitFor();
      expect(await names(page)).toEqual(["Ben Okafor"]);
    }));

  test("the whole list goes into a file that no spreadsheet runs", () =>
    visit("/admin/people", async ({ page }) => {
      await rows(page, "People").nth(6).waitFor();
      const waiting = page.waitForEvent("download");
      await page.getByRole("button", { name: "Export as CSV" }).click();
      const file = await (await waiting).path();
      const [head, ...lines] = parseCsv((await readFile(file, "utf8")).replace(/^\ufeff/u, ""));
      expect(head?.slice(0, 3)).toEqual(["Name", "E-mail", "Role"]);
      expect(lines).toHaveLength(7);
      expect(lines.flatMap((line) => line[1] ?? [])).toContain(hostile.email);
    }));

  test("who asks to join is let in or not, and who is locked out gets in again", () =>
    visit("/admin/people", async ({ page, appliance: { app } }) => {
      await page.getByRole("button", { name: "Look at the request" }).click();
      await page.getByRole("button", { name: "Status: Waiting for approval" }).waitFor();
      await menu(page, "new@example.org", "Approve");
      await page.getByText("new@example.org can sign in now.").waitFor();
      expect(findUserByEmail(app, "new@example.org")?.requestedAt).toBeNull();
      await page.getByRole("button", { name: "Show everything" }).click();
      await menu(page, "ben@example.org", "Unlock");
      await page.getByText("ben@example.org can try again at once.").waitFor();
      await page.getByText("Locked", { exact: true }).waitFor({ state: "detached" });
      expect(auditActions(app)).toContain("account.unlocked");
      expect(auditActions(app)).toContain("user.approved");
    }));

  test("the last administrator keeps the role, and the page says why", () =>
    visit("/admin/people", async ({ page, admin, appliance: { app } }) => {
      await page.getByRole("link", { name: "Mara Lindqvist" }).click();
      await page.getByRole("heading", { name: "Rights" }).waitFor();
      await page.getByLabel("Role", { exact: true }).selectOption({ label: "Member" });
      await dialog(page).getByRole("button", { name: "Change the role" }).click();
      await dialog(page).getByText("This is the only administrator").waitFor();
      await page.keyboard.press("Escape");
      expect(await page.getByLabel("Role", { exact: true }).inputValue()).toBe("admin");
      expect(findUserByEmail(app, admin.email)?.role).toBe("admin");
    }));

  test("somebody's role and tier change, their key and sessions end, and their link is shown once", () =>
    visit("/admin/people", async ({ page, appliance: { app } }) => {
      await page.getByRole("link", { name: "Chloé Dubois" }).click();
      await page.getByLabel("Role", { exact: true }).selectOption({ label: "Viewer" });
      await dialog(page).getByRole("button", { name: "Change the role" }).click();
      await page.getByText("chloe.dubois@example.org is viewer now.").waitFor();
      await page.getByLabel("Tier", { exact: true }).selectOption({ label: "Trial" });
      await page.getByText("chloe.dubois@example.org is in another tier.").waitFor();
      expect(findUserByEmail(app, "chloe.dubois@example.org")?.role).toBe("viewer");

      await page.getByRole("button", { name: "Revoke Short-lived" }).click();
      await dialog(page).getByRole("button", { name: "Revoke" }).click();
      await rows(page, "API keys").getByText("Revoked").waitFor();
      await page.getByRole("button", { name: /^End the session of Safari on macOS/u }).click();
      await page.getByText("They are signed in nowhere.").waitFor();

      await page.getByRole("button", { name: "Link for a new one…" }).click();
      await dialog(page).getByRole("button", { name: "Make the link" }).click();
      const link = await dialog(page).getByLabel("Link", { exact: true }).inputValue();
      expect(link).toMatch(/\/reset-password#[\w-]{20,}$/u);
      await dialog(page).getByRole("button", { name: "Done" }).click();
      await dialog(page).waitFor({ state: "detached" });
      expect(await page.content()).not.toContain(link.split("#")[1] ?? link);
    }));

  test("an account is closed and opened, and a person is deleted only with their address typed", () =>
    visit("/admin/people", async ({ page, hostile: person, appliance: { app, url } }) => {
      await menu(page, "quiet@example.org", "Close the account…");
      await dialog(page).getByRole("button", { name: "Close the account" }).click();
      await page.getByText("The account of quiet@example.org is closed.").waitFor();
      await menu(page, "quiet@example.org", "Open the account again");
      await page.getByText("quiet@example.org can sign in again.").waitFor();

      await page.goto(`${url}/admin/people/${person.id}`);
      await page.getByRole("button", { name: "Delete…" }).click();
      const sure = dialog(page).getByRole("button", { name: "Delete for good" });
      expect(await sure.isDisabled()).toBe(true);
      await dialog(page).getByLabel("Type their e-mail address to confirm").fill(person.email.toUpperCase());
      expect(await sure.isDisabled()).toBe(true);
      await dialog(page).getByLabel("Type their e-mail address to confirm").fill(person.email);
      await sure.click();
      await page.getByRole("heading", { name: "People" }).waitFor();
      expect(findUserByEmail(app, person.email)).toBeUndefined();
    }));

  test("one person is invited, and a list line by line", () =>
    visit("/admin/invitations?invite=one", async ({ page }) => {
      await dialog(page).getByLabel("E-mail").fill("ada@example.org");
      await dialog(page).getByRole("button", { name: "Make the invitation" }).click();
      await dialog(page).getByText("is invited already").waitFor();
      await dialog(page).getByLabel("E-mail").fill("linus@example.org");
      await dialog(page).getByLabel("Role").selectOption({ label: "Viewer" });
      await dialog(page).getByRole("button", { name: "Make the invitation" }).click();
      expect(await dialog(page).getByLabel("Link", { exact: true }).inputValue()).toMatch(/\/invitation#[\w-]{20,}$/u);
      await dialog(page).getByRole("button", { name: "Done" }).click();
      await rows(page, "Invitations").getByText("linus@example.org").waitFor();

      await page.getByRole("button", { name: "Invite a list" }).click();
      await dialog(page)
        .getByLabel("People")
        .fill(`no address here\nada@example.org\n"Hopper, Joan" <joan@example.org>,,viewer\njoan@example.org`);
      await dialog(page).getByText("2 lines will be left out").waitFor();
      await dialog(page).getByRole("button", { name: "Invite 2 people" }).click();
      await dialog(page).getByRole("heading", { name: "1 person invited" }).waitFor();
      const lines = await dialog(page).getByRole("listitem").allTextContents();
      expect(lines.map((line) => line.includes("invited already"))).toEqual([true, false, false, false]);
      expect(lines[1]).toContain("/invitation#");
      await dialog(page).getByRole("button", { name: "Done" }).click();

      await menu(page, "linus@example.org", "Make a new link");
      await dialog(page).getByLabel("Link", { exact: true }).waitFor();
      await dialog(page).getByRole("button", { name: "Done" }).click();
      await menu(page, "linus@example.org", "Revoke…");
      await dialog(page).getByRole("button", { name: "Revoke" }).click();
      await rows(page, "Invitations").getByText("Revoked").waitFor();
      await page.getByRole("button", { name: "State" }).click();
      await page.getByRole("menuitemradio", { name: "Open" }).click();
      await page.getByText("linus@example.org", { exact: true }).waitFor({ state: "detached" });
    }));

  test("one session ends, and everybody else's with a word typed; the own one stays", () =>
    visit("/admin/sessions", async ({ page }) => {
      await page.getByRole("button", { name: /^End the session of ben@example.org/u }).click();
      await page.getByText("ben@example.org").waitFor({ state: "detached" });
      await page.getByRole("button", { name: "Sign everybody else out…" }).click();
      const sure = dialog(page).getByRole("button", { name: "Sign everybody out" });
      expect(await sure.isDisabled()).toBe(true);
      await dialog(page).getByLabel("Type this word to confirm").fill("everybody");
      await sure.click();
      await rows(page, "Sessions").nth(1).waitFor({ state: "detached" });
      await page.getByText("1 session of 1 person.").waitFor();
      await page.getByText("this one").waitFor();
    }));

  test("keys of everybody are found and revoked", () =>
    visit("/admin/keys", async ({ page }) => {
      await rows(page, "API keys").nth(3).waitFor();
      await page.getByLabel("Search keys").fill("nightly");
      await rows(page, "API keys").nth(1).waitFor({ state: "detached" });
      await page.getByRole("button", { name: "Revoke Nightly build" }).click();
      await dialog(page).getByRole("button", { name: "Revoke" }).click();
      await rows(page, "API keys").getByText("Revoked").waitFor();
      await page.getByRole("button", { name: "State" }).click();
      await page.getByRole("menuitemradio", { name: "Works" }).click();
      await page.getByText("Nothing here matches.").waitFor();
    }));

  test("a tier is made, changed, and deleted when its people have somewhere to go", () =>
    visit("/admin/roles", async ({ page }) => {
      await page.getByRole("table", { name: "What each role may do" }).waitFor();
      await page.getByRole("button", { name: "New tier" }).click();
      await dialog(page).getByLabel("Name").fill("Interns");
      await dialog(page).getByLabel("Generations a day").fill("many");
      await dialog(page).getByText("Write a whole number.").waitFor();
      await dialog(page).getByLabel("Generations a day").fill("1,500");
      await dialog(page).getByRole("button", { name: "Make the tier" }).click();
      await rows(page, "Tiers").getByText("1,500 generations a day").waitFor();
      await menu(page, "Interns", "Edit…");
      expect(await dialog(page).getByLabel("Generations a day").inputValue()).toBe("1500");
      await dialog(page).getByLabel("Generations a day").fill("");
      await dialog(page).getByRole("button", { name: "Save" }).click();
      await rows(page, "Tiers").getByText("No limits").waitFor();
      await menu(page, "Interns", "Delete…");
      await dialog(page).getByLabel("Type the name to confirm").fill("Interns");
      await dialog(page).getByRole("button", { name: "Delete the tier" }).click();
      await rows(page, "Tiers").getByText("Interns").waitFor({ state: "detached" });
    }));

  test("rows are walked with the arrow keys, and a dialog gives the focus back", () =>
    visit("/admin/people", async ({ page }) => {
      await rows(page, "People").nth(6).waitFor();
      await page.getByRole("link", { name: "Mara Lindqvist" }).focus();
      await page.keyboard.press("ArrowDown");
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Ben Okafor");
      await page.keyboard.press("ArrowUp");
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Mara Lindqvist");
      await menu(page, sceneAdmin, "Sign out everywhere…");
      await page.keyboard.press("Escape");
      await dialog(page).waitFor({ state: "detached" });
      expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe(
        `Actions for ${sceneAdmin}`,
      );
    }));

  test.each([false, true])("what somebody hostile typed is shown and runs nowhere (narrow: %p)", (narrow) =>
    visit(
      "/admin/people",
      async ({ page, hostile: person, appliance: { url } }) => {
        const wide = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        for (const path of [
          "people",
          `people/${person.id}`,
          "invitations",
          "roles",
          "sessions",
          "keys",
          "audit",
          "sign-in",
          "mail",
        ]) {
          await page.goto(`${url}/admin/${path}`);
          await page.locator(".admin-page h1").waitFor();
          await page.waitForFunction(() => !document.querySelector(".data-ghost, .ghost"));
          expect([path, await wide()]).toEqual([path, 0]);
        }
        await page.goto(`${url}/admin/people?search=script`);
        const shown = await rows(page, "People").locator(".row-link").textContent();
        expect(shown).toStartWith("<script>window.pwned=1</script>\ufffdgnirts");
        const box = await rows(page, "People").locator(".row-link bdi").boundingBox();
        expect(box?.width).toBeLessThan(320);
        expect(await page.locator("svg[onload], img[onerror]").count()).toBe(0);
      },
      { narrow },
    ),
  );
});
