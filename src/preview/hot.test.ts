import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser } from "playwright-core";
import { browserPath, launchBrowser } from "../platform/chromium.ts";
import type { SourceFile } from "./contract.ts";
import { createStage, type Stage } from "./stage.ts";
import { type PreviewServer, startPreviewServer, testAssets } from "./testing.ts";

setDefaultTimeout(60_000);

const counter = (label: string, hooks = "", extra = ""): string => `
import { useEffect, useState } from "react";
${extra}
export default function App() {
  const [count, setCount] = useState(0);
  ${hooks}
  return <main><button onClick={() => setCount(count + 1)}>add</button><output>${label} {count}</output></main>;
}`;

interface Case {
  /** A file is `App.tsx` unless its path is given. */
  before: string | Record<string, string>;
  after: string | Record<string, string>;
  kept: boolean;
}

const card = (body: string): string =>
  `import { useState } from "react"; export function Counter() { const [n, set] = useState(0); return <button onClick={() => set(n + 1)}>add${body}<output>{n}</output></button>; }`;
const user = 'import { Counter } from "./counter"; export default () => <main><Counter /></main>;';
const wrapped = (wrap: string, body: string): string =>
  `import * as React from "react"; ${wrap.includes("hoc") ? "const hoc = (Inner: any) => function Outer(props: any) { return <Inner {...props} />; };" : ""}
const Inner = ${wrap}(function Inner() { const [n, set] = React.useState(0); return <button onClick={() => set(n + 1)}>add${body}<output>{n}</output></button>; });
export default () => <main><Inner /></main>;`;
const handedOn = (body: string): string =>
  `import { useState } from "react"; const hoc = (Inner: any) => function Outer(props: any) { useState(0); return <Inner {...props} />; };
function Inner() { const [n, set] = useState(0); return <button onClick={() => set(n + 1)}>add${body}<output>{n}</output></button>; }
export default hoc(Inner);`;
const withContext = (body: string): string => `
import { createContext, useContext, useState } from "react";
const Count = createContext({ n: 0, add: () => {} });
function Provider({ children }: any) { const [n, set] = useState(0); return <Count.Provider value={{ n, add: () => set(n + 1) }}>{children}</Count.Provider>; }
function Button() { const { n, add } = useContext(Count); return <button onClick={add}>add${body}<output>{n}</output></button>; }
export default function App() { return <Provider><Button /></Provider>; }`;
const part = (body: string): string =>
  `import { useState } from "react"; import { TabsContent } from "@/components/ui/tabs"; export function Panel() { const [n, set] = useState(0); return <TabsContent value="a"><button onClick={() => set(n + 1)}>add${body}<output>{n}</output></button></TabsContent>; }`;
const given = (body: string): string =>
  `import { useState } from "react"; import type { UseFormReturn } from "react-hook-form"; export function Panel({ form }: { form: UseFormReturn }) { const [n, set] = useState(0); return <form onReset={() => form.reset()}><button type="button" onClick={() => set(n + 1)}>add${body}<output>{n}</output></button></form>; }`;
const store =
  'import { create } from "zustand"; export const useStore = create<any>((set) => ({ n: 0, add: () => set((s: any) => ({ n: s.n + 1 })) }));';
const usesStore = (body: string): string =>
  `import { useStore } from "./store"; export default () => { const { n, add } = useStore(); return <button onClick={add}>add${body}<output>{n}</output></button>; };`;

