import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { browserPath, launchBrowser } from "../platform/chromium.ts";
import type { Build, SourceFile } from "./contract.ts";
import { type PreviewServer, startPreviewServer, testAssets } from "./testing.ts";

setDefaultTimeout(60_000);

const project: SourceFile[] = [
  { path: "package.json", text: '{ "devDependencies": { "tailwindcss": "^3.4.0" } }' },
  {
    path: "tailwind.config.ts",
    text: `import type { Config } from "tailwindcss";
      export default {
        darkMode: ["class"],
        content: ["./app/**/*.tsx"],
        theme: {
          container: { center: true, padding: "2rem", screens: { "2xl": "1400px" } },
          extend: {
            colors: {
              border: "hsl(var(--border))",
              primary: { DEFAULT: "hsl(var(--primary))", foreground: "hsl(var(--primary-foreground))" },
            },
            borderRadius: { lg: "var(--radius)", md: "calc(var(--radius) - 2px)" },
          },
        },
        plugins: [require("tailwindcss-animate")],
      } satisfies Config;`,
  },
  {
    path: "app/globals.css",
    text: `@tailwind base;
      @tailwind components;
      @tailwind utilities;
      @layer base {
        :root { --border: 120 100% 25%; --primary: 240 100% 50%; --primary-foreground: 0 0% 100%; --radius: 1rem; }
        * { @apply border-border; }
      }
      h1 { font-size: 11px; }`,
  },
  {
    path: "app/page.tsx",
    text: `import { Button } from "@/components/ui/button";
      import { Dialog, DialogContent, DialogTitle } from "@/components/ui/dialog";
      export default function Page() {
        return (
          <main className="container">
            <Button id="button">Go</Button>
            <h1 id="heading" className="text-4xl">Title</h1>
            <p id="box" className="scale-50 rounded-lg border ring">box</p>
            <Dialog open><DialogContent id="dialog"><DialogTitle>x</DialogTitle></DialogContent></Dialog>
          </main>
        );
      }`,
  },
];

describe.skipIf(browserPath === undefined)("a project for Tailwind 3, from its files to the frame", () => {
  let server: PreviewServer;
  let browser: Browser;
  let page: Page;
  let build: Build;

  beforeAll(async () => {
    server = await startPreviewServer(await testAssets());
    browser = await launchBrowser();
    page = await browser.newPage();
    await page.goto(server.url);
    await until("previewLog.some((entry) => entry.name === 'ready')");
    build = await server.builder.build({ files: project });
    await page.evaluate(`window.preview.render(${JSON.stringify({ js: build.js, css: build.css })}, {})`);
    await until("previewLog.some((entry) => entry.name === 'rendered')");
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function until(holds: string): Promise<void> {
    const deadline = performance.now() + 10_000;
    while (!(await page.evaluate(`Boolean(window.previewLog) && ${holds}`))) {
      if (performance.now() > deadline) throw new Error(`never happened: ${holds}`);
      await Bun.sleep(10);
    }
  }

  const looks: [selector: string, property: string, value: string][] = [
    ["#button", "background-color", "rgb(0, 0, 255)"],
    ["#button", "border-top-left-radius", "14px"],
    ["#heading", "font-size", "36px"],
    ["#box", "border-top-color", "rgb(0, 128, 0)"],
    ["#box", "border-top-left-radius", "16px"],
    ["#box", "transform", "matrix(0.5, 0, 0, 0.5, 0, 0)"],
    ["#dialog", "translate", "-50% -50%"],
    ["main", "padding-left", "32px"],
  ];
  test.each(looks)("%s %s is %s", async (selector, property, value) => {
    const frame = page.frames().find((one) => one.url().includes("/preview/frame"));
    const read = `getComputedStyle(document.querySelector(${JSON.stringify(selector)})).getPropertyValue(${JSON.stringify(property)})`;
    expect(await frame?.evaluate<string>(read)).toBe(value);
  });

  test("is read without complaint, and may be asked for in 4", async () => {
    expect(build.diagnostics).toEqual([]);
    const in4 = await server.builder.build({ files: project, tailwind: 4 });
    expect(in4.hash).not.toBe(build.hash);
    expect(in4.css).toContain("@layer utilities");
    expect(build.css).not.toContain("@layer utilities");
  });
});
