import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { browserPath, launchBrowser } from "../platform/chromium.ts";
import { temporaryFolder } from "../platform/testing.ts";
import { bombs, endless } from "./endless.ts";
import { attack, departures, leaks, plainAttack, readings } from "./hostile.ts";
import { type Sinks, startSinks } from "./sinks.ts";
import { type PreviewServer, startPreviewServer, testAssets } from "./testing.ts";

setDefaultTimeout(60_000);

interface Entry {
  name: string;
  id?: number;
  args?: string[];
  reason?: string;
  message?: string;
}

/**
 * Hostile code in a real browser. Two witnesses that do not trust the frame: sockets that listen for whatever arrives,
 * and the browser's own log of every name that it looked up and every socket that it opened.
 */
/** WebRTC never uses the loopback interface: on a machine with no other it sends nothing, confined or not. */
const reachable = Object.values(networkInterfaces()).some((list) => list?.some((one) => !one.internal));

describe.skipIf(browserPath === undefined)("isolation of the preview frame", () => {
  const folder = temporaryFolder();
  let server: PreviewServer;
  let sinks: Sinks;
  let browser: Browser;
  let page: Page;
  let logFile: string;

  beforeAll(async () => {
    sinks = await startSinks();
    server = await startPreviewServer(await testAssets());
    await open("frame");
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await sinks?.close();
    folder.remove();
  });
  beforeEach(() => {
    sinks.taken();
    server.requests.length = 0;
  });

  async function open(name: string): Promise<void> {
    logFile = join(folder.path, `${name}.json`);
    browser = await launchBrowser([`--log-net-log=${logFile}`]);
    page = await browser.newPage();
    page.setDefaultTimeout(5000);
  }

  /** Names with `leak` in them that the browser dealt with below its pages; ends the browser. */
  async function lookedUp(): Promise<string[]> {
    await browser.close();
    const log = await Bun.file(logFile).text();
    return [...new Set([...log.matchAll(/([a-z-]+)\.leak\.localhost/g)].map((found) => found[1] ?? ""))].sort();
  }

  const log = (): Promise<Entry[]> => page.evaluate("window.previewLog");

  async function until(holds: (log: Entry[]) => boolean, ms = 15_000): Promise<Entry[]> {
    const deadline = performance.now() + ms;
    for (;;) {
      const entries = await log();
      if (holds(entries)) return entries;
      if (performance.now() > deadline) throw new Error(`never happened: ${JSON.stringify(entries.slice(-6))}`);
      await Bun.sleep(20);
    }
  }

  async function show(text: string): Promise<number> {
    const build = await server.builder.build({ files: [{ path: "App.tsx", text }] });
    return page.evaluate(`window.preview.render(${JSON.stringify({ js: build.js, css: build.css })})`);
  }

  async function fresh(): Promise<void> {
    if (!browser.isConnected()) await open("again");
    await page.goto(server.url);
    await until((entries) => entries.some((entry) => entry.name === "ready"));
  }

  /** The page answers at once, and its frame shows the next good build. */
  async function comesBack(): Promise<void> {
    const started = performance.now();
    expect(await page.evaluate("1 + 1")).toBe(2);
    expect(performance.now() - started).toBeLessThan(1000);
    expect(page.url()).toBe(server.url);
    const id = await show("export default () => <p>good again</p>");
    await until((entries) => entries.some((entry) => entry.name === "rendered" && entry.id === id));
  }

  const said = (text: string) => (entries: Entry[]) => entries.some((entry) => entry.args?.[0] === text);
  const ports = () => ({ tcp: sinks.tcpPort, udp: sinks.udpPort });
  const allowed = /^GET \/(|host\.js|favicon\.ico|placeholder\.svg.*|preview\/(frame\?|modules\/).*)$/;

  test("nothing leaves, by any way, although the same attempts arrive from a page that is not confined", async () => {
    await fresh();
    await show(attack(leaks, ports()));
    await until(said("through"));
    for (const [name, code] of Object.entries(departures)) {
      await fresh();
      await show(attack({ [name]: code }, ports()));
      await until((entries) => said("through")(entries) || entries.some((entry) => entry.name === "hung"));
      await comesBack();
    }
    // Of the second witness: the log is complete only when the browser has ended.
    const names = await lookedUp();
    expect(sinks.taken()).toEqual([]);
    expect(names).toEqual([]);
    expect(server.requests.filter((request) => !allowed.test(request))).toEqual([]);

    await open("control");
    await page.route("http://open.localhost/", (route) =>
      route.fulfill({
        contentType: "text/html",
        body: `<body><script type="module">${plainAttack(leaks, ports())}</script>`,
      }),
    );
    const ended = page.waitForEvent("console", { predicate: (line) => line.text() === "through", timeout: 20_000 });
    await page.goto("http://open.localhost/", { waitUntil: "commit" });
    await ended;
    const arrived = sinks.taken();
    for (let wait = 0; reachable && wait < 200 && !arrived.some((one) => one.startsWith("udp")); wait++) {
      await Bun.sleep(50);
      arrived.push(...sinks.taken());
    }
    expect(arrived.filter((one) => one.startsWith("tcp")).length).toBeGreaterThan(20);
    expect(arrived.some((one) => one.startsWith("udp"))).toBe(reachable);
    expect(await lookedUp()).toContain("fetch");
  });

  test("nothing of the page can be read or called", async () => {
    await fresh();
    await page.evaluate("localStorage.setItem('token', 'secret'); window.opened = 0; document.title = 'secret'");
    await show(readings);
    const entries = await until((all) => all.some((entry) => entry.args?.[0] === "read"));
    expect(JSON.parse(entries.find((entry) => entry.args?.[0] === "read")?.args?.[1] ?? "")).toEqual([]);
    expect(JSON.stringify(entries)).not.toContain("secret");
    expect(browser.contexts().flatMap((context) => context.pages()).length).toBe(1);
    expect(await page.evaluate("[document.title, window.name, document.querySelectorAll('link').length]")).toEqual([
      "secret",
      "",
      0,
    ]);
    // It spoiled the realm that it ran in, which no build after it can use.
    await fresh();
    await comesBack();
  });

  test.each(Object.entries(endless))("%s ends or is borne, and the page goes on", async (_name, { code, becomes }) => {
    await fresh();
    const id = await show(code);
    const ended: Record<typeof becomes, string[]> = {
      stopped: ["error"],
      replaced: ["hung"],
      borne: ["rendered"],
      "borne or replaced": ["rendered", "hung"],
    };
    await until((all) =>
      all.some(({ name, id: of }) => ended[becomes].includes(name) && (name !== "rendered" || of === id)),
    );
    // The page is alive all along, not only afterwards.
    for (let round = 0; round < 5; round++) await page.evaluate("new Promise((next) => requestAnimationFrame(next))");
    await comesBack();
    if (!becomes.includes("replaced")) expect((await log()).filter((entry) => entry.name === "hung")).toEqual([]);
  });

  test("a component that updates itself without end is named", async () => {
    await fresh();
    await show(endless["state set in every effect"]?.code ?? "");
    const entries = await until((all) =>
      all.some((entry) => /^App updates itself without end/.test(entry.message ?? "")),
    );
    expect(entries.some((entry) => entry.name === "console" && /^App updates/.test(entry.args?.[0] ?? ""))).toBe(true);
  });
});

