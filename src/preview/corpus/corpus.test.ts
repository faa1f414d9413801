import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { browserPath } from "../../platform/chromium.ts";
import { temporaryFolder } from "../../platform/testing.ts";
import { testAssets } from "../testing.ts";
import { readCorpus } from "./items.ts";
import { isGood, reportTable } from "./report.ts";
import { runCorpus } from "./run.ts";

setDefaultTimeout(180_000);

const components = join(import.meta.dir, "components");
const script = join(import.meta.dir, "../../../scripts/corpus");

let folder: ReturnType<typeof temporaryFolder>;
beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(() => folder.remove());

/** Writes files below a fresh folder and gives its path. */
function write(name: string, files: Record<string, string>): string {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder.path, name, path);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, text);
  }
  return join(folder.path, name);
}

test("files stand for themselves, folders that look like a project are one", () => {
  const corpus = write("items", {
    "card.tsx": "",
    "deep/er/list.jsx.txt": "",
    "notes.md": "",
    "helper.ts": "",
    "node_modules/x/y.tsx": "",
    ".hidden/z.tsx": "",
    "shop/app/page.tsx": "",
    "shop/lib/data.json": "{}",
    "shop/node_modules/a/index.js": "",
    "vite/src/App.tsx": "",
    "vite/package.json": "{}",
    "small/index.jsx": "",
    "small/photo.png": "",
  });
  const found = readCorpus(corpus).map(({ file, files }) => [file, files.map(({ path }) => path)]);
  expect(found).toEqual([
    ["card.tsx", ["card.tsx"]],
    ["deep/er/list.jsx.txt", ["list.jsx"]],
    ["shop", ["app/page.tsx", "lib/data.json"]],
    ["small", ["index.jsx"]],
    ["vite", ["package.json", "src/App.tsx"]],
  ]);
});

describe("the command", () => {
  const usages: [what: string, args: string[], code: number][] = [
    ["help", ["--help"], 0],
    ["no folder", [], 2],
    ["a folder that is not there", ["/no/such/folder"], 2],
    ["two folders", [".", "."], 2],
    ["an unknown option", [".", "--jsn"], 2],
    ["a limit that is none", [".", "--limit", "soon"], 2],
  ];
  test.each(usages)("%s", (_, args, code) => {
    const { exitCode, stdout, stderr } = Bun.spawnSync([script, ...args], { cwd: folder.path });
    expect(exitCode).toBe(code);
    expect(stdout.toString().includes("example:")).toBe(code === 0);
    expect(stderr.toString() === "").toBe(code === 0);
  });
});

describe.skipIf(browserPath === undefined)("the corpus in Chromium", () => {
  test("what one component does never ends the run", async () => {
    const corpus = write("bad", {
      "crash.tsx": 'export default () => { throw new Error("on purpose"); };',
      "endless.tsx":
        'import { useEffect } from "react";\nexport default () => { useEffect(() => { const f = () => void Promise.resolve().then(f); f(); }, []); return <p>x</p>; };',
      "invisible.tsx": 'export default () => <p className="hidden">x</p>;',
      "later.tsx": 'export default () => { setTimeout(() => { throw new Error("later"); }); return <p>x</p>; };',
      "nothing.tsx": "",
      "z-good.tsx": "export default () => <p>fine</p>;",
    });
    const report = await runCorpus({ folder: corpus, assetsDir: await testAssets() });
    const facts = report.items.map((item) => [
      item.file,
      item.bundled,
      item.mounted,
      item.nonEmpty,
      item.errors.join(),
    ]);
    expect(facts).toEqual([
      ["crash.tsx", true, false, false, expect.stringContaining("on purpose")],
      ["endless.tsx", true, false, false, "It stopped answering, and was replaced."],
      ["invisible.tsx", true, true, false, ""],
      ["later.tsx", true, false, true, expect.stringContaining("later")],
      ["nothing.tsx", false, false, false, ""],
      ["z-good.tsx", true, true, true, ""],
    ]);
    expect(report.outside).toEqual([]);
    expect(report.pictures.has("z-good.tsx")).toBe(true);
    expect(reportTable(report)).toContain(
      "6 components: 6 parsed, 5 bundled, 2 mounted, 2 non-empty, 1 without any error",
    );
  });

  test("every component of our own is mounted, shows something, throws nothing and asks nobody", async () => {
    const { items, outside } = await runCorpus({ folder: components, assetsDir: await testAssets(), pictures: false });
    expect(items.length).toBeGreaterThanOrEqual(60);
    const bad = items.filter((item) => !isGood(item) || !item.parsed || !item.bundled);
    expect(bad.map(({ file, errors, diagnostics }) => ({ file, errors, diagnostics }))).toEqual([]);
    expect(outside).toEqual([]);
  });
});
