import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser, Frame, Page } from "playwright-core";
import { browserPath, launchBrowser } from "../platform/chromium.ts";
import { type PreviewServer, startPreviewServer, testAssets } from "./testing.ts";

setDefaultTimeout(30_000);

interface Entry {
  name: string;
  id?: number;
  [key: string]: unknown;
}

/** What page and frame say to each other beside builds: where one is, what to show alone, pictures, pointing. */
describe.skipIf(browserPath === undefined)("page and frame in Chromium", () => {
  let server: PreviewServer;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    server = await startPreviewServer(await testAssets());
    browser = await launchBrowser();
    page = await browser.newPage();
    page.setDefaultTimeout(10_000);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  beforeEach(async () => {
    await page.goto(server.url);
  });

  async function waitFor(holds: (log: Entry[]) => boolean): Promise<Entry[]> {
    const deadline = performance.now() + 10_000;
    for (;;) {
      const entries: Entry[] = await page.evaluate("window.previewLog");
      if (holds(entries)) return entries;
      if (performance.now() > deadline) throw new Error(`never happened: ${JSON.stringify(entries.slice(-12))}`);
      await Bun.sleep(10);
    }
  }
  async function show(files: Record<string, string>, component?: string): Promise<void> {
    const list = Object.entries(files).map(([path, text]) => ({ path, text }));
    const { js, css } = await server.builder.build({ files: list, ...(component ? { component } : {}) });
    const id: number = await page.evaluate(`window.preview.render(${JSON.stringify({ js, css })})`);
    await waitFor((log) => log.some((one) => one.name === "rendered" && one.id === id));
  }
  const frame = (): Frame => {
    const found = page.frames().find((one) => one.url().includes("/preview/frame"));
    if (!found) throw new Error("there is no frame");
    return found;
  };
  const says = (text: string) => frame().getByText(text, { exact: true }).waitFor();
  const call = (code: string) => page.evaluate(`window.preview.${code}`);
  const location = (log: Entry[]) => {
    const { href, back, forward } = log.findLast((one) => one.name === "location") ?? { name: "" };
    return [href, back, forward];
  };
  const at = (href: string, back: boolean, forward: boolean) =>
    waitFor((log) => JSON.stringify(location(log)) === JSON.stringify([href, back, forward]));

  const next = {
    "app/page.tsx":
      'import Link from "next/link";\nexport default () => <main><h1>Front</h1><Link href="/about?tab=1">Go</Link></main>;',
    "app/about/page.tsx": "export default () => <h1>About</h1>;",
  };
  const router = {
    "App.tsx":
      'import { BrowserRouter, Link, Route, Routes } from "react-router-dom";\nexport default () => <BrowserRouter><Link to="/about?tab=1">Go</Link><Routes><Route path="/" element={<h1>Front</h1>} /><Route path="/about" element={<h1>About</h1>} /></Routes></BrowserRouter>;',
  };
  const data = {
    "App.tsx":
      'import { createBrowserRouter, Link, RouterProvider } from "react-router-dom";\nconst router = createBrowserRouter([{ path: "/", element: <main><h1>Front</h1><Link to="/about?tab=1">Go</Link></main> }, { path: "/about", element: <h1>About</h1> }]);\nexport default () => <RouterProvider router={router} />;',
  };

  test.each([
    ["the pages of an app folder", next],
    ["a router in the code", router],
    ["a router of data", data],
  ])("the address of %s is told, typed and stepped through", async (_, files) => {
    await show(files);
    await says("Front");
    await frame().getByText("Go", { exact: true }).click();
    await says("About");
    await at("/about?tab=1", true, false);
    await call("step(-1)");
    await says("Front");
    await at("/", false, true);
    await call("step(1)");
    await says("About");
    await at("/about?tab=1", true, false);
    await call('go("/")');
    await says("Front");
    await at("/", true, false);
  });

  test("an item of a gallery asks to be shown alone", async () => {
    await show({ "parts.tsx": "export const One = () => <i>1</i>;\nexport const Two = () => <i>2</i>;" }, "*");
    await frame().getByRole("button", { name: "Show Two alone" }).click();
    const log = await waitFor((all) => all.some((one) => one.name === "choose"));
    expect(log.find((one) => one.name === "choose")).toMatchObject({ path: "parts.tsx", component: "Two" });
  });

  /** The colour of the picture at a place, both from 0 to 1, beside its type, weight and size. */
  const picture = (
    x: number,
    y: number,
  ): Promise<{ type: string; bytes: number; size: number[]; colour: number[] } | null> =>
    page.evaluate(`window.preview.picture({ width: 480, fonts: {} }).then(async (made) => {
      if (!made) return null;
      const image = await createImageBitmap(new Blob([made.bytes], { type: made.mediaType }));
      const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
      context.drawImage(image, 0, 0);
      const colour = [...context.getImageData(image.width * ${x}, image.height * ${y}, 1, 1).data];
      return { type: made.mediaType, bytes: made.bytes.byteLength, size: [image.width, image.height], colour };
    })`);
  const canvas =
    '"use client"\nimport { useEffect, useRef } from "react";\nexport default function App() { const c = useRef<HTMLCanvasElement>(null); useEffect(() => { const g = c.current!.getContext("2d")!; g.fillStyle = "rgb(250,0,0)"; g.fillRect(0, 0, 1000, 700); }, []); return <canvas ref={c} width={1000} height={700} />; }';
  const pictures: [what: string, files: Record<string, string>, colour: number[]][] = [
    [
      "classes, variables of the root and what lies behind",
      {
        "App.tsx":
          'export default () => <main className="min-h-screen bg-brand">&amp; &lt;b> "quoted" {"\\u0007"}</main>;',
        "app.css": '@import "tailwindcss";\n@theme { --color-brand: rgb(250 0 0); }',
      },
      [250, 0, 0],
    ],
    ["a canvas", { "App.tsx": canvas }, [250, 0, 0]],
    [
      "a picture",
      {
        "App.tsx": `export default () => <img alt="" width="1000" height="700" src="data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="rgb(250,0,0)"/></svg>')}" />;`,
      },
      [250, 0, 0],
    ],
    [
      "the end of an animation",
      {
        "App.tsx": 'export default () => <div className="in" />;',
        "app.css":
          '@import "tailwindcss";\n@keyframes in { to { opacity: 1 } }\n.in { height: 100vh; background: rgb(250 0 0); opacity: 0; animation: in 1ms forwards }',
      },
      [250, 0, 0],
    ],
    [
      "a document that is dark",
      {
        "App.tsx": "export default () => <p>x</p>;",
        "app.css": '@import "tailwindcss";\nbody { background: rgb(250 0 0) }',
      },
      [250, 0, 0],
    ],
    [
      "names that are no XML",
      {
        "App.tsx":
          'import { useEffect, useRef } from "react";\nexport default function App() { const r = useRef<HTMLElement>(null); useEffect(() => { r.current!.innerHTML = "<b @click=\'1\' x-on:y=\'2\'>&nbsp;</b><br>"; }, []); return <main ref={r} style={{ height: "100vh", background: "rgb(250,0,0)" }} />; }',
      },
      [250, 0, 0],
    ],
  ];
  test.each(pictures)("a picture shows %s", async (_, files, colour) => {
    await show(files);
    // An animation of a millisecond is over by then, and nothing else moves.
    await frame().evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished)));
    const made = await picture(0.5, 0.5);
    expect(made).toMatchObject({ type: "image/webp", size: [480, 336] });
    expect(made?.bytes).toBeLessThanOrEqual(30 * 1024);
    for (const [index, value] of colour.entries()) {
      expect(Math.abs((made?.colour[index] ?? -99) - value)).toBeLessThanOrEqual(12);
    }
  });

  test("nothing gives no picture", async () => {
    await show({ "App.tsx": "export default () => null;" });
    expect(await picture(0, 0)).toBeNull();
  });

  test("what is too much to draw gives no picture instead of a frame that stands still", async () => {
    await show({ "App.tsx": "export default () => <>{Array.from({ length: 9000 }, (_, i) => <i key={i} />)}</>;" });
    expect(await picture(0, 0)).toBeNull();
  });

  test("a person points at an element, and code of the project notices nothing", async () => {
    await show({
      "App.tsx":
        'function BuyButton() { return <button className="px-4 buy" onClick={() => console.log("bought")}>Buy now</button>; }\nexport default function Shop() { return <main onClick={() => console.log("main")}><h1>Shop</h1><BuyButton /></main>; }',
    });
    await call("point(true)");
    await frame().getByText("Buy now").click();
    const log = await waitFor((all) => all.some((one) => one.name === "pointed"));
    expect(log.find((one) => one.name === "pointed")?.element).toEqual({
      tag: "button",
      text: "Buy now",
      classes: "px-4 buy",
      component: "BuyButton",
    });
    await frame().getByText("Buy now").click();
    const after = await waitFor((all) => all.some((one) => one.name === "console"));
    expect(after.find((one) => one.name === "console")?.args).toEqual(["bought"]);
    await call("point(true)");
    await frame().locator("body").press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    const keys = await waitFor((all) => all.filter((one) => one.name === "pointed").length === 2);
    expect(keys.findLast((one) => one.name === "pointed")?.element).toMatchObject({ tag: "button" });
    await call("point(true)");
    await frame().locator("body").press("Escape");
    const given = await waitFor((all) => all.filter((one) => one.name === "pointed").length === 3);
    expect(given.findLast((one) => one.name === "pointed")?.element).toBeNull();
  });
});
