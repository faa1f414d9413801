import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser } from "playwright-core";
import { browserPath, launchBrowser } from "../../platform/chromium.ts";
import { createStage, type Stage } from "../stage.ts";
import { type PreviewServer, startPreviewServer, testAssets } from "../testing.ts";
import { idioms } from "./idioms.ts";

setDefaultTimeout(60_000);

describe.skipIf(!browserPath)("packages as generated code writes for them", () => {
  let server: PreviewServer;
  let browser: Browser;
  let stage: Stage;

  beforeAll(async () => {
    server = await startPreviewServer(await testAssets());
    browser = await launchBrowser();
    stage = await createStage(server, browser);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  for (const { name, code, says, draws } of idioms) {
    test(name, async () => {
      const shown = await stage.show([{ path: "App.tsx", text: code }]);
      expect(shown.build.diagnostics.filter(({ severity }) => severity !== "info")).toEqual([]);
      expect([shown.outcome, shown.errors]).toEqual(["rendered", []]);
      const frame = stage.frame();
      if (draws) await frame.locator(draws).first().waitFor({ state: "attached" });
      for (const text of says ?? []) await frame.getByText(text).first().waitFor();
    });
  }
});
