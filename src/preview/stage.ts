import type { Browser, Frame } from "playwright-core";
import type { Build, SourceFile } from "./contract.ts";
import type { PreviewServer } from "./testing.ts";

export interface Shown {
  build: Build;
  outcome: "rendered" | "error" | "kept" | "hung";
  /** Messages of everything that was thrown until then. */
  errors: string[];
}

/** The host page of `startPreviewServer` in a browser, for tests that mount files and look at them. */
export interface Stage {
  /** Builds and shows files in a fresh frame. */
  show(files: SourceFile[], entry?: string): Promise<Shown>;
  /** Builds and shows files in the frame that is there. */
  update(files: SourceFile[], options?: { partial?: boolean }): Promise<Shown>;
  frame(): Frame;
  /** Everything that can be read in the frame. */
  text(): Promise<string>;
}

interface Entry {
  name: string;
  id?: number;
  message?: string;
}

const outcomes = ["rendered", "error", "kept", "hung"] as const;

export async function createStage(server: PreviewServer, browser: Browser): Promise<Stage> {
  const page = await browser.newPage();
  page.setDefaultTimeout(5000);

  function frame(): Frame {
    const found = page.frames().find((one) => one.url().includes("/preview/frame"));
    if (!found) throw new Error("there is no frame");
    return found;
  }

  async function render(build: Build, partial: boolean): Promise<Shown> {
    const call = `window.preview.render(${JSON.stringify({ js: build.js, css: build.css })}, { partial: ${partial} })`;
    const id: number = await page.evaluate(call);
    const done = (one: Entry) => one.id === id && outcomes.some((name) => name === one.name);
    const deadline = performance.now() + 10_000;
    let log: Entry[] = await page.evaluate("window.previewLog");
    while (!log.some(done) && performance.now() < deadline) {
      await Bun.sleep(10);
      log = await page.evaluate("window.previewLog");
    }
    const outcome = outcomes.find((name) => log.some((one) => one.id === id && one.name === name)) ?? "hung";
    const errors = log.filter((one) => one.name === "error").map((one) => one.message ?? "");
    return { build, outcome, errors };
  }

  return {
    frame,
    text: async () => (await frame().locator("body").textContent()) ?? "",
    async show(files, entry) {
      const build = await server.builder.build({ files, ...(entry === undefined ? {} : { entry }) });
      await page.goto(server.url);
      return render(build, false);
    },
    async update(files, { partial = false } = {}) {
      return render(await server.builder.build({ files, partial }), partial);
    },
  };
}
