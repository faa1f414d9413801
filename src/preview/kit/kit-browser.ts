import { afterAll, beforeAll } from "bun:test";
import type { Browser, Locator, Page } from "playwright-core";
import { launchBrowser } from "../../platform/chromium.ts";
import { serveKitPage } from "./kit-page.ts";

/** The examples of `mounts/` in a browser, for a test file; what the page complains about is kept. */
export interface KitBrowser {
  readonly page: Page;
  readonly complaints: string[];
  /** Mounts these examples afresh. */
  open(...names: string[]): Promise<void>;
  cell(name: string): Locator;
  slot(name: string): Locator;
  button(name: string): Locator;
  gone(name: string): Promise<void>;
}

/** Call it inside `describe`: it starts before the tests and ends after them. */
export function useKitBrowser(): KitBrowser {
  let kit: Awaited<ReturnType<typeof serveKitPage>> | undefined;
  let browser: Browser | undefined;
  let opened: Page | undefined;
  let complaints: string[] = [];
  const page = (): Page => {
    if (!opened) throw new Error("the browser has not started");
    return opened;
  };

  beforeAll(async () => {
    kit = await serveKitPage();
    browser = await launchBrowser();
    opened = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    opened.setDefaultTimeout(30_000);
    opened.on("pageerror", (error) => complaints.push(String(error)));
    opened.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    await opened.goto(`${kit.url}#nothing`);
    // Only the end of a movement matters here.
    await opened.addStyleTag({ content: "* { animation: none !important; transition: none !important; }" });
  });

  afterAll(async () => {
    await browser?.close();
    await kit?.stop();
  });

  const slot = (name: string) => page().locator(`[data-slot="${name}"]`);
  return {
    get page() {
      return page();
    },
    get complaints() {
      return complaints;
    },
    async open(...names) {
      complaints = [];
      await page().goto(`${kit?.url}#${names}`);
      await page().waitForSelector(`html[data-ready="${names}"]`, { state: "attached" });
      await page().mouse.move(0, 0);
    },
    slot,
    cell: (name) => page().locator(`[data-mount="${name}"]`),
    button: (name) => page().getByRole("button", { name, exact: true }),
    gone: (name) => slot(name).first().waitFor({ state: "detached" }),
  };
}
