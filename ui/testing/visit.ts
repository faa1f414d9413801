import { expect } from "bun:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { type FakeServer, startFakeServer } from "./fake-server.ts";
import { type FakeState, newState } from "./fake-state.ts";

/** One visit: its own server, browser profile and page, and everything that went wrong in it. */
export interface Visit {
  page: Page;
  context: BrowserContext;
  server: FakeServer;
  /** Errors of the page and of its content policy, and requests to anywhere else. */
  complaints: string[];
}

export interface VisitOptions {
  claimed?: boolean;
  narrow?: boolean;
  /** Changes what the server knows before the page is opened. */
  prepare?(state: FakeState): void;
}

/** Opens a page of the built files in `dir`, runs the visit, and expects that nothing complained. */
export async function openVisit(
  { browser, dir }: { browser: Browser; dir: string },
  run: (visit: Visit) => Promise<void>,
  options: VisitOptions = {},
): Promise<void> {
  const state = newState();
  state.claimed = options.claimed ?? true;
  options.prepare?.(state);
  const server = startFakeServer(dir, state);
  const viewport = options.narrow ? { width: 390, height: 844 } : { width: 1440, height: 900 };
  const context = await browser.newContext({ viewport, reducedMotion: "reduce" });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      complaints.push(message.text());
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(server.url) && !/^(data|blob):/u.test(request.url())) complaints.push(request.url());
  });
  try {
    await run({ page, context, server, complaints });
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
    await server.stop();
  }
}

export async function signIn({ page, server }: Visit, path = "/projects"): Promise<void> {
  await page.goto(`${server.url}${path}`);
  await page.getByLabel("E-mail").fill("mara@example.org");
  await page.getByLabel("Password").fill("correct horse battery");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { level: 1 }).waitFor();
}
