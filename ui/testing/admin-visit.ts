import { expect } from "bun:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { type Appliance, startAppliance } from "./appliance.ts";
import { peopleScene, sceneAdmin, scenePassword } from "./people-scene.ts";

export interface AdminVisit extends Awaited<ReturnType<typeof peopleScene>> {
  appliance: Appliance;
  page: Page;
  context: BrowserContext;
}

export interface AdminVisitOptions {
  narrow?: boolean;
  dark?: boolean;
}

/**
 * Opens a page of the administration as its administrator, on a real server with a team in it, and expects that nothing
 * complained: no error, no breach of the content policy, no request to anywhere else, and nothing hostile that ran.
 */
export async function adminVisit(
  { browser, dir }: { browser: Browser; dir: string },
  path: string,
  run: (visit: AdminVisit) => Promise<void>,
  options: AdminVisitOptions = {},
): Promise<void> {
  const appliance = startAppliance(dir);
  const viewport = options.narrow ? { width: 390, height: 844 } : { width: 1440, height: 900 };
  const context = await browser.newContext({
    viewport,
    reducedMotion: "reduce",
    colorScheme: options.dark ? "dark" : "light",
    acceptDownloads: true,
  });
  context.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  context.on("request", (request) => {
    if (!request.url().startsWith(appliance.url) && !/^(data|blob):/u.test(request.url()))
      complaints.push(request.url());
  });
  try {
    const scene = await peopleScene(appliance);
    const page = await context.newPage();
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
        complaints.push(message.text());
    });
    await page.goto(`${appliance.url}${path}`);
    await page.getByLabel("E-mail").fill(sceneAdmin);
    await page.getByLabel("Password", { exact: true }).fill(scenePassword);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.locator(".admin-page h1").waitFor();
    await run({ ...scene, appliance, page, context });
    expect(await page.evaluate(() => "pwned" in window)).toBe(false);
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
    await appliance.stop();
  }
}
