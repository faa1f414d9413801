import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser, Frame, Page } from "playwright-core";
import { type Appliance, firstAdmin, startAppliance } from "./appliance.ts";
import { browserPath, launchBrowser, type Visit, visit } from "./browser.ts";
import { type MockProcess, startMockProcess } from "./mock-model.ts";
import { recordedSession } from "./recorded/answers.ts";

/** What a person asks for, and how they see that it works. */
interface Session {
  first: string;
  /** Clicks in the component and checks that it answers. */
  use(component: Frame): Promise<void>;
  second: string;
  /** Text that only the second version shows. */
  changed: string;
  engine: RegExp;
}

const patterns: Session = {
  first: "A pricing page for Orbit with three tiers, billed monthly or yearly",
  async use(component) {
    const toggle = component.getByRole("switch").first();
    const before = await component.locator("body").textContent();
    await toggle.click();
    await component.waitForFunction((text) => document.body.textContent !== text, before);
  },
  second: "title 'Plans for everyone'",
  changed: "Plans for everyone",
  engine: /not a language model/,
};

const recorded: Session = {
  first: "A card that counts seats",
  async use(component) {
    await component.getByRole("button", { name: "More" }).click();
    await component.getByRole("button", { name: "More" }).click();
    await component.getByText("2", { exact: true }).waitFor();
  },
  second: "Call it guests",
  changed: "Guests",
  engine: /recorded-coder/,
};

const runs: [name: string, session: Session, model: boolean][] = [
  ["the built-in patterns", patterns, false],
  ["an OpenAI-compatible server", recorded, true],
];

/** The frame that shows the component, once it has something in it. */
async function shownComponent(page: Page, text: string | RegExp): Promise<Frame> {
  const element = page.locator("iframe").last();
  await page.frameLocator("iframe").last().getByText(text).first().waitFor();
  const frame = await (await element.elementHandle())?.contentFrame();
  if (!frame) throw new Error("the preview frame is gone");
  return frame;
}

describe.each(runs)("a first session with %s", (_name, session, withModel) => {
  let appliance: Appliance;
  let mock: MockProcess | undefined;
  let browser: Browser;
  let visitor: Visit;

  beforeAll(async () => {
    if (!browserPath) return;
    mock = withModel ? await startMockProcess(recordedSession) : undefined;
    appliance = await startAppliance({ env: mock ? { VITRINE_OPENAI_BASE_URL: mock.url } : {} });
    browser = await launchBrowser();
    visitor = await visit(browser, appliance.url);
  });
  afterAll(async () => {
    await browser?.close();
    await appliance?.dispose();
    await mock?.stop();
  });

  test.skipIf(!browserPath)(
    "goes from the printed link to a component that works, through a reload in mid-stream, and nowhere else",
    async () => {
      const { page, foreign, errors } = visitor;
      page.setDefaultTimeout(20_000);

      await page.goto(appliance.setupUrl ?? "");
      await page.getByLabel("Your name").fill("Ada");
      await page.getByLabel("E-mail").fill(firstAdmin.email);
      await page.getByLabel("Password").fill(firstAdmin.password);
      await page.getByRole("button", { name: "Create the account" }).click();
      await page.waitForURL("**/projects");
      expect(page.url()).not.toContain("#");
      await page.getByText(session.engine).first().waitFor();

      const composer = page.getByLabel("What to make or change");
      await composer.fill(session.first);
      await composer.press("Enter");
      const versions = page.getByRole("list", { name: "Versions" });
      await versions.getByText("1", { exact: true }).waitFor();
      await page
        .getByText(/version 1/i)
        .first()
        .waitFor();
      await session.use(await shownComponent(page, /\w/));

      await composer.fill(session.second);
      await composer.press("Enter");
      await page.getByRole("article", { name: "Answer" }).nth(1).waitFor();
      await page.reload();
      await page
        .getByText(/version 2/i)
        .first()
        .waitFor();
      await shownComponent(page, session.changed);
      await page.getByRole("article", { name: "Answer" }).nth(1).waitFor();
      expect(await page.getByRole("article", { name: "Answer" }).count()).toBe(2);
      expect(await page.getByRole("log", { name: "Messages" }).getByText(session.second, { exact: true }).count()).toBe(
        1,
      );

      await page.getByRole("tab", { name: "Code" }).click();
      await page
        .locator(".cm-content")
        .getByText(/^import /)
        .first()
        .waitFor();

      expect(foreign).toEqual([]);
      // Before sign-in, the page asks for a session and there is none.
      expect(errors.filter((error) => !error.includes("401"))).toEqual([]);
    },
    90_000,
  );
});
