import { afterEach, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { ManualClock } from "../../platform/clock.ts";
import { silentLogger } from "../../platform/logger.ts";
import type { PreviewBuilder, SourceFile } from "../contract.ts";
import { fixture, testAssets } from "../testing.ts";
import { createPreviewBuilder, type PreviewBuilderOptions } from "./builder.ts";
import { buildLimits } from "./limits.ts";

setDefaultTimeout(30_000);

let assetsDir: string;
let builder: PreviewBuilder;
beforeAll(async () => {
  assetsDir = await testAssets();
});
afterEach(() => builder?.close());

const start = async (options: Partial<PreviewBuilderOptions> = {}): Promise<PreviewBuilder> => {
  builder = await createPreviewBuilder({ log: silentLogger, assetsDir, ...options });
  return builder;
};
const app = (text: string, path = "App.tsx"): { files: SourceFile[] } => ({ files: [{ path, text }] });
const hello = app('export default () => <p className="text-red-500">hi</p>;');

describe("input is refused", () => {
  const refused: [what: string, path: string, code: string][] = [
    ["a path above the project", "../../etc/passwd", "path_invalid"],
    ["a path above in the middle", "a/../../b.tsx", "path_invalid"],
    ["an absolute path", "/etc/passwd", "path_invalid"],
    ["a drive", "C:/a.tsx", "path_invalid"],
    ["a backslash", "a\\b.tsx", "path_invalid"],
    ["a zero character", "a\0.tsx", "path_invalid"],
    ["an empty path", "", "path_invalid"],
    ["an empty part", "a//b.tsx", "path_invalid"],
    ["an endless path", `${"a/".repeat(400)}b.tsx`, "path_invalid"],
  ];
  test.each(refused)("%s", async (_, path, code) => {
    await start();
    await expect(builder.build(app("", path))).rejects.toMatchObject({ code });
  });

  test("too many files, a huge file, too much in all, a path twice, an unknown entry", async () => {
    await start();
    const many = Array.from({ length: buildLimits.files + 1 }, (_, index) => ({
      path: `f${index}.ts`,
      text: "export {}",
    }));
    await expect(builder.build({ files: many })).rejects.toMatchObject({ code: "too_large" });
    await expect(builder.build(app("x".repeat(buildLimits.fileBytes + 1)))).rejects.toMatchObject({
      code: "too_large",
    });
    const large = Array.from({ length: 9 }, (_, index) => ({
      path: `f${index}.ts`,
      text: "x".repeat(buildLimits.fileBytes),
    }));
    await expect(builder.build({ files: large })).rejects.toMatchObject({ code: "too_large" });
    await expect(builder.build({ files: [...hello.files, ...hello.files] })).rejects.toMatchObject({
      code: "path_invalid",
    });
    await expect(builder.build({ ...hello, entry: "b.tsx" })).rejects.toMatchObject({ code: "path_invalid" });
  });
});

describe("a build", () => {
  test("is the same for the same input, whatever was built in between", async () => {
    await start({ workers: 1 });
    const first = await builder.build(hello);
    await builder.build(app('export default () => <p className="text-blue-500 w-[37px]">hi</p>;'));
    await builder.close();
    await start({ workers: 1 });
    await builder.build(app('export default () => <p className="bg-green-500 w-[41px]">hi</p>;'));
    expect(await builder.build(hello)).toEqual(first);
    expect(first.css).toContain(".text-red-500");
    expect(first.css).not.toContain("37px");
    expect(first.hash).toMatch(/^[0-9a-f]{32}$/);
    expect(first.modules).toEqual(["react/jsx-runtime", "vitrine/runtime/hot"]);
  });

  test("has the classes of the kit modules that it reaches, and of no others", async () => {
    await start();
    const { css, modules } = await builder.build(
      app('import { Switch } from "@/components/ui/switch";\nexport default () => <Switch />;'),
    );
    expect(modules).toContain("@/components/ui/switch");
    expect(css).toContain("bg-primary");
    expect(css).not.toContain("prose");
  });

  test("survives cycles, missing files, nonsense and very deep nesting", async () => {
    await start();
    const cycle = await builder.build({
      files: [
        { path: "a.tsx", text: 'import { B } from "./b";\nexport const A = () => <B />;\nexport const name = "a";' },
        { path: "b.tsx", text: 'import { name } from "./a";\nexport const B = () => <p>{name}</p>;' },
      ],
    });
    expect(cycle.js).toContain("react/jsx-runtime");
    const nonsense = await builder.build(app("}{ this is : not => code <<<"));
    expect(nonsense.diagnostics.some(({ severity }) => severity === "error")).toBe(true);
    const deep = await builder.build(app(`export default () => ${"<div>".repeat(1500)}x${"</div>".repeat(1500)};`));
    expect(deep.js.length + deep.diagnostics.length).toBeGreaterThan(0);
    expect((await builder.build({ files: [{ path: "notes.md", text: "# hi" }] })).diagnostics[0]?.severity).toBe(
      "error",
    );
    expect((await builder.build(hello)).js).not.toBe("");
  });

  test("of unfinished files says nothing, and shows what it can", async () => {
    await start();
    const { js, diagnostics } = await builder.build({
      files: [
        {
          path: "app/page.tsx",
          text: 'import { Hero } from "./hero";\nexport default () => <main><Hero title="a"><p>hel',
        },
        { path: "app/globals.css", text: "@import 'tailwindcss';\n:root { --brand: oklch(0.5" },
      ],
      partial: true,
    });
    expect(diagnostics).toEqual([]);
    expect(js).toContain("hel");
  });

  test("names the place of a syntax error", async () => {
    await start();
    const { js, diagnostics } = await builder.build(
      app("export default function App() {\n  const a = = 1;\n  return <p/>;\n}"),
    );
    expect(js).toBe("");
    expect(diagnostics[0]).toMatchObject({ path: "App.tsx", line: 2, severity: "error" });
  });

  test("takes the files of a whole project: aliases, indexes, styles, data, pictures", async () => {
    await start();
    const { js, css, diagnostics, entry } = await builder.build({
      files: [
        {
          path: "app/layout.tsx",
          text: 'import "./globals.css";\nexport default ({ children }: any) => <html><body>{children}</body></html>;',
        },
        {
          path: "app/page.tsx",
          text: 'import { Tile } from "@/components";\nimport data from "../data/items.json";\nimport logo from "@/public/logo.svg";\nimport s from "./page.module.css";\nexport default () => <main className={s.main}>{data.map((d: string) => <Tile key={d} src={logo}>{d}</Tile>)}</main>;',
        },
        {
          path: "app/globals.css",
          text: '@import "tailwindcss";\n@theme { --color-brand: #123456; }\n.own { @apply p-4; }',
        },
        { path: "app/page.module.css", text: ".main { color: red }" },
        { path: "components/index.ts", text: 'export { Tile } from "./tile";' },
        {
          path: "components/tile.jsx",
          text: 'export function Tile({ children, src }) { return <p className="bg-brand"><img src={src} />{children}</p>; }',
        },
        { path: "data/items.json", text: '["one", "two"]' },
        { path: "public/logo.svg", text: '<svg xmlns="http://www.w3.org/2000/svg"/>' },
      ],
    });
    expect(diagnostics).toEqual([]);
    expect(entry).toBe("app/page.tsx");
    expect(js).toContain("data:image/svg+xml");
    expect(css).toContain("#123456");
    expect(css).toContain(".own");
  });

  test("is shared while it runs and remembered afterwards", async () => {
    await start({ workers: 1 });
    const [a, b] = await Promise.all([builder.build(hello), builder.build(hello)]);
    expect(a).toBe(b);
    expect(await builder.build({ files: [...hello.files] })).toBe(a);
  });

  test("of every fixture has no error that was not mended", async () => {
    await start();
    for (const name of ["pricing.tsx", "login-form.tsx", "dashboard.tsx", "html-dialect.tsx", "weather.jsx"]) {
      const { diagnostics } = await builder.build({ files: [await fixture(name)] });
      expect(diagnostics.filter(({ severity, repaired }) => severity === "error" && !repaired)).toEqual([]);
    }
  });
});

describe("the pool", () => {
  const stuck = `data:text/javascript,${encodeURIComponent("self.onmessage = ({ data }) => { if (data.type === 'build') for (;;); };")}`;

  test("code that is nested without end is told so, and the next build works", async () => {
    await start();
    const deep = `export default () => ${"<div>".repeat(3000)}${"</div>".repeat(3000)}`;
    const build = await builder.build({ files: [{ path: "a.tsx", text: deep }] });
    expect(build.js === "" ? build.diagnostics[0]?.message : "built").toMatch(/nested too deeply|built/);
    const next = await builder.build({ files: [{ path: "a.tsx", text: "export default () => <p>next</p>" }] });
    expect(next.diagnostics).toEqual([]);
  });

  test("gives a build up that takes too long, and goes on with a new worker", async () => {
    const clock = new ManualClock();
    await start({ clock, limitMs: 1000, workers: 1, workerUrl: stuck });
    const building = builder.build(hello);
    await clock.advance(1000);
    const { js, diagnostics } = await building;
    expect(js).toBe("");
    expect(diagnostics[0]?.message).toContain("more than 1 s");
    const next = builder.build(app("export default () => <p>2</p>;"));
    await clock.advance(1000);
    expect((await next).diagnostics).toHaveLength(1);
  });

  test("refuses more than its queue holds, and lets a waiting build be abandoned", async () => {
    const clock = new ManualClock();
    await start({ clock, limitMs: 1000, workers: 1, queue: 1, workerUrl: stuck });
    const first = builder.build(app("export const a = 1"));
    const controller = new AbortController();
    const second = builder.build(app("export const a = 2"), controller.signal);
    await expect(builder.build(app("export const a = 3"))).rejects.toMatchObject({ code: "queue_full" });
    controller.abort(new Error("no longer wanted"));
    await expect(second).rejects.toThrow("no longer wanted");
    await clock.advance(1000);
    expect((await first).diagnostics).toHaveLength(1);
  });

  test("ends what is running when it is closed", async () => {
    await start({ workers: 1, workerUrl: stuck });
    const outcome = builder.build(hello).catch((thrown) => thrown);
    await builder.close();
    expect(await outcome).toMatchObject({ code: "draining" });
  });
});

test("the manifest lists what generated code may import", async () => {
  await start();
  const exportsOf = (name: string) => builder.manifest().modules.find((module) => module.name === name)?.exports ?? [];
  expect(exportsOf("react")).toContain("useState");
  expect(exportsOf("lucide-react")).toEqual(expect.arrayContaining(["Check", "Github", "Instagram"]));
  expect(exportsOf("@/components/ui/button")).toContain("buttonVariants");
  expect(exportsOf("recharts")).toContain("ResponsiveContainer");
  expect(exportsOf("@tanstack/react-table")).toContain("useReactTable");
  expect(builder.manifest().modules.length).toBeGreaterThan(100);
});
