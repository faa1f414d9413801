import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser, Frame, Page } from "playwright-core";
import { browserPath, launchBrowser } from "../platform/chromium.ts";
import type { Build, SourceFile } from "./contract.ts";
import { fixture, type PreviewServer, startPreviewServer, testAssets } from "./testing.ts";

setDefaultTimeout(30_000);

interface Entry {
  name: string;
  id?: number;
  message?: string;
  [key: string]: unknown;
}

/** The real frame in a real browser. Skipped, by name, where there is none. */
describe.skipIf(browserPath === undefined)("preview frame in Chromium", () => {
  let server: PreviewServer;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    server = await startPreviewServer(await testAssets());
    browser = await launchBrowser();
    page = await browser.newPage();
    page.setDefaultTimeout(5000);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  beforeEach(async () => {
    server.requests.length = 0;
    await page.goto(server.url);
    await waitFor((log) => log.some((entry) => entry.name === "ready"));
  });

  const log = (): Promise<Entry[]> => page.evaluate("window.previewLog");

  async function waitFor(holds: (log: Entry[]) => boolean): Promise<Entry[]> {
    const deadline = performance.now() + 10_000;
    for (;;) {
      const entries = await log();
      if (holds(entries)) return entries;
      if (performance.now() > deadline) throw new Error(`never happened: ${JSON.stringify(entries.slice(-12))}`);
      await Bun.sleep(10);
    }
  }

  async function show(files: SourceFile[], partial = false): Promise<{ build: Build; id: number; outcome: Entry }> {
    const build = await server.builder.build({ files, partial });
    const call = `window.preview.render(${JSON.stringify({ js: build.js, css: build.css })}, ${JSON.stringify({ partial })})`;
    const id: number = await page.evaluate(call);
    const done = (entry: Entry) => entry.id === id && /^(rendered|error|kept|hung)$/.test(entry.name);
    const entries = await waitFor((all) => all.some(done));
    return { build, id, outcome: entries.find(done) ?? { name: "none" } };
  }

  function frame(): Frame {
    const found = page.frames().find((one) => one.url().includes("/preview/frame"));
    if (!found) throw new Error("there is no frame");
    return found;
  }

  const app = (text: string, path = "App.tsx"): SourceFile[] => [{ path, text }];
  const bodyText = async () => (await frame().locator("body").textContent()) ?? "";

  const dialects: [file: string, texts: string[]][] = [
    ["pricing.tsx", ["Simple pricing", "Most popular", "$24", "Choose Team"]],
    ["login-form.tsx", ["Welcome back", "Continue with GitHub"]],
    ["dashboard.tsx", ["Overview", "$45,231", "Jan", "Jun"]],
    ["data-table.tsx", ["monserrat@example.com", "Status"]],
    ["hero.tsx", ["Made by hand", "See the collection"]],
    ["server-page.tsx", ["A quiet release", "9 January 2026"]],
    ["user-card.tsx", ["ada@example.com", "admin", "Tag 2"]],
    ["html-dialect.tsx", ["Join us", "Already 5 > 3 people joined", "Join"]],
    ["router-app.tsx", ["Start page", "Item seven"]],
    ["kanban.tsx", ["Board", "Write the brief", "In progress (1)"]],
    ["weather.jsx", ["Lisbon", "Mon: 21°"]],
  ];

  test.each(dialects)("shows %s", async (file, texts) => {
    const { build, outcome } = await show([await fixture(file)]);
    expect(build.diagnostics.filter((one) => one.severity === "error" && !one.repaired)).toEqual([]);
    expect(outcome).toMatchObject({ name: "rendered", empty: false });
    const text = await bodyText();
    for (const part of texts) expect(text).toContain(part);
    expect((await log()).filter((entry) => entry.name === "error")).toEqual([]);
  });

  test("state, handlers, portals and forms work", async () => {
    await show([await fixture("pricing.tsx")]);
    await frame().getByRole("switch").click();
    expect(await frame().getByTestId("price-Pro").textContent()).toContain("$19");

    await show([await fixture("kanban.tsx")]);
    await frame().getByRole("button", { name: "New task" }).click();
    await frame().getByPlaceholder("Title").fill("Ship it");
    await frame().getByRole("combobox").click();
    await frame().getByRole("option", { name: "Done" }).click();
    await frame().getByRole("button", { name: "Add" }).click();
    await frame().getByText("Ship it").waitFor();
    await frame().getByText("Task added").waitFor();
    expect(await bodyText()).toContain("Done (1)");

    await show([await fixture("login-form.tsx")]);
    await frame().getByRole("button", { name: "Sign in" }).click();
    await frame().getByText("Enter a valid address.").waitFor();
    await frame().getByLabel("Email").fill("ada@example.com");
    await frame().getByPlaceholder("ada@example.com").press("Tab");
    await frame().locator("input[name=password]").fill("longenough");
    await frame().getByRole("button", { name: "Sign in" }).click();
    const entries = await waitFor((all) => all.some((entry) => entry.name === "console"));
    expect(entries.find((entry) => entry.name === "console")).toMatchObject({
      level: "log",
      args: ["signed in as", "ada@example.com"],
      position: { path: "login-form.tsx", line: 26 },
    });
  });

  test("says where a component throws, in the file as it was written", async () => {
    const { outcome } = await show(
      app(
        'import { useState } from "react";\n\nexport default function App() {\n  const [list] = useState<any>(null);\n  return <p>{list.length}</p>;\n}\n',
      ),
    );
    expect(outcome).toMatchObject({ name: "error", phase: "render", stack: [{ path: "App.tsx", line: 5 }] });
    await frame().getByText("could not be shown").waitFor();

    await show(
      app(
        "export default function App() {\n  return (\n    <button onClick={() => {\n      throw new Error('from a click');\n    }}>go</button>\n  );\n}",
      ),
    );
    await frame().getByRole("button").click();
    const entries = await waitFor((all) => all.some((entry) => entry.message === "from a click"));
    expect(entries.at(-1)).toMatchObject({ name: "error", phase: "runtime", stack: [{ path: "App.tsx", line: 4 }] });

    await show(
      app("export default function App() {\n  Promise.reject(new Error('left alone'));\n  return <i>x</i>;\n}"),
    );
    await waitFor((all) => all.some((entry) => entry.message === "left alone"));
  });

  test("wrong names show a box, not a blank page", async () => {
    const { build, outcome } = await show([
      ...app(
        'import { Qqqzzzx } from "lucide-react";\nimport { Ghost } from "./ghost";\nimport thing from "left-pad";\nimport { Nothing } from "recharts";\nimport { gone } from "./util";\nexport default () => <div><Qqqzzzx /><Ghost /><b>still here</b><Nothing />{typeof thing + typeof gone}</div>;',
      ),
      { path: "util.ts", text: "export const other = 1;" },
    ]);
    expect(outcome.name).toBe("rendered");
    expect(await bodyText()).toContain("still here");
    expect(await frame().locator("[data-vitrine-missing]").count()).toBe(3);
    expect(build.diagnostics.map((one) => one.line).sort()).toEqual([1, 2, 3, 4, 5]);
  });

  test("a dark theme reaches the tokens", async () => {
    const background = () =>
      frame()
        .locator("body")
        .evaluate((body) => getComputedStyle(body).backgroundColor);
    await show(app("export default () => <p>hi</p>"));
    const light = await background();
    await page.evaluate("window.preview.setTheme('dark')");
    await frame().locator("html.dark").waitFor();
    expect(await background()).not.toBe(light);
  });

  test("colour triples of an older project keep their meaning", async () => {
    await show([
      { path: "app/page.tsx", text: 'export default () => <p className="bg-brand text-primary rounded">x</p>' },
      {
        path: "app/globals.css",
        text: "@tailwind base;\n@tailwind utilities;\n@layer base { :root { --brand: 120 100% 25%; --primary: 0 100% 50%; } }",
      },
    ]);
    const styles = await frame()
      .locator("p")
      .evaluate((node) => [getComputedStyle(node).backgroundColor, getComputedStyle(node).color]);
    expect(styles).toEqual(["rgb(0, 128, 0)", "rgb(255, 0, 0)"]);
  });

  test("a component appears while it is written, and what was good stays", async () => {
    const { text } = await fixture("pricing.tsx");
    const seen = new Set<string>();
    for (let end = 1400; end < text.length; end += 400) {
      const { outcome } = await show(app(text.slice(0, end)), true);
      seen.add(outcome.name);
      if ((await bodyText()).includes("Simple pricing")) seen.add("visible");
    }
    expect([...seen].sort()).toContain("visible");
    expect(seen.has("error")).toBe(false);

    await show(app("export default () => <p>good</p>"));
    const { outcome } = await show(app("const x: any = undefined; export default () => <p>{x.y.z}</p>"), true);
    expect(outcome.name).toBe("kept");
    await frame().getByText("good").waitFor();
  });

  test("missing images become placeholders and are reported", async () => {
    await show([await fixture("hero.tsx")]);
    await waitFor((all) => all.some((entry) => entry.name === "offline" && entry.what === "image"));
    const sources = await frame()
      .locator("img")
      .evaluateAll((images) => images.map((image) => [image.getAttribute("src")?.slice(0, 19), image.clientWidth]));
    expect(sources).toContainEqual(["data:image/svg+xml,", 320]);
  });

  test("clicks on links stay inside and are reported", async () => {
    await show([await fixture("hero.tsx")]);
    await frame().getByRole("link", { name: "See the collection" }).click();
    const entries = await waitFor((all) => all.some((entry) => entry.name === "navigate"));
    expect(entries.find((entry) => entry.name === "navigate")).toMatchObject({ href: "/collection", external: false });
    expect(await bodyText()).toContain("Made by hand");
  });

  test("a page stands in its layouts", async () => {
    await show([
      { path: "app/page.tsx", text: "export default async function Page() { return <p>page</p>; }" },
      {
        path: "app/layout.tsx",
        text: 'import { Toaster } from "@/components/ui/sonner";\nexport default function Root({ children }: any) { return <html lang="en"><body className="antialiased"><nav>nav</nav>{children}<Toaster /></body></html>; }',
      },
    ]);
    expect(await frame().locator(".antialiased").textContent()).toStartWith("navpage");
  });

  test("a loop without end is stopped and named", async () => {
    await show(app("export default () => <p>first</p>"));
    const { outcome } = await show(
      app("export default function App() {\n  let n = 0;\n  while (true) {\n    n++;\n  }\n}"),
    );
    expect(outcome).toMatchObject({ name: "error", phase: "render", stack: [{ path: "App.tsx", line: 3 }] });
  });

  test("a frame that does not answer is replaced and the page goes on", async () => {
    await show(app("export default () => <p>first</p>"));
    const { outcome } = await show(app("export default function App() { while (true); return <p>never</p>; }"));
    expect(outcome).toMatchObject({ name: "hung", reason: "silent" });
    expect(await page.evaluate("1 + 1")).toBe(2);
    const again = await show(app("export default () => <p>alive again</p>"));
    expect(again.outcome.name).toBe("rendered");
    await frame().getByText("alive again").waitFor();
  }, 30_000);

  test("code cannot reach the page, its cookies, the network or another address", async () => {
    const probe = `
      const tries = {
        parentSecret: () => (parent as any).secret,
        parentDom: () => parent.document.body.innerHTML,
        cookie: () => document.cookie || "none",
        storage: () => { localStorage.setItem("a", "1"); return localStorage.getItem("a"); },
        popup: () => String(window.open("https://example.com/")),
        peer: () => typeof RTCPeerConnection,
        topNavigation: () => { (top as any).location = "/stolen-top"; return "set"; },
        freshPeer: () => {
          const inner = document.createElement("iframe");
          document.body.append(inner);
          return typeof (inner.contentWindow as any).RTCPeerConnection;
        },
        worker: () => { new Worker("data:text/javascript,1"); return "made"; },
        evaluate: () => new Function("return 1")(),
      } as Record<string, () => unknown>;
      const result: Record<string, unknown> = {};
      for (const [name, run] of Object.entries(tries)) {
        try { result[name] = run(); } catch (error) { result[name] = "refused"; }
      }
      fetch("/api/me").catch((error) => console.log("fetch", error.message));
      new Image().src = "/stolen-image?x=1";
      navigator.sendBeacon("/stolen-beacon");
      const script = document.createElement("script"); script.src = "/stolen-script.js"; document.head.append(script);
      const sheet = document.createElement("link"); sheet.rel = "stylesheet"; sheet.href = "/stolen.css"; document.head.append(sheet);
      const inner = document.createElement("iframe"); inner.src = "/stolen-frame"; document.body.append(inner);
      import("/stolen-module.js").catch(() => {});
      export default () => <pre>{JSON.stringify(result)}</pre>;`;
    await show(app(probe));
    const result = JSON.parse((await frame().locator("pre").textContent()) ?? "{}");
    expect(result).toEqual({
      parentSecret: "refused",
      parentDom: "refused",
      cookie: "none",
      storage: "1",
      popup: "null",
      peer: "undefined",
      freshPeer: "refused",
      topNavigation: expect.any(String),
      worker: expect.any(String),
      evaluate: "refused",
    });
    await waitFor((all) => all.some((entry) => entry.name === "offline" && entry.what === "fetch"));

    // Going away by itself is noticed; where the page's policy does not forbid it, the frame is replaced.
    await show(
      app(
        'export default function App() { return <button onClick={() => { location.href = "/stolen-location"; }}>go</button>; }',
      ),
    );
    await frame().getByRole("button").click();
    await waitFor((all) => all.some((entry) => entry.name === "hung"));
    const again = await show(app("export default () => <p>home</p>"));
    expect(again.outcome.name).toBe("rendered");
    expect(page.url()).toBe(server.url);

    const stolen = server.requests.filter(
      (request) => request.includes("stolen") && !request.includes("stolen-location"),
    );
    expect(stolen).toEqual([]);
    const allowed =
      /^GET \/(|host\.js|favicon\.ico|placeholder\.svg.*|preview\/(frame\?|modules\/).*|stolen-location)$/;
    expect(server.requests.filter((request) => !allowed.test(request))).toEqual([]);
  });

  test("no other realm can be made to run code in", async () => {
    const probe = `
      const code = "parent.postMessage('escaped', '*')";
      const tag = (attributes: string, text = "") => "<script" + attributes + ">" + text + "</" + "script>";
      const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
      const page = URL.createObjectURL(new Blob([tag("", code)], { type: "text/html" }));
      addEventListener("message", (event) => { if (event.data === "escaped") console.error("escaped"); });
      const frame = (name: "src" | "srcdoc", value: string) => {
        const inner = document.createElement("iframe");
        inner[name] = value;
        document.body.append(inner);
      };
      for (const kind of ["", " type=module"]) frame("srcdoc", tag(kind + " src=" + url));
      frame("srcdoc", tag("", code));
      frame("src", page);
      frame("src", "data:text/html," + tag("", code));
      frame("src", "javascript:" + code);
      new Worker(url).onerror = () => {};
      setTimeout(() => console.log("all tried"), 500);
      export default () => <p>x</p>;`;
    await show(app(probe));
    const entries = await waitFor((all) => all.some((entry) => JSON.stringify(entry.args) === '["all tried"]'));
    expect(entries.filter((entry) => JSON.stringify(entry).includes("escaped"))).toEqual([]);
  });

  test("a frame that is moved on the page shows its component again", async () => {
    await show(app("export default () => <p>moved along</p>"));
    await page.evaluate(
      "document.body.append(document.createElement('section')); document.querySelector('section').append(window.preview.element)",
    );
    await waitFor((all) => all.filter((entry) => entry.name === "ready").length === 2);
    await frame().getByText("moved along").waitFor();
    expect((await log()).some((entry) => entry.name === "hung")).toBe(false);
  });

  test("every module of the manifest loads, and has what the manifest says", async () => {
    const names = server.builder
      .manifest()
      .modules.map((module) => module.name)
      .filter((name) => !name.startsWith("@tabler/"));
    const imports = names.map((name, index) => `import * as m${index} from ${JSON.stringify(name)};`).join("\n");
    const table = names.map((name, index) => `${JSON.stringify(name)}: m${index}`).join(", ");
    const code = `${imports}\nconst all: any = { ${table} };\nconst lacks = Object.entries(all).flatMap(([name, module]: any) => Object.keys(module).filter((key) => module[key] === undefined).map((key) => name + " " + key));\nexport default () => <pre>{JSON.stringify(lacks)}</pre>;`;
    expect((await show(app(code))).outcome.name).toBe("rendered");
    const lacks = JSON.parse((await frame().locator("pre").textContent()) ?? "");
    expect(lacks).toEqual([]);
  });

  test("messages with another nonce or from another window are not believed", async () => {
    await show(app("export default () => <p>real</p>"));
    const before = (await log()).length;
    await page.evaluate("window.postMessage({ vitrine: 'x', type: 'error', id: 1, message: 'forged' }, '*')");
    await frame().evaluate(
      "parent.postMessage({ vitrine: 'guess', type: 'console', level: 'log', args: ['forged'] }, '*')",
    );
    await show(app("export default () => <p>later</p>"));
    expect((await log()).slice(before).filter((entry) => JSON.stringify(entry).includes("forged"))).toEqual([]);
  });
});
