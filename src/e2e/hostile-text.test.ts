import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { strFromU8, unzipSync } from "fflate";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { signedInPerson, testPassword } from "../accounts/testing.ts";
import { browserPath, launchBrowser } from "../platform/chromium.ts";
import { testServer } from "../server/testing.ts";
import { type HostileWorld, hostileTexts, hostileWorld } from "./hostile-world.ts";

setDefaultTimeout(240_000);

const { app, listen, stop } = testServer({}, { VITRINE_RATE_LIMITS: "off" });
const url = listen().replace("127.0.0.1", "localhost");
let browser: Browser;
let world: HostileWorld;
const complaints: string[] = [];

beforeAll(async () => {
  if (!browserPath) return;
  world = await hostileWorld(app);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await stop();
});

/** Listens for everything that hostile text could do: scripts, dialogs, breaches of the policy, other hosts, new windows. */
async function watched(width: number, dark: boolean): Promise<{ page: Page; context: BrowserContext }> {
  const viewport = { width, height: width < 600 ? 844 : 900 };
  const context = await browser.newContext({ viewport, reducedMotion: "reduce", colorScheme: dark ? "dark" : "light" });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  countQuestions(page);
  const complain = (what: string) => complaints.push(`${new URL(page.url()).pathname}: ${what.slice(0, 300)}`);
  context.on("page", () => complain("opened a window"));
  context.on("request", (request) => {
    if (!request.url().startsWith(`${url}/`) && !/^(data|blob):/u.test(request.url())) complain(request.url());
  });
  page.on("dialog", (dialog) => {
    complain(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("pageerror", (error) => complain(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) complain(message.text());
  });
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) =>
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  return { page, context };
}

async function enter(page: Page, path: string): Promise<void> {
  await page.goto(`${url}${path}`);
  await page.getByLabel("E-mail").fill(world.admin.email);
  await page.getByLabel("Password", { exact: true }).fill(testPassword);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("button", { name: /^Account: / }).waitFor();
  expect(new URL(page.url()).pathname).toBe(new URL(path, url).pathname);
}

/** Questions of a page that were not answered yet; event streams never are. */
const asking = new WeakMap<Page, Set<unknown>>();

function countQuestions(page: Page): void {
  const open = new Set<unknown>();
  asking.set(page, open);
  page.on("request", (request) => {
    if (!/\/(events|stream)(\?|$)/.test(request.url())) open.add(request);
  });
  page.on("requestfinished", (request) => open.delete(request));
  page.on("requestfailed", (request) => open.delete(request));
}

/** Nothing of the page waits for the server any more, and what came has been drawn. */
async function quiet(page: Page): Promise<void> {
  for (let still = 0; still < 3; still++) {
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    if ((asking.get(page)?.size ?? 0) > 0) still = -1;
  }
}

const look = (page: Page) =>
  page.evaluate(() => ({
    ran: "pwned" in window,
    // What breaks out of its place widens the page.
    wider: Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - window.innerWidth,
    planted: document.querySelectorAll("script:not([src]), [onerror], [onload], [href^='javascript:' i], base, object")
      .length,
  }));

const query = (text: string) => {
  const value = encodeURIComponent(text.toWellFormed().slice(0, 500));
  const names = ["problem", "continue", "linked", "returnTo", "search", "q", "role", "state", "action", "personId"];
  return `?${names.map((name) => `${name}=${value}`).join("&")}#${value}`;
};

const pages = () => [
  "/projects",
  `/projects/${world.projectId}`,
  `/projects/${world.projectId}/new`,
  ...world.chatIds.map((id) => `/chats/${id}`),
  "/about",
  ...["profile", "security", "sessions", "keys", "appearance", "data"].map((section) => `/account/${section}`),
  "/admin",
  ...["models", "engine", "gpu", "people", "invitations", "roles", "sessions", "keys", "audit", "sign-in", "mail"].map(
    (view) => `/admin/${view}`,
  ),
  ...world.people.map(({ id }) => `/admin/people/${id}`),
];

const sizes: [string, number, boolean][] = [
  ["a wide page", 1440, false],
  ["a narrow one, dark", 390, true],
];

describe.skipIf(!browserPath)("text that wants to be more than text", () => {
  test.each(sizes)(
    "stays text on every page of the studio, the account and the administration: %s",
    async (_, width, dark) => {
      const { page, context } = await watched(width, dark);
      await enter(page, "/projects");
      const wrong: string[] = [];
      for (const path of pages()) {
        await page.goto(`${url}${path}`);
        await quiet(page);
        const seen = await look(page);
        if (seen.ran || seen.wider > 0 || seen.planted > 0) wrong.push(`${path}: ${JSON.stringify(seen)}`);
      }
      expect(wrong).toEqual([]);
      expect(complaints).toEqual([]);
      await context.close();
    },
  );

  test("stays text in the address of every page, signed in or not", async () => {
    const { page, context } = await watched(1440, false);
    const wrong: string[] = [];
    const visit = async (path: string) => {
      await page.goto(`${url}${path}`);
      await quiet(page);
      const seen = await look(page);
      if (seen.ran || seen.wider > 0 || seen.planted > 0) wrong.push(`${path}: ${JSON.stringify(seen)}`);
      expect(new URL(page.url()).origin).toBe(url);
    };
    const open = ["/", "/setup", "/sign-in", "/forgot-password", "/reset-password", "/invitation", "/register"];
    for (const path of open) for (const text of hostileTexts.slice(0, 4)) await visit(path + query(text));
    for (const path of [
      "//evil.example.com/",
      "/%3Cscript%3E",
      "/javascript:window.pwned=1",
      "/%22%3E%3Csvg%20onload=pwned=1%3E",
    ]) {
      await visit(path);
    }
    // The address that was wanted is gone to after signing in: it has to be one of ours.
    await page.goto(`${url}//evil.example.com/projects`);
    await page.getByRole("heading", { name: "There is nothing here" }).waitFor();
    await enter(page, "/account/security?returnTo=//evil.example.com/#javascript:pwned=1");
    expect(new URL(page.url()).origin).toBe(url);
    for (const [n, path] of pages().entries()) await visit(path + query(hostileTexts[n % hostileTexts.length] ?? ""));
    expect(wrong).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });
});

describe.skipIf(!browserPath)("what is taken away", () => {
  const read = async (path: string) => {
    const { headers } = await signedInPerson(app, world.admin.email);
    const answer = await fetch(url + path, { headers });
    expect([answer.status, answer.headers.get("x-content-type-options")]).toEqual([200, "nosniff"]);
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="[\w.-]+"$/);
    return answer;
  };

  test.each(["/api/admin/audit/export?format=csv", "/api/admin/usage/export"])("%s holds no formula", async (path) => {
    const rows = (await (await read(path)).text()).split("\r\n");
    const fields = rows.flatMap((row) => row.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/));
    const formulas = fields.filter((field) => /^"?[=+\-@\t\r]/.test(field) && !/^-?\d+(\.\d+)?$/.test(field));
    expect(formulas).toEqual([]);
  });

  test.each(["/api/auth/export", "/api/admin/audit/export?format=jsonl"])("%s is JSON", async (path) => {
    const answer = await read(path);
    expect(answer.headers.get("content-type")).toMatch(/json/);
    for (const line of path.endsWith("jsonl") ? (await answer.text()).trim().split("\n") : [await answer.text()]) {
      expect(() => JSON.parse(line)).not.toThrow();
    }
  });

  test("an archive stays in its folder and names its files plainly", async () => {
    const bytes = new Uint8Array(await (await read(`/api/projects/${world.projectId}/export`)).arrayBuffer());
    const files = unzipSync(bytes);
    expect(Object.keys(files).length).toBeGreaterThan(world.chatIds.length);
    for (const path of Object.keys(files)) {
      expect(path).not.toMatch(/^\/|\\|(^|\/)\.\.(\/|$)|[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
    }
    const readmes = Object.entries(files).filter(([path]) => path.endsWith("README.md"));
    for (const [, text] of readmes) {
      expect(strFromU8(text)).not.toMatch(/^npm install .*[;&|$`]/m);
      // Whoever looks at it rendered sees no markup of a stranger.
      expect(strFromU8(text)).not.toMatch(/^# .*(?<!\\)<(script|img)/m);
    }
  });
});
