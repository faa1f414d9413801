import { afterAll, describe, expect, test } from "bun:test";
import { silentLogger } from "../../platform/logger.ts";
import type { BuildInput } from "../contract.ts";
import { testAssets } from "../testing.ts";
import { createPreviewBuilder } from "./builder.ts";

const builder = await createPreviewBuilder({ log: silentLogger, assetsDir: await testAssets(), workers: 1 });
afterAll(() => builder.close());

const build = (files: Record<string, string>, rest: Omit<BuildInput, "files"> = {}) =>
  builder.build({ files: Object.entries(files).map(([path, text]) => ({ path, text })), ...rest });

const shop = {
  "app/page.tsx": "export default () => <h1>Home</h1>;",
  "app/about/page.tsx": "export default () => <h1>About</h1>;",
  "app/blog/[slug]/page.tsx": "export default () => <h1>Post</h1>;",
  "components/card.tsx":
    "export function Card({ title, note }: { title: string; note?: string }) { return <b>{title}{note}</b>; }",
};
const routed = {
  "src/App.tsx":
    'import { BrowserRouter, Link, Route, Routes } from "react-router-dom";\nexport default () => <BrowserRouter><Link to="/about">a</Link><Routes><Route path="/" element={<i />} /><Route path="/about" element={<b />} /><Route path="team" element={<b />} /><Route path="*" element={<u />} /></Routes></BrowserRouter>;',
};

describe("a build tells where one can go in it", () => {
  test.each([
    [
      "pages of an app folder",
      shop,
      [
        { pattern: "/", path: "app/page.tsx" },
        { pattern: "/about", path: "app/about/page.tsx" },
        { pattern: "/blog/[slug]", path: "app/blog/[slug]/page.tsx" },
      ],
      true,
    ],
    ["routes of a router", routed, [{ pattern: "/" }, { pattern: "/about" }, { pattern: "/team" }], true],
    [
      "only what is absolute, where routes are nested",
      {
        "App.tsx": routed["src/App.tsx"].replace(
          'path="/about" element={<b />} />',
          'path="/about" element={<b />}><Route path="inner" element={<b />} /></Route>',
        ),
      },
      [{ pattern: "/" }, { pattern: "/about" }],
      true,
    ],
    [
      "entries of a list of routes",
      {
        "App.tsx":
          'import { createBrowserRouter, RouterProvider } from "react-router-dom";\nconst router = createBrowserRouter([{ path: "/", element: <i /> }, { path: "/plans/:id", element: <b /> }]);\nexport default () => <RouterProvider router={router} />;',
      },
      [{ pattern: "/" }, { pattern: "/plans/:id" }],
      true,
    ],
    [
      "nothing of a component alone",
      { "App.tsx": 'export const path = "/x";\nexport default () => <i />;' },
      [],
      false,
    ],
  ] as const)("%s", async (_, files, pages, isRouted) => {
    const made = await build(files);
    expect(made.pages).toEqual([...pages]);
    expect(made.routed).toBe(isRouted);
  });
});

describe("a build tells what it shows", () => {
  test.each([
    ["all pages", {}, { kind: "pages", path: "app/page.tsx", name: "default", props: [] }],
    [
      "a page that was asked for",
      { entry: "app/about/page.tsx" },
      { kind: "pages", path: "app/about/page.tsx", name: "default", props: [] },
    ],
    [
      "a component with what it was given",
      { entry: "components/card.tsx", component: "Card" },
      {
        kind: "component",
        path: "components/card.tsx",
        name: "Card",
        props: [{ name: "title", type: "string", source: '"Title"', chosen: false }],
      },
    ],
    ["a gallery", { component: "*" }, { kind: "gallery", path: "app/page.tsx", name: "*", props: [] }],
  ] as const)("%s", async (_, wish, shown) => {
    const made = await build(shop, wish);
    expect(made.shown).toEqual({ ...shown, props: [...shown.props] });
    expect(made.pages?.map(({ pattern }) => pattern)).toEqual(["/", "/about", "/blog/[slug]"]);
  });

  test("values that were asked for stand in place of samples, and beside them", async () => {
    const wish = { entry: "components/card.tsx", component: "Card" };
    const made = await build(shop, { ...wish, props: { note: "</script>\u2028", title: "Own", colour: "unknown" } });
    expect(made.shown?.props).toEqual([
      { name: "title", type: "string", source: '"Own"', chosen: true },
      { name: "note", type: "string", source: JSON.stringify("</script>\u2028"), chosen: true },
    ]);
    expect(made.diagnostics).toEqual([]);
    expect(made.js).toContain("Own");
    expect(made.js).not.toContain("unknown");
    expect(made.hash).not.toBe((await build(shop, wish)).hash);
    const long = { title: "x".repeat(70_000) };
    await expect(build(shop, { ...wish, props: long })).rejects.toMatchObject({ code: "too_large" });
  });

  test("the version of Tailwind that its styles were made for", async () => {
    const old = { "App.tsx": 'export default () => <p className="bg-opacity-50 flex-shrink-0">x</p>;' };
    expect((await build(old)).tailwind).toBe(3);
    expect((await build(old, { tailwind: 4 })).tailwind).toBe(4);
    expect((await build(shop)).tailwind).toBe(4);
  });
});
