import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import type { Browser, Page } from "playwright-core";
import { audit } from "../../src/accounts/audit/audit.ts";
import { readSettings } from "../../src/accounts/settings.ts";
import { browserPath, launchBrowser } from "../../src/platform/chromium.ts";
import { newId } from "../../src/platform/ids.ts";
import { jobs } from "../../src/platform/jobs/schema.ts";
import { buildUi } from "../build.ts";
import { type AdminVisit, adminVisit } from "../testing/admin-visit.ts";

setDefaultTimeout(120_000);

describe.skipIf(!browserPath)("the administration of rules, log and mail, on the real server", () => {
  let browser: Browser;
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "vitrine-system-"));
    await buildUi(dir);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await rm(dir, { recursive: true, force: true });
  });

  const visit = (path: string, run: (at: AdminVisit) => Promise<void>) => adminVisit({ browser, dir }, path, run);
  const rows = (page: Page, table: string) => page.getByRole("table", { name: table }).locator("tbody tr");
  const dialog = (page: Page) => page.getByRole("dialog");

  test("the log is searched and filtered, opened entry by entry, shows what comes, and goes into a file", () =>
    visit("/admin/audit", async ({ page, admin, appliance: { app } }) => {
      await rows(page, "Audit log").getByText("Sign-in refused").first().waitFor();
      await page.getByRole("button", { name: "Action" }).click();
      await page.getByRole("menuitemradio", { name: "People, all" }).click();
      await rows(page, "Audit log").nth(1).waitFor({ state: "detached" });
      await rows(page, "Audit log").getByText("Closed an account").waitFor();
      audit(app, { action: "user.role-changed", by: admin, detail: { before: "member", after: "<b>admin</b>" } });
      await rows(page, "Audit log").getByRole("button", { name: "Changed a role" }).click();
      await dialog(page).getByText("<b>admin</b>").waitFor();
      await dialog(page).getByRole("button", { name: "Everything of this person" }).click();
      await page.getByRole("button", { name: `Person: ${admin.email}` }).waitFor();
      await page.getByRole("button", { name: "Clear" }).click();
      await page.getByLabel("Search the log").fill("203.0.113.9");
      await page.waitForURL(/search=203/u);
      await rows(page, "Audit log").nth(5).waitFor({ state: "detached" });
      const waiting = page.waitForEvent("download");
      await page.getByRole("button", { name: "Export the log" }).click();
      await page.getByRole("menuitem", { name: "CSV" }).click();
      const lines = (await readFile(await (await waiting).path(), "utf8")).trim().split("\r\n");
      expect(lines).toHaveLength(6);
      expect(lines[1]).toContain("session.refused");
    }));

  test("the log is verified; a change behind its back is named; keeping less is asked for", () =>
    visit("/admin/audit", async ({ page, appliance: { app } }) => {
      await page.getByRole("button", { name: "Verify the log" }).click();
      await page.getByText(/^All \d+ entries are as they were written/u).waitFor();
      for (const { name } of app.db.all<{ name: string }>(sql`select name from sqlite_master where type = 'trigger'`)) {
        app.db.run(sql.raw(`drop trigger "${name}"`));
      }
      app.db.run(sql`update audit_entries set actor = 'somebody@else.test' where seq = 2`);
      await page.getByRole("button", { name: "Verify again" }).click();
      await page.getByText("Something is wrong at entry 2").waitFor();
      await page.getByLabel("How long the log goes back").selectOption({ label: "30 days" });
      await dialog(page).getByRole("button", { name: "Cancel" }).click();
      expect(await page.getByLabel("How long the log goes back").inputValue()).toBe("365");
      await page.getByLabel("How long the log goes back").selectOption({ label: "30 days" });
      await dialog(page).getByRole("button", { name: "Keep less" }).click();
      await page.getByText("The log goes back 30 days.").waitFor();
      expect(readSettings(app).auditRetentionDays).toBe(30);
    }));

  test("joining is opened only after a question, and passwords stay on while they are the last way in", () =>
    visit("/admin/sign-in", async ({ page, appliance: { app } }) => {
      await page.getByRole("radio", { name: /^On request/u }).check();
      await page.getByText("The way to join is changed.").waitFor();
      expect(readSettings(app).registration).toBe("approval");
      await page.getByRole("radio", { name: /^Open/u }).click();
      await dialog(page).getByRole("button", { name: "Cancel" }).click();
      await page.locator('input[value="approval"]:checked').waitFor();
      expect(readSettings(app).registration).toBe("approval");
      await page.getByRole("button", { name: "Turn off…" }).click();
      await dialog(page).getByRole("button", { name: "Turn passwords off" }).click();
      await dialog(page).getByRole("alert").waitFor();
      expect(readSettings(app).passwordSignIn).toBe(true);
      await dialog(page).getByRole("button", { name: "Cancel" }).click();
      await page.getByLabel("Days until everybody signs in again").selectOption("14 days");
      await page.getByText("Everybody signs in again after 14 days.").waitFor();
      expect(readSettings(app).sessionDays).toBe(14);
      await page.getByRole("button", { name: "Rotate…" }).click();
      await dialog(page).getByRole("button", { name: "Rotate", exact: true }).click();
      await page.getByText("A new key signs from now on.").first().waitFor();
      await page.getByRole("link", { name: "1 person locked" }).waitFor();
    }));

  test("a provider is added with the address that it must know, tested, turned off and removed", () =>
    visit("/admin/sign-in", async ({ page, appliance: { url } }) => {
      await page.getByRole("button", { name: "Add a provider" }).click();
      await page.getByRole("menuitem", { name: "OpenID Connect" }).click();
      await dialog(page).getByLabel("Label", { exact: true }).fill("Acme login");
      expect(await dialog(page).getByLabel("Redirect URI", { exact: true }).inputValue()).toBe(
        `${url}/api/auth/oauth/acme-login/callback`,
      );
      await dialog(page).getByLabel("Issuer").fill("http://issuer.example.org");
      await dialog(page).getByLabel("Client ID").fill("vitrine");
      await dialog(page).getByLabel("Client secret").fill("a very secret word");
      await dialog(page).getByRole("button", { name: "Add it" }).click();
      await dialog(page).getByText("This must be an https:// URL").waitFor();
      await dialog(page).getByLabel("Issuer").fill("http://127.0.0.1:9/realm");
      await dialog(page).getByLabel("Only these e-mail domains").fill("@Example.org, example.com");
      await dialog(page).getByRole("button", { name: "Add it" }).click();
      await dialog(page).getByRole("heading", { name: "OpenID Connect is added" }).waitFor();
      expect(await dialog(page).getByLabel("Redirect URI", { exact: true }).inputValue()).toEndWith(
        "/acme-login/callback",
      );
      await dialog(page).getByRole("button", { name: "Done" }).click();
      await page.getByText("only example.org, example.com").waitFor();
      await page.getByRole("button", { name: "Test Acme login" }).click();
      await page.getByRole("alert").getByText("127.0.0.1:9").waitFor();
      expect(await page.content()).not.toContain("a very secret word");
      await page.getByRole("button", { name: "Actions for Acme login" }).click();
      await page.getByRole("menuitem", { name: "Turn off" }).click();
      await page.getByText("Acme login is off.").waitFor();
      await page.getByRole("button", { name: "Actions for Acme login" }).click();
      await page.getByRole("menuitem", { name: "Remove…" }).click();
      await dialog(page).getByLabel("Type the name to confirm").fill("Acme login");
      await dialog(page).getByRole("button", { name: "Remove" }).click();
      await page.getByText("Nobody signs in with an account elsewhere.").waitFor();
    }));

  test("a mail server is set up, its test says what is wrong, and it is removed by its name", () =>
    visit("/admin/mail", async ({ page }) => {
      await page.getByText("No mail server is set up").waitFor();
      await page.getByLabel("Host").fill("127.0.0.1");
      await page.getByLabel("Encryption").selectOption({ label: "TLS from the start" });
      expect(await page.getByLabel("Port", { exact: true }).inputValue()).toBe("465");
      await page.getByLabel("Encryption").selectOption({ label: "None" });
      await page.getByLabel("Port", { exact: true }).fill("9");
      await page.getByLabel("From").fill("not an address");
      await page.getByRole("button", { name: "Save" }).click();
      await page.locator(".field-error").first().waitFor();
      await page.getByLabel("From").fill("Vitrine <vitrine@example.org>");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("The mail settings are saved.").waitFor();
      await page.getByRole("button", { name: "Send a test" }).click();
      await page.getByRole("form", { name: "Test message" }).getByRole("alert").waitFor();
      await page.getByRole("button", { name: "Remove…" }).click();
      await dialog(page).getByLabel("Type its host to confirm").fill("127.0.0.1");
      await dialog(page).getByRole("button", { name: "Remove" }).click();
      await page.getByText("No mail server is set up").waitFor();
    }));

  test("what was given up is shown with its reason, tried again or deleted", () =>
    visit("/admin/mail", async ({ page, appliance: { app } }) => {
      const now = app.clock.now();
      const dead = (summary: string) => {
        const id = newId();
        const fixed = {
          kind: "mail",
          sealedPayload: "",
          attempts: 8,
          maxAttempts: 8,
          nextAttemptAt: now,
          createdAt: now,
        };
        app.db
          .insert(jobs)
          .values({
            ...fixed,
            id,
            summary,
            state: "dead",
            lastError: "550 <img src=x onerror=alert(1)> no",
            endedAt: now,
          })
          .run();
        return id;
      };
      const [first, second] = [dead("Invitation to ada@example.org"), dead("A notice to ben@example.org")];
      await rows(page, "Queue").getByText("Given up").first().waitFor();
      await rows(page, "Queue").getByText("550 <img src=x").first().waitFor();
      await page.getByRole("button", { name: "Actions for Invitation to ada@example.org" }).click();
      await page.getByRole("menuitem", { name: "Try again now" }).click();
      await rows(page, "Queue").getByText("Waiting").waitFor();
      await page.getByRole("button", { name: "Actions for A notice to ben@example.org" }).click();
      await page.getByRole("menuitem", { name: "Delete…" }).click();
      await dialog(page).getByRole("button", { name: "Delete" }).click();
      await rows(page, "Queue").getByText("A notice to").waitFor({ state: "detached" });
      const left = app.db.select().from(jobs).all();
      expect(left.map(({ id, state }) => [id, state])).toEqual([[first, "waiting"]]);
      expect(left.some(({ id }) => id === second)).toBe(false);
    }));
});
