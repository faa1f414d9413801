import type { Browser, BrowserContext, Frame, Page } from "playwright-core";
import type { Build } from "../contract.ts";
import { type ClosedProxy, startClosedProxy } from "./closed-proxy.ts";
import { somethingPainted } from "./painted.ts";

/** What a build did in the frame. */
export interface Mounted {
  mounted: boolean;
  nonEmpty: boolean;
  errors: string[];
  offline: string[];
  /** Milliseconds from handing the build to the frame to its first commit; undefined when there was none. */
  ms: number | undefined;
  /** Requests that left the frame for another machine. */
  outside: string[];
  picture: Buffer | undefined;
}

export interface LaneOptions {
  /** Starts a browser, or gives the one that runs. */
  browser(): Promise<Browser>;
  /** The host page, which puts `preview` and `previewLog` on its window. */
  hostUrl: string;
  /** Milliseconds for one build, from loading the frame to the picture. */
  limitMs: number;
  pictures: boolean;
}

const viewport = { width: 1280, height: 800 };
/** Pictures are drawn small at once. */
const pictureScale = 0.4;
/** How long a component is left alone after its first commit, and how long it may take until it shows something. */
const quietMs = 250;
const showMs = 3000;

interface Entry {
  name: string;
  id?: number;
  message?: string;
  phase?: string;
  reason?: string;
  what?: string;
  url?: string;
  stack?: { path: string; line: number }[];
}

/** One browser page that shows builds one after the other, each in a frame of its own. */
export class Lane {
  readonly #options: LaneOptions;
  #open: { context: BrowserContext; page: Page; proxy: ClosedProxy } | undefined;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  /** Never rejects for what a component does; a page that it broke is thrown away. */
  async show(build: Build): Promise<Mounted> {
    const found: Mounted = {
      mounted: false,
      nonEmpty: false,
      errors: [],
      offline: [],
      ms: undefined,
      outside: [],
      picture: undefined,
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const { limitMs } = this.#options;
    const late = new Promise<"late">((resolve) => {
      timer = setTimeout(() => resolve("late"), limitMs);
    });
    const work = this.#mount(build, found).catch((thrown: unknown) => {
      found.errors.push(`The page broke: ${thrown instanceof Error ? thrown.message.split("\n")[0] : thrown}`);
      return "broken" as const;
    });
    const outcome = await Promise.race([work, late]);
    clearTimeout(timer);
    if (outcome === "late") found.errors.push(`It was given up after ${limitMs / 1000} s.`);
    if (outcome !== "done") await this.close();
    // What is still running in a page that was given up may no longer change the result.
    return { ...found, mounted: found.mounted && found.errors.length === 0, errors: [...found.errors] };
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    if (!open) return;
    // A page that runs in circles may not even close; its process ends with the browser then.
    await Promise.race([open.context.close().catch(() => {}), Bun.sleep(3000)]);
    await open.proxy.close();
  }

  async #mount(build: Build, found: Mounted): Promise<"done"> {
    const { page, proxy } = await this.#page();
    proxy.taken();
    await page.goto(this.#options.hostUrl);
    await page.evaluate(
      "window.preview.element.style.cssText = 'position:fixed;inset:0;width:100%;height:100%;border:0;background:#fff'",
    );
    const entries = (): Promise<Entry[]> => page.evaluate("window.previewLog");
    await until(entries, (entry) => entry.name === "ready");
    const started = performance.now();
    const { js, css, modules } = build;
    const id: number = await page.evaluate(`window.preview.render(${JSON.stringify({ js, css, modules })})`);
    await until(entries, (entry) => entry.id === id && /^(rendered|error|hung)$/.test(entry.name));
    if ((await entries()).some((entry) => entry.name === "rendered" && entry.id === id)) {
      found.ms = performance.now() - started;
      found.mounted = true;
      found.nonEmpty = await this.#settled(page, entries);
    }
    note(found, await entries());
    if (this.#options.pictures)
      found.picture = await page.screenshot({ type: "jpeg", quality: 72, timeout: 5000 }).catch(() => undefined);
    for (const target of proxy.taken()) {
      found.outside.push(target);
      found.errors.push(`A request to ${target} left the frame.`);
    }
    return "done";
  }

  /** Waits until something shows and a moment has passed, so that effects and their errors have had their turn. */
  async #settled(page: Page, entries: () => Promise<Entry[]>): Promise<boolean> {
    const started = performance.now();
    for (;;) {
      const waited = performance.now() - started;
      const over = (await entries()).some((entry) => entry.name === "hung");
      const painted = over ? false : await this.#painted(page);
      if (over || (painted && waited >= quietMs) || waited >= showMs) return painted;
      await Bun.sleep(100);
    }
  }

  /** A frame in an endless loop does not answer; the page replaces it after a while. */
  async #painted(page: Page): Promise<boolean> {
    const frame = frameOf(page);
    if (!frame) return false;
    return Promise.race([frame.evaluate(somethingPainted).catch(() => false), Bun.sleep(5000).then(() => false)]);
  }

  async #page(): Promise<{ page: Page; proxy: ClosedProxy }> {
    if (this.#open && !this.#open.page.isClosed()) return this.#open;
    await this.close();
    const proxy = await startClosedProxy();
    const browser = await this.#options.browser();
    const context = await browser.newContext({
      viewport,
      deviceScaleFactor: pictureScale,
      // Loopback goes by it, everything else ends in it.
      proxy: { server: proxy.url, bypass: "127.0.0.1" },
    });
    const page = await context.newPage();
    page.on("crash", () => void this.close());
    this.#open = { context, page, proxy };
    return this.#open;
  }
}

/** Asks again and again: the host page's policy forbids the browser to wait for an expression. A closed page ends it. */
async function until(entries: () => Promise<Entry[]>, holds: (entry: Entry) => boolean): Promise<void> {
  while (!(await entries()).some(holds)) await Bun.sleep(20);
}

const frameOf = (page: Page): Frame | undefined =>
  page.frames().find((frame) => frame.url().includes("/preview/frame"));

function note(found: Mounted, entries: Entry[]): void {
  for (const entry of entries) {
    if (entry.name === "error") {
      const [at] = entry.stack ?? [];
      found.errors.push(`${entry.phase}: ${entry.message}${at ? ` (${at.path}:${at.line})` : ""}`);
    } else if (entry.name === "hung") {
      found.errors.push(
        entry.reason === "navigated"
          ? "It left its frame, and was replaced."
          : "It stopped answering, and was replaced.",
      );
    } else if (entry.name === "offline") found.offline.push(`${entry.what} ${entry.url}`);
  }
}
