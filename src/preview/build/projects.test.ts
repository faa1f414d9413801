import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser } from "playwright-core";
import { browserPath, launchBrowser } from "../../platform/chromium.ts";
import { createStage, type Stage } from "../stage.ts";
import { type PreviewServer, startPreviewServer, testAssets } from "../testing.ts";
import { projects } from "./projects.ts";

setDefaultTimeout(30_000);

describe.skipIf(browserPath === undefined)("projects of many files, mounted in Chromium", () => {
  let server: PreviewServer;
  let browser: Browser;
  let stage: Stage;

  beforeAll(async () => {
    server = await startPreviewServer(await testAssets());
    browser = await launchBrowser();
    stage = await createStage(server, browser);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  test.each(projects)("%s", async (_, { files, texts, not = [], says = [], throws = [], steps = [] }) => {
    const input = Object.entries(files).map(([path, text]) => ({ path, text }));
    const { build, outcome, errors } = await stage.show(input);
    expect(
      build.diagnostics.filter((one) => one.severity === "error" && !says.some((part) => one.message.includes(part))),
    ).toEqual([]);
    for (const part of says) expect(build.diagnostics.map((one) => one.message).join("\n")).toContain(part);
    expect({ outcome, errors }).toMatchObject({ outcome: "rendered", errors: throws });
    for (const part of texts) await stage.frame().getByText(part).first().waitFor();
    for (const { click, texts: then } of steps) {
      await stage.frame().getByText(click, { exact: true }).first().click();
      for (const part of then) await stage.frame().getByText(part).first().waitFor();
    }
    const text = await stage.text();
    for (const part of not) expect(text).not.toContain(part);
  });
});