/** What happens to a count of 3 when the code changes under it. */
const cases: Record<string, Case> = {
  "another text": { before: counter("a"), after: counter("b"), kept: true },
  "another handler": {
    before: counter("a"),
    after: counter("a").replace("count + 1", "count + 10"),
    kept: true,
  },
  "a hook more": { before: counter("a"), after: counter("a", "useEffect(() => {}, []);"), kept: false },
  "a hook less": { before: counter("a", "useEffect(() => {});"), after: counter("a"), kept: false },
  "hooks in another order": {
    before: counter("a", "const [b] = useState(1); useEffect(() => {});"),
    after: counter("a", "useEffect(() => {}); const [b] = useState(1);"),
    kept: false,
  },
  "another initial state": {
    before: counter("a"),
    after: counter("a").replace("useState(0)", "useState(1)"),
    kept: false,
  },
  "a custom hook that changed its hooks": {
    before: counter("a", "useMore();", "function useMore() { useState(1); }"),
    after: counter("a", "useMore();", "function useMore() { useState(1); useEffect(() => {}); }"),
    kept: false,
  },
  "a custom hook that changed otherwise": {
    before: counter("a", "useMore();", "function useMore() { useEffect(() => {}); }"),
    after: counter("b", "useMore();", "function useMore() { useEffect(() => void 0); }"),
    kept: true,
  },
  memo: { before: wrapped("React.memo", ""), after: wrapped("React.memo", "!"), kept: true },
  forwardRef: { before: wrapped("React.forwardRef", ""), after: wrapped("React.forwardRef", "!"), kept: true },
  "memo of forwardRef": {
    before: wrapped("React.memo", "")
      .replace("React.memo(", "React.memo(React.forwardRef(")
      .replace("});\nexport", "}));\nexport"),
    after: wrapped("React.memo", "!")
      .replace("React.memo(", "React.memo(React.forwardRef(")
      .replace("});\nexport", "}));\nexport"),
    kept: true,
  },
  "memo taken off": { before: wrapped("React.memo", ""), after: wrapped("((x: any) => x)", ""), kept: false },
  "a component that a function of the project made of another": {
    before: handedOn(""),
    after: handedOn("!"),
    kept: true,
  },
  // Its name is only known inside of the call.
  "a component made inside of a call": { before: wrapped("hoc", ""), after: wrapped("hoc", "!"), kept: false },
  "a class": {
    before:
      'import { Component } from "react"; export default class App extends Component { state = { n: 0 }; render() { return <button onClick={() => this.setState({ n: this.state.n + 1 })}>add<output>{this.state.n}</output></button>; } }',
    after:
      'import { Component } from "react"; export default class App extends Component { state = { n: 0 }; render() { return <button onClick={() => this.setState({ n: this.state.n + 1 })}>add !<output>{this.state.n}</output></button>; } }',
    kept: false,
  },
  "a part that needs something around it": { before: part(""), after: part("!"), kept: true },
  "a part that is given a form": { before: given(""), after: given("!"), kept: true },
  "a context in the same file": { before: withContext(""), after: withContext("!"), kept: true },
  "another file than the one with the state": {
    before: { "App.tsx": user, "counter.tsx": card("") },
    after: { "App.tsx": user.replace("<main>", "<main><h1>new</h1>"), "counter.tsx": card("") },
    kept: false,
  },
  "around a component with state": {
    before: { "App.tsx": user.replace("<Counter />", "<p>a</p><Counter />"), "counter.tsx": card("") },
    after: { "App.tsx": user.replace("<Counter />", "<p>b</p><Counter />"), "counter.tsx": card("") },
    kept: true,
  },
  "the file with the state": {
    before: { "App.tsx": user, "counter.tsx": card("") },
    after: { "App.tsx": user, "counter.tsx": card("!") },
    kept: true,
  },
  "a store in a file that did not change": {
    before: { "App.tsx": usesStore(""), "store.ts": store },
    after: { "App.tsx": usesStore("!"), "store.ts": store },
    kept: true,
  },
  "a store whose file changed": {
    before: { "App.tsx": usesStore(""), "store.ts": store },
    after: { "App.tsx": usesStore(""), "store.ts": `${store}\nexport const more = 1;` },
    kept: false,
  },
  "state of a module": {
    before: {
      "App.tsx":
        'import { useReducer } from "react"; import { box } from "./box"; export default () => { const [, again] = useReducer((x) => x + 1, 0); return <button onClick={() => { box.n++; again(); }}>add<output>{box.n}</output></button>; };',
      "box.ts": "export const box = { n: 0 };",
    },
    after: {
      "App.tsx":
        'import { useReducer } from "react"; import { box } from "./box"; export default () => { const [, again] = useReducer((x) => x + 1, 0); return <button onClick={() => { box.n++; again(); }}>add !<output>{box.n}</output></button>; };',
      "box.ts": "export const box = { n: 0 };",
    },
    kept: true,
  },
  "a page of Next in its layout": {
    before: {
      "app/page.tsx": counter("a"),
      "app/layout.tsx": "export default ({ children }: any) => <section>{children}</section>;",
      "app/other/page.tsx": "export default () => <p>other</p>;",
    },
    after: {
      "app/page.tsx": counter("b"),
      "app/layout.tsx": "export default ({ children }: any) => <section title='x'>{children}</section>;",
      "app/other/page.tsx": "export default () => <p>other</p>;",
    },
    kept: true,
  },
  "a file that mounts itself": {
    before: {
      "main.tsx":
        'import { createRoot } from "react-dom/client"; import App from "./App"; createRoot(document.getElementById("root")!).render(<App />);',
      "App.tsx": counter("a"),
    },
    after: {
      "main.tsx":
        'import { createRoot } from "react-dom/client"; import App from "./App"; createRoot(document.getElementById("root")!).render(<App />);',
      "App.tsx": counter("b"),
    },
    kept: true,
  },
  "a gallery": {
    before: {
      "parts.tsx": `${counter("a").replace("export default function App", "export function First")}\nexport function Second() { return <p>second</p>; }`,
    },
    after: {
      "parts.tsx": `${counter("b").replace("export default function App", "export function First")}\nexport function Second() { return <p>second one</p>; }`,
    },
    kept: true,
  },
  "a component under another name": {
    before: counter("a"),
    after: counter("a").replace("export default function App", "export default function Other"),
    kept: false,
  },
  "another component in its place": {
    before: counter("a"),
    after: counter("a")
      .replace("export default function App", "function App2")
      .concat("\nexport default () => <App2 />;"),
    kept: false,
  },
};

