import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { browserPath, launchBrowser } from "../../platform/chromium.ts";
import { testAssets } from "../testing.ts";
import { type ExportReport, serveExportsPage } from "./exports-page.ts";

setDefaultTimeout(180_000);

declare global {
  function look(module: string, names: string[], mount: boolean): Promise<ExportReport[]>;
}

describe.skipIf(!browserPath)("every export of every module, in Chromium", () => {
  let server: Awaited<ReturnType<typeof serveExportsPage>>;
  let browser: Browser;
  let page: Page;
  const reports: ExportReport[] = [];

  beforeAll(async () => {
    server = await serveExportsPage(await testAssets());
    browser = await launchBrowser();
    page = await browser.newPage();
    await page.goto(server.url);
    await page.waitForSelector("html[data-ready]", { state: "attached" });
    for (const { name, exports, open } of server.manifest.modules) {
      if (open || !server.imports[name]) continue;
      // Two thousand icons that differ in nothing but their lines are only looked at.
      const mount = name !== "lucide-react";
      const args: [string, string[], boolean] = [name, exports, mount];
      reports.push(...(await page.evaluate(([module, names, mounted]) => look(module, names, mounted), args)));
    }
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  test("is there under its name", () => {
    expect(reports.length).toBeGreaterThan(5000);
    expect(reports.filter(({ kind }) => kind === "missing" || kind === "unloadable")).toEqual([]);
  });

  test("shares one React, and uses nothing that the frame does not have", () => {
    const broken = /is not defined|Invalid hook call|reading 'use[A-Z]|reading 'H'|Failed to|Cannot access/;
    expect(reports.filter(({ error }) => error !== undefined && broken.test(error))).toEqual([]);
  });

  test("of the kit mounts by itself, in an example, or as a part of one", async () => {
    const folders = ["../kit/mounts", "../kit/components/ui", "../kit/lib"].map((name) => join(import.meta.dir, name));
    const files = folders.flatMap((folder) =>
      readdirSync(folder).flatMap((name) => (name.endsWith(".tsx") ? join(folder, name) : [])),
    );
    const examples = await Promise.all(files.map((file) => Bun.file(file).text()));
    const shown = new Set(examples.join("\n").match(/(?<=<|: )[A-Z]\w+/g));
    const kit = reports.filter(({ module, kind }) => module.startsWith("@/") && kind === "component");
    expect(kit.length).toBeGreaterThan(300);
    expect(kit.filter(({ error, name }) => error !== undefined && !shown.has(name))).toEqual([]);
  });

  test("of Radix mounts by itself, or says what it belongs into", () => {
    const radix = reports.filter(({ kind, module }) => kind === "component" && /^(@radix-ui|radix-ui)/.test(module));
    const said = /must be used within|Missing prop|single React element|reading 'trim'/;
    expect(radix.length).toBeGreaterThan(300);
    expect(radix.filter(({ error }) => error !== undefined && !said.test(error))).toEqual([]);
  });
});