describe.skipIf(browserPath === undefined)("memory bombs in the preview frame", () => {
  let server: PreviewServer;
  let browser: Browser;

  beforeAll(async () => {
    server = await startPreviewServer(await testAssets());
    // A small heap, for the sake of the machine that the test runs on.
    browser = await launchBrowser(["--js-flags=--max-old-space-size=160"]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  test.each(Object.entries(bombs))("%s end the process of the frame, not that of the page", async (_name, code) => {
    const page = await browser.newPage();
    await page.goto(server.url);
    // Of its own, since the driver takes a page for crashed when a frame in it is.
    const session = await page.context().newCDPSession(page);
    const inPage = async (expression: string): Promise<unknown> =>
      (await session.send("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true })).result.value;
    const render = async (text: string) => {
      const { js, css } = await server.builder.build({ files: [{ path: "App.tsx", text }] });
      return inPage(`window.preview.render(${JSON.stringify({ js, css })})`);
    };
    const until = (condition: string) =>
      inPage(
        `new Promise((done) => { const look = () => (${condition} ? done(true) : setTimeout(look, 20)); look(); })`,
      );

    const bomb = await render(code);
    await until(`window.previewLog.some((one) => one.name === "rendered" && one.id === ${bomb})`);
    await until(`window.previewLog.some((one) => one.name === "hung" && one.reason === "silent")`);
    const good = await render("export default () => <p>good again</p>");
    await until(`window.previewLog.some((one) => one.name === "rendered" && one.id === ${good})`);
    expect(await inPage("document.title")).toBe("Host");
    await page.close();
  });
});
