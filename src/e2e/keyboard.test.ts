import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { type Appliance, adminEnv, firstAdmin, signIn, startAppliance } from "./appliance.ts";
import { browserPath, launchBrowser, visit } from "./browser.ts";

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

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute("aria-label") ?? element?.textContent ?? "";
  });

test.skipIf(!browserPath)(
  "from a deep link over sign-in to a component with the keyboard alone",
  async () => {
    const client = await signIn(appliance.url);
    const project = await (await client.send("POST", "/api/projects", { name: "Keys" })).json();
    const { page, foreign } = await visit(browser, appliance.url);
    page.setDefaultTimeout(20_000);
    await page.goto(`${appliance.url}/projects/${project.id}`);
    await page.getByLabel("E-mail").and(page.locator(":focus")).waitFor();
    await page.keyboard.type(firstAdmin.email);
    await page.keyboard.press("Tab");
    await page.keyboard.type(firstAdmin.password);
    await page.keyboard.press("Enter");
    const composer = page.getByLabel("What to make or change");
    await composer.waitFor();
    expect(page.url()).toContain(project.id);
    for (let press = 0; press < 30 && (await focused(page)) !== "What to make or change"; press++) {
      await page.keyboard.press("Tab");
    }
    await page.keyboard.type("a sign-in form");
    await page.keyboard.press("Enter");
    await page.frameLocator("iframe").last().getByRole("button").first().waitFor();
    expect(foreign).toEqual([]);
  },
  60_000,
);
