import type { Browser, BrowserContext, Page } from "playwright-core";

export { browserPath, launchBrowser } from "../platform/chromium.ts";

export interface Visit {
  context: BrowserContext;
  page: Page;
  /** Every request that went anywhere but the appliance. */
  foreign: string[];
  /** Uncaught errors and console errors of the page itself. */
  errors: string[];
}

/** A new browser profile on the appliance, with a record of what it asked for. */
export async function visit(
  browser: Browser,
  origin: string,
  options: { width?: number; height?: number; dark?: boolean } = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    colorScheme: options.dark ? "dark" : "light",
  });
  const page = await context.newPage();
  const foreign: string[] = [];
  const errors: string[] = [];
  context.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !/^(data|blob|about):/.test(url)) foreign.push(url);
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  return { context, page, foreign, errors };
}