const files = (code: Case["before"]): SourceFile[] =>
  Object.entries(typeof code === "string" ? { "App.tsx": code } : code).map(([path, text]) => ({ path, text }));

describe.skipIf(browserPath === undefined)("code that changes under a component", () => {
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

  const count = async () => /\d+$/.exec((await stage.frame().locator("output").first().textContent()) ?? "")?.[0];

  test.each(Object.entries(cases))("%s", async (_name, { before, after, kept }) => {
    expect((await stage.show(files(before))).outcome).toBe("rendered");
    for (let click = 0; click < 3; click++) await stage.frame().getByRole("button", { name: /^add/ }).first().click();
    expect(await count()).toBe("3");
    const next = await stage.update(files(after));
    expect(next).toMatchObject({ outcome: "rendered", errors: [] });
    const text = await count();
    expect(text === "3").toBe(kept);
    // It is alive, with the new code.
    await stage.frame().getByRole("button", { name: /^add/ }).first().click();
    expect(await count()).not.toBe(text);
  });

  const page = () => stage.frame().page();
  const form = (title: string, style = ""): SourceFile[] => [
    {
      path: "App.tsx",
      text: `export default () => <main><h1>${title}</h1><input aria-label="name" defaultValue="" /><div style={{ height: 3000 }} /></main>;`,
    },
    { path: "app.css", text: style },
  ];

  test("typed text, focus and the place on the page stay", async () => {
    await stage.show(form("before"));
    const input = stage.frame().getByLabel("name");
    await input.fill("half a sent");
    await stage.frame().evaluate("scrollTo(0, 900)");
    await stage.update(form("after"));
    await stage.frame().getByRole("heading", { name: "after" }).waitFor();
    expect(await input.inputValue()).toBe("half a sent");
    expect(
      await stage.frame().evaluate("[document.activeElement.getAttribute('aria-label'), Math.round(scrollY)]"),
    ).toEqual(["name", 900]);
  });

  test("another style sheet alone renders nothing, and nothing new does nothing", async () => {
    const file = {
      path: "App.tsx",
      text: 'import "./app.css"; let renders = 0; export default () => <p>rendered {++renders}</p>;',
    };
    const css = (colour: string) => [file, { path: "app.css", text: `p { color: ${colour}; }` }];
    const colour = () =>
      stage
        .frame()
        .locator("p")
        .evaluate((node) => getComputedStyle(node).color);
    await stage.show(css("red"));
    const text = await stage.text();
    expect((await stage.update(css("blue"))).outcome).toBe("rendered");
    expect(await colour()).toBe("rgb(0, 0, 255)");
    expect((await stage.update(css("blue"))).outcome).toBe("rendered");
    expect(await stage.text()).toBe(text);
  });

  test("half-written code that throws leaves what is there, and what was wrong recovers with the next good build", async () => {
    const broken = counter("a").replace("return <main>", "null.x; return <main>");
    await stage.show(files(counter("a")));
    await stage.frame().getByRole("button", { name: /^add/ }).click();
    expect(
      (await stage.update(files("throw new Error('early');\nexport default () => null;"), { partial: true })).outcome,
    ).toBe("kept");
    expect(await count()).toBe("1");
    expect((await stage.update(files(broken), { partial: true })).outcome).toBe("kept");
    await stage.frame().getByText("a 0").waitFor();
    expect((await stage.update(files(broken))).outcome).toBe("error");
    await stage.frame().getByText("could not be shown").first().waitFor();
    expect((await stage.update(files(counter("b")))).outcome).toBe("rendered");
    await stage.frame().getByText("b 0").waitFor();
    expect((await stage.update(files(counter("c")))).outcome).toBe("rendered");
  });

  test("a place in a message opens in the code, and what failed can be tried again", async () => {
    const text =
      "globalThis.tries ??= 0;\nexport default function App() {\n  if (globalThis.tries < 9) throw new Error('not yet');\n  return <p>now</p>;\n}";
    await stage.show([{ path: "App.tsx", text }]);
    await stage
      .frame()
      .getByRole("button", { name: /^App\.tsx:3:/ })
      .first()
      .click();
    await page().waitForFunction("window.previewLog.some((one) => one.name === 'open-source')");
    const log: { name: string; path?: string; line?: number }[] = await page().evaluate("window.previewLog");
    expect(log.find((one) => one.name === "open-source")).toMatchObject({ path: "App.tsx", line: 3 });
    await stage.frame().evaluate("globalThis.tries = 9");
    await stage.frame().getByRole("button", { name: "Try again" }).click();
    await stage.frame().getByText("now").waitFor();
  });

  test("where one has gone in a project stays", async () => {
    const app = (text: string): SourceFile[] => [
      {
        path: "app/page.tsx",
        text: 'import Link from "next/link"; export default () => <Link href="/other">go</Link>;',
      },
      { path: "app/other/page.tsx", text: `export default () => <p>${text}</p>;` },
    ];
    await stage.show(app("there"));
    await stage.frame().getByText("go").click();
    await stage.frame().getByText("there").waitFor();
    await stage.update(app("still there"));
    await stage.frame().getByText("still there").waitFor();
  });

  test("fifty updates in a row leave nothing behind", async () => {
    const round = (n: number) =>
      files(
        counter(
          `round ${n}`,
          "useEffect(() => { const f = () => {}; addEventListener('resize', f); return () => removeEventListener('resize', f); });",
        ),
      );
    await stage.show(round(0));
    await stage.frame().getByRole("button", { name: /^add/ }).click();
    const session = await page().context().newCDPSession(stage.frame());
    const measured = async () => {
      await session.send("HeapProfiler.collectGarbage");
      const { nodes, jsEventListeners } = await session.send("Memory.getDOMCounters");
      const { usedSize } = await session.send("Runtime.getHeapUsage");
      return { nodes, listeners: jsEventListeners, usedSize };
    };
    for (let n = 1; n <= 10; n++) await stage.update(round(n));
    const before = await measured();
    for (let n = 11; n <= 60; n++) expect((await stage.update(round(n))).outcome).toBe("rendered");
    const after = await measured();
    expect(await count()).toBe("1");
    expect(await stage.frame().evaluate("document.querySelectorAll('style').length")).toBe(2);
    expect(after.nodes - before.nodes).toBeLessThan(20);
    expect(after.listeners - before.listeners).toBeLessThan(10);
    // The browser keeps every module that a document ever ran: some text for each build, and no more.
    expect((after.usedSize - before.usedSize) / 50).toBeLessThan(40_000);
  });
});
