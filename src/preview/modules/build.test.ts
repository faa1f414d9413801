import { beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../platform/testing.ts";
import type { ModuleManifest } from "../contract.ts";
import { testAssets } from "../testing.ts";
import { buildPreviewAssets } from "./build.ts";

setDefaultTimeout(180_000);

let assets: string;
beforeAll(async () => {
  assets = await testAssets();
});

const readJson = (path: string) => Bun.file(join(assets, path)).json();
const modules = () => readdirSync(join(assets, "modules")).filter((name) => name.endsWith(".js"));

test("the same sources give the same bytes", async () => {
  const again = temporaryFolder();
  try {
    await buildPreviewAssets(join(again.path, "preview"));
    const digest = async (folder: string) => {
      const hasher = new Bun.CryptoHasher("sha256");
      for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
        const file = Bun.file(join(folder, name));
        if (await file.exists()) hasher.update(name).update(await file.bytes());
      }
      return hasher.digest("hex");
    };
    expect(await digest(join(again.path, "preview"))).toBe(await digest(assets));
  } finally {
    again.remove();
  }
});

test("every import of every module is in the import map", async () => {
  const { imports } = await readJson("importmap.json");
  const unknown: string[] = [];
  const transpiler = new Bun.Transpiler({ loader: "js" });
  for (const name of modules()) {
    const found = transpiler.scan(await Bun.file(join(assets, "modules", name)).text());
    for (const { path } of found.imports) if (!imports[path]) unknown.push(`${name}: ${path}`);
  }
  expect(unknown).toEqual([]);
});

test("there is one React, and no module knows where it was built", async () => {
  const withReact: string[] = [];
  const withPaths: string[] = [];
  for (const name of modules()) {
    const code = await Bun.file(join(assets, "modules", name)).text();
    // What React keeps for React DOM; others may well name the tag of an element.
    if (/\.__CLIENT_INTERNALS\w*=/.test(code)) withReact.push(name);
    if (code.includes("node_modules") || code.includes(process.cwd())) withPaths.push(name);
  }
  expect(withReact.map((name) => name.replace(/-[0-9a-f]{10}\.js$/, ""))).toEqual(["vitrine-core-react"]);
  expect(withPaths).toEqual([]);
});

test("what most components need stays small", async () => {
  const { imports } = await readJson("importmap.json");
  const graph: Record<string, string[]> = await readJson("module-graph.json");
  const reached = new Set<string>();
  const queue = [
    "react-dom/client",
    "@/components/ui/button",
    "@/components/ui/card",
    "@/components/ui/dialog",
    "lucide-react/create",
  ];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    queue.push(...(graph[name] ?? []));
  }
  let bytes = 0;
  for (const name of reached) bytes += Bun.file(join(assets, `${imports[name].replace("/preview/", "")}.br`)).size;
  expect(bytes).toBeLessThan(220_000);
});

test("all modules together stay under 1.2 MB compressed", async () => {
  const again = temporaryFolder();
  try {
    const report = await buildPreviewAssets(join(again.path, "preview"), undefined, 11);
    expect(report.compressed).toBeLessThan(1_220_000);
  } finally {
    again.remove();
  }
});

test("every kit module and the common packages are there with their names", async () => {
  const { modules: listed }: ModuleManifest = await readJson("manifest.json");
  expect(listed.filter(({ name }) => /kit-|vitrine/.test(name))).toEqual([]);
  const empty = listed.filter(
    ({ name, exports, open }) => !open && exports.length === 0 && !/^(server|client)-only$|^next$/.test(name),
  );
  expect(empty.map(({ name }) => name)).toEqual([]);
});
