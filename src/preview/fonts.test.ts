import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser, Frame, Page } from "playwright-core";
import { browserPath, launchBrowser } from "../platform/chromium.ts";
import type { SourceFile } from "./contract.ts";
import { type PreviewServer, startPreviewServer, testAssets } from "./testing.ts";

setDefaultTimeout(60_000);

describe.skipIf(browserPath === undefined)("fonts in the frame", () => {
  let server: PreviewServer;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    server = await startPreviewServer(await testAssets());
    browser = await launchBrowser();
    page = await browser.newPage();
    await page.goto(server.url);
    await until("previewLog.some((entry) => entry.name === 'ready')");
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

  async function show(files: SourceFile[]): Promise<Frame> {
    const { js, css } = await server.builder.build({ files });
    const id = await page.evaluate(`window.preview.render(${JSON.stringify({ js, css })}, {})`);
    await until(`previewLog.some((entry) => entry.id === ${id} && entry.name === "rendered")`);
    const frame = page.frames().find((one) => one.url().includes("/preview/frame"));
    if (!frame) throw new Error("there is no frame");
    return frame;
  }

  /** The first family of an element's text, once every font that is needed has come. */
  const familyOf = async (frame: Frame, selector: string): Promise<string> => {
    const read = `document.fonts.ready.then(() => getComputedStyle(document.querySelector(${JSON.stringify(selector)})).fontFamily)`;
    const family: string = await frame.evaluate(read);
    return family.split(",")[0]?.replaceAll('"', "") ?? "";
  };
  const loaded = (frame: Frame): Promise<string[]> =>
    frame.evaluate(
      "document.fonts.ready.then((fonts) => [...fonts].filter((font) => font.status === 'loaded').map((font) => font.family.replaceAll('\"', '')))",
    );

  test("text is set in the embedded fonts, fetched from this server alone", async () => {
    const frame = await show([
      { path: "a.tsx", text: 'export default () => <div><p>plain</p><code className="font-mono">code</code></div>;' },
    ]);
    expect(await familyOf(frame, "p")).toBe("Inter Variable");
    expect(await familyOf(frame, "code")).toBe("JetBrains Mono Variable");
    expect(await loaded(frame)).toEqual(expect.arrayContaining(["Inter Variable", "JetBrains Mono Variable"]));
    const fonts = server.requests.filter((request) => request.includes(".woff2"));
    expect(fonts.every((request) => /^GET \/preview\/modules\/fonts\/[\w-]+\.woff2$/.test(request))).toBe(true);
    expect(fonts.join()).not.toContain("latin-ext");
  });

  test("next/font gives classes and variables of the nearest family", async () => {
    const frame = await show([
      {
        path: "app/layout.tsx",
        text: `import { Geist, Playfair_Display, Fira_Code } from "next/font/google";
          import localFont from "next/font/local";
          import { GeistMono } from "geist/font/mono";
          const sans = Geist({ subsets: ["latin"], variable: "--font-own" });
          const serif = Playfair_Display({ subsets: ["latin"], weight: "700" });
          const mono = Fira_Code({ subsets: ["latin"] });
          const local = localFont({ src: "./fonts/GeistMonoVF.woff", variable: "--font-local" });
          export default function Layout({ children }: any) {
            return <html className={sans.variable + " " + local.variable}><body className={sans.className}>{children}
              <b id="serif" className={serif.className}>s</b><b id="mono" className={mono.className}>m</b>
              <b id="local" style={{ fontFamily: "var(--font-local)" }}>l</b><b id="geist" style={GeistMono.style}>g</b>
            </body></html>;
          }`,
      },
      { path: "app/page.tsx", text: 'export default () => <p className="font-sans">page</p>;' },
      { path: "app/globals.css", text: '@import "tailwindcss";\n@theme inline { --font-sans: var(--font-own); }' },
    ]);
    expect(await familyOf(frame, "p")).toBe("Inter Variable");
    expect(await familyOf(frame, "#serif")).toBe("Playfair Display");
    expect(await familyOf(frame, "#mono")).toBe("Fira Code");
    expect(await familyOf(frame, "#local")).toBe("JetBrains Mono Variable");
    expect(await familyOf(frame, "#geist")).toBe("JetBrains Mono Variable");
    expect(await frame.evaluate("getComputedStyle(document.querySelector('#serif')).fontWeight")).toBe("700");
  });

  test("other fonts of this server and of others stay outside", async () => {
    const frame = await show([{ path: "a.tsx", text: "export default () => <p>x</p>;" }]);
    const tried = await frame.evaluate(
      "Promise.all(['/static/inter.woff2', 'https://fonts.gstatic.com/a.woff2'].map((url) => new FontFace('X', 'url(' + url + ')').load().then(() => 'loaded', () => 'refused')))",
    );
    expect(tried).toEqual(["refused", "refused"]);
    expect(server.requests.filter((request) => request.includes("/static/"))).toEqual([]);
  });
});
