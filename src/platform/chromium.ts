import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** The browser of the tests and benchmarks: `CHROMIUM`, or where Debian and most others put it. */
const candidates = [
  Bun.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
];

/** Undefined where there is none: a test that needs one is then skipped by name. */
export const browserPath: string | undefined = candidates.find(
  (path): path is string => path !== undefined && path !== "" && existsSync(path),
);

/**
 * A headless browser that talks to nobody by itself.
 * @param args more of its own switches
 */
export const launchBrowser = (args: string[] = []): Promise<Browser> =>
  chromium.launch({
    executablePath: browserPath ?? "chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      // Chromium would describe every form to a service of its maker.
      "--autofill-server-url=http://127.0.0.1:9/",
      ...args,
    ],
  });
