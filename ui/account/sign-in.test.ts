import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser } from "playwright-core";
import { beginOneTimeCodes, confirmOneTimeCodes } from "../../src/accounts/codes/one-time-codes.ts";
import { codeAt, fromBase32, stepAt } from "../../src/accounts/codes/totp.ts";
import { revokeSession } from "../../src/accounts/index.ts";
import { createPasswordLink } from "../../src/accounts/passwords/password-links.ts";
import { invite, revokeInvitation } from "../../src/accounts/people/invitations.ts";
import { requireUserByEmail } from "../../src/accounts/people/users.ts";
import { sessions } from "../../src/accounts/schema.ts";
import { writeSettings } from "../../src/accounts/settings.ts";
import { browserPath, launchBrowser } from "../../src/platform/chromium.ts";
import { type RealVisit, realVisit, signInHere } from "../testing/real-visit.ts";

setDefaultTimeout(90_000);
const ada = "ada@example.org";
const mara = "mara@example.org";

describe.skipIf(!browserPath)("the way in, in a real browser on the real server", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
  const visit = (run: (visit: RealVisit) => Promise<void>) =>
    realVisit(browser, async (at) => {
      await at.person(ada, "admin");
      await run(at);
    });

  test("asks for the one-time code after the password, says a wrong one, and takes a recovery code", () =>
    visit(async ({ app, url, clock, seat }) => {
      const user = requireUserByEmail(app, ada);
      const secret = fromBase32(beginOneTimeCodes(app, user).secret);
      const [recovery = ""] = confirmOneTimeCodes(app, user.id, codeAt(secret, stepAt(clock.now())));
      const { page } = await seat();
      await page.goto(`${url}/sign-in`);
      await signInHere(page, ada);
      await page.getByRole("heading", { name: "One more step" }).waitFor();
      await page.getByText(ada).waitFor();
      const code = page.getByLabel("Code", { exact: true });
      expect(await code.getAttribute("autocomplete")).toBe("one-time-code");
      expect(await code.evaluate((field) => field === document.activeElement)).toBe(true);
      await code.fill("000000");
      await page.keyboard.press("Enter");
      await page.getByRole("alert").getByText("That code did not match").waitFor();
      await page.getByRole("button", { name: "Use a recovery code" }).click();
      await page.getByLabel("Recovery code").fill(recovery);
      await page.keyboard.press("Enter");
      await page.waitForURL("**/projects");

      const other = await seat();
      await other.page.goto(`${url}/account/profile`);
      await signInHere(other.page, ada);
      await clock.advance(30_000);
      await other.page.getByLabel("Code", { exact: true }).fill(codeAt(secret, stepAt(clock.now())));
      await other.page.keyboard.press("Enter");
      await other.page.getByRole("heading", { name: "Profile" }).waitFor();
    }));

  test("keeps what was typed when it is wrong, and counts down when the account is locked", () =>
    visit(async ({ url, seat }) => {
      const { page } = await seat();
      await page.goto(`${url}/sign-in`);
      for (let guess = 0; guess < 5; guess++) {
        const refused = page.waitForResponse((answer) => answer.url().endsWith("/api/auth/login"));
        await signInHere(page, ada, `wrong password ${guess}`);
        await refused;
        await page.getByText("That did not match").waitFor();
      }
      expect(await page.getByLabel("E-mail").inputValue()).toBe(ada);
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      const notice = page.getByRole("alert");
      await notice.getByText("This account is locked for now").waitFor();
      await notice.getByText(/Try again in \d+ s/u).waitFor();
      expect(await page.getByRole("button", { name: "Sign in", exact: true }).isDisabled()).toBe(true);
    }));

  test("a session that is ended elsewhere is told at once, the draft stays, and signing in leads back", () =>
    visit(async ({ app, url, seat }) => {
      const { page } = await seat();
      await page.goto(`${url}/projects`);
      await signInHere(page, ada);
      const composer = page.getByLabel("What to make or change");
      await composer.fill("A pricing page with three tiers");
      const [session] = app.db.select().from(sessions).all();
      revokeSession(app, session?.id ?? "");
      await page.getByText("You were signed out").waitFor();
      await signInHere(page, ada);
      await composer.waitFor();
      expect(await composer.inputValue()).toBe("A pricing page with three tiers");
      await page.getByText("You were signed out").waitFor({ state: "detached" });
    }));

  test("an invitation shows who is meant, refuses a common password, lets in, and works once", () =>
    visit(async ({ app, url, seat }) => {
      const admin = requireUserByEmail(app, ada);
      const { token } = invite(app, admin, { email: mara, name: "Mara", role: "member" });
      const { page } = await seat();
      await page.goto(`${url}/invitation#${token}`);
      await page.getByText(mara).waitFor();
      expect(page.url()).toBe(`${url}/invitation`);
      const name = page.getByLabel("Your name");
      expect(await name.inputValue()).toBe("Mara");
      await name.fill("Mara Keller");
      const password = page.getByLabel("Password", { exact: true });
      await password.fill("password123");
      await page.getByText("Too common").waitFor();
      expect(await page.getByRole("button", { name: "Join" }).isDisabled()).toBe(true);
      await password.fill("a quiet harbour at dawn");
      await page.getByText("Strong.").waitFor();
      await page.keyboard.press("Enter");
      await page.waitForURL("**/projects");
      await page.getByRole("button", { name: "Account: Mara Keller" }).waitFor();

      const second = await seat({ narrow: true });
      await second.page.goto(`${url}/invitation#${token}`);
      await second.page.getByRole("heading", { name: "This invitation no longer works" }).waitFor();
      await second.page.goto(`${url}/invitation`);
      await second.page.getByRole("heading", { name: "The link is incomplete" }).waitFor();
    }));

  test.each(["expired", "taken back"])("an invitation that is %s says so", (how) =>
    visit(async ({ app, url, clock, seat }) => {
      const { token, row } = invite(app, requireUserByEmail(app, ada), { email: mara, role: "viewer", days: 1 });
      if (how === "expired") await clock.advance(2 * 24 * 3600_000);
      else revokeInvitation(app, row.id);
      const { page } = await seat();
      await page.goto(`${url}/invitation#${token}`);
      await page.getByRole("heading", { name: "This invitation no longer works" }).waitFor();
    }),
  );

  test("a link for a new password works once, and every session is over", () =>
    visit(async ({ app, url, seat }) => {
      const { token } = createPasswordLink(app, requireUserByEmail(app, ada).id);
      const { page } = await seat();
      await page.goto(`${url}/projects`);
      await signInHere(page, ada);
      await page.getByRole("heading", { level: 1 }).waitFor();
      const mailed = await seat();
      await mailed.page.goto(`${url}/reset-password#${token}`);
      await mailed.page.getByLabel("New password").fill("tree lamp quiet harbour");
      await mailed.page.keyboard.press("Enter");
      await mailed.page.getByRole("heading", { name: "The password is changed" }).waitFor();
      await page.getByText("You were signed out").waitFor();
      await mailed.page.goto(`${url}/reset-password#${token}`);
      await mailed.page.getByLabel("New password").fill("tree lamp quiet harbour");
      await mailed.page.keyboard.press("Enter");
      await mailed.page.getByRole("heading", { name: "This link no longer works" }).waitFor();
      await mailed.page.goto(`${url}/sign-in`);
      await signInHere(mailed.page, ada, "tree lamp quiet harbour");
      await mailed.page.waitForURL("**/projects");
    }));

  test("without mail, a forgotten password is a matter for an administrator", () =>
    visit(async ({ url, seat }) => {
      const { page } = await seat();
      await page.goto(`${url}/sign-in`);
      await page.getByRole("link", { name: "Forgotten password" }).click();
      await page.getByRole("heading", { name: "Ask an administrator" }).waitFor();
      await page.getByRole("link", { name: "Back to the sign-in page" }).click();
      await page.getByRole("heading", { name: "Sign in" }).waitFor();
    }));

  test("registration is closed, asks, or is open, as an administrator chose", () =>
    visit(async ({ app, url, seat }) => {
      const { page } = await seat();
      const register = async (email: string) => {
        await page.goto(`${url}/sign-in`);
        await page.getByRole("link", { name: /Ask to join|Create an account/u }).click();
        await page.getByLabel("Your name").fill("Mara");
        await page.getByLabel("E-mail").fill(email);
        await page.getByLabel("Password", { exact: true }).fill("a quiet harbour at dawn");
        await page.keyboard.press("Enter");
      };
      await page.goto(`${url}/register`);
      await page.getByRole("heading", { name: "Joining takes an invitation" }).waitFor();
      writeSettings(app, { registration: "approval" });
      await register(mara);
      await page.getByRole("heading", { name: "Your request was sent" }).waitFor();
      writeSettings(app, { registration: "open" });
      await register("bea@example.org");
      await page.waitForURL("**/projects");
    }));
});
