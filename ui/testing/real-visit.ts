import { expect } from "bun:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { createUser, type Role } from "../../src/accounts/index.ts";
import { testPassword } from "../../src/accounts/testing.ts";
import { ManualClock } from "../../src/platform/clock.ts";
import { type TestServer, testServer } from "../../src/server/testing.ts";

/** One browser profile on the appliance. */
export interface Seat {
  page: Page;
  context: BrowserContext;
}

/** The whole appliance in this process, over real HTTP, and people in front of it. */
export interface RealVisit {
  app: TestServer["app"];
  url: string;
  clock: ManualClock;
  /** Another browser profile. */
  seat(options?: { narrow?: boolean }): Promise<Seat>;
  person(email: string, role?: Role): Promise<void>;
}

/**
 * Starts the real server with the page that was built last, runs the visit, and expects that no page complained, broke
 * its content policy or asked anybody else for anything.
 */
export async function realVisit(browser: Browser, run: (visit: RealVisit) => Promise<void>): Promise<void> {
  const clock = new ManualClock(Date.now());
  const server = testServer({ clock }, { VITRINE_RATE_LIMITS: "off" });
  // A name and not an address: browsers know passkeys for `localhost`, and none for 127.0.0.1.
  const url = server.listen().replace("127.0.0.1", "localhost");
  const complaints: string[] = [];
  const contexts: BrowserContext[] = [];
  const { app } = server;
  try {
    await run({
      app,
      url,
      clock,
      async seat({ narrow = false } = {}) {
        const viewport = narrow ? { width: 390, height: 844 } : { width: 1440, height: 900 };
        const context = await browser.newContext({ viewport, reducedMotion: "reduce" });
        contexts.push(context);
        context.setDefaultTimeout(15_000);
        const page = await context.newPage();
        page.on("pageerror", (error) => complaints.push(error.message));
        page.on("console", (message) => {
          // A refused request is told to the person; the browser writes a line of its own about it.
          if (message.type() !== "error" || message.text().startsWith("Failed to load resource")) return;
          complaints.push(message.text());
        });
        context.on("request", (request) => {
          if (!request.url().startsWith(`${url}/`) && !/^(data|blob):/u.test(request.url()))
            complaints.push(request.url());
        });
        return { page, context };
      },
      async person(email, role = "member") {
        await createUser(app, { email, name: email.split("@")[0] ?? email, password: testPassword, role });
      },
    });
    expect(complaints).toEqual([]);
  } finally {
    for (const context of contexts) await context.close();
    await server.stop();
  }
}

/** Signs in on whatever page asks for it. */
export async function signInHere(page: Page, email: string, password = testPassword): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}
