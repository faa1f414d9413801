import { existsSync, readdirSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip, gzipSync } from "node:zlib";
import { extractCandidates } from "../build/candidates.ts";
import type { ModuleManifest } from "../contract.ts";
import { type BundleContext, type BundledModule, bundleFile, bundleGroup } from "./bundle.ts";
import { writeFonts } from "./fonts.ts";
import { type FramePage, framePage } from "./frame-page.ts";
import { iconHelpers, iconPackages } from "./icon-source.ts";
import { type IconTables, iconSets } from "./icon-table.ts";
import { readIconTables } from "./icons.ts";
import { type KitFile, kitAliases, kitFiles } from "./kit.ts";
import { mappedIconModules } from "./mapped-icons.ts";
import { vendorGroups } from "./vendors.ts";

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);
const bootSpecifier = "vitrine/boot";

export interface PreviewAssetReport {
  modules: number;
  /** Bytes of all modules, as they are and as brotli sends them. */
  raw: number;
  compressed: number;
  ms: number;
}

/**
 * Builds everything that the preview serves or reads at run time into `outDir`, replacing what was there:
 * `modules/*.js` (hashed, with `.br` and `.gz` beside them), `importmap.json`, `manifest.json`, `module-graph.json`,
 * `kit-candidates.json`, `modules/fonts/*`, `fonts.json`, `icons/<set>.json.gz`, `styles/*.css` and `frame/`.
 * The same packages and sources always give the same bytes.
 * @param root the repository, absolute
 * @param quality of brotli; 11 is a tenth smaller and takes twice the time
 */
export async function buildPreviewAssets(
  outDir: string,
  root = join(import.meta.dir, "..", "..", ".."),
  quality = 9,
): Promise<PreviewAssetReport> {
  const started = performance.now();
  const packages = join(root, "node_modules");
  const kit = kitFiles(join(root, "src/preview/kit"));
  const groups = vendorGroups(radixPackages(packages));
  const specifiers = new Set([
    ...groups.flatMap((group) => [...Object.keys(group.modules), `vitrine/core/${group.name}`]),
    ...kit.map((file) => file.specifier),
  ]);
  const icons = await readIconTables(packages);
  const context: BundleContext = { packages, standIns: join(import.meta.dir, "stand-ins"), specifiers, icons };

  const bundled = [
    ...(await Promise.all(groups.map((group) => bundleGroup(context, group)))).flat(),
    ...(await Promise.all(kit.map((file) => bundleKit(context, file)))),
    { specifier: bootSpecifier, code: await bundleFile(context, join(root, "ui/frame/boot.ts")) },
  ];

  await rm(outDir, { recursive: true, force: true });
  for (const folder of ["modules", "icons", "styles", "frame"]) await mkdir(join(outDir, folder), { recursive: true });
  // What is the same under several names is one file.
  const files = new Map<string, string>();
  const names = new Map<string, string>();
  for (const module of bundled) {
    const file = files.get(module.code) ?? fileName(module);
    files.set(module.code, file);
    names.set(module.specifier, file);
  }
  const imports: Record<string, string> = {};
  for (const [specifier, name] of names) imports[specifier] = `/preview/modules/${name}`;
  for (const [alias, target] of Object.entries(kitAliases)) {
    const address = imports[target];
    if (address && !imports[alias]) imports[alias] = address;
  }
  const sizes = await Promise.all(
    [...files].map(([code, file]) => writeModule(join(outDir, "modules", file), code, quality)),
  );

  const json = (path: string, value: unknown) => writeFile(join(outDir, path), `${JSON.stringify(value)}\n`);
  await json("importmap.json", { imports });
  await json("manifest.json", manifest(bundled, imports, icons));
  await json("module-graph.json", graph(bundled, imports));
  await json("kit-candidates.json", await kitCandidates(kit));
  for (const set of iconSets) {
    await writeFile(join(outDir, "icons", `${set}.json.gz`), gzipSync(JSON.stringify(icons[set]), { level: 9 }));
  }
  await copyStyles(root, join(outDir, "styles"));
  const fonts = await writeFonts(outDir, packages);
  await json("fonts.json", fonts.files);
  const page: FramePage = framePage(imports, bootSpecifier, fonts);
  await writeFile(join(outDir, "frame", "index.html"), page.html);
  await json("frame/policy.json", { scripts: page.scripts });
  return {
    modules: files.size,
    raw: sizes.reduce((sum, size) => sum + size.raw, 0),
    compressed: sizes.reduce((sum, size) => sum + size.compressed, 0),
    ms: performance.now() - started,
  };
}

async function bundleKit(context: BundleContext, { specifier, file }: KitFile): Promise<BundledModule> {
  return { specifier, code: await bundleFile(context, file) };
}

const radixPackages = (packages: string): string[] =>
  readdirSync(join(packages, "@radix-ui"))
    .filter((name) => name.startsWith("react-") && name !== "react-icons")
    .sort()
    .map((name) => `@radix-ui/${name}`);

function fileName({ specifier, code }: BundledModule): string {
  const slug = specifier
    .replace(/^@\//, "kit/")
    .replace(/^@/, "")
    .replace(/[^a-z0-9]+/gi, "-");
  return `${slug}-${new Bun.CryptoHasher("sha256").update(code).digest("hex").slice(0, 10)}.js`;
}

async function writeModule(path: string, code: string, quality: number): Promise<{ raw: number; compressed: number }> {
  const bytes = Buffer.from(code);
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants;
  const options = { params: { [BROTLI_PARAM_QUALITY]: quality, [BROTLI_PARAM_SIZE_HINT]: bytes.length } };
  const [small, zipped] = await Promise.all([brotli(bytes, options), zip(bytes, { level: 9 })]);
  await Promise.all([writeFile(path, bytes), writeFile(`${path}.br`, small), writeFile(`${path}.gz`, zipped)]);
  return { raw: bytes.length, compressed: small.length };
}

const scan = (code: string) => new Bun.Transpiler({ loader: "js" }).scan(code);

function manifest(bundled: BundledModule[], imports: Record<string, string>, icons: IconTables): ModuleManifest {
  const byName = new Map(bundled.map((module) => [module.specifier, module]));
  const byAddress = new Map([...byName.keys()].map((name) => [imports[name], name]));
  const exportsOf = (name: string): Set<string> => {
    const code = byName.get(byAddress.get(imports[name]) ?? name)?.code ?? "";
    const found = new Set(scan(code).exports);
    // A scan does not follow `export *`.
    for (const star of code.matchAll(/export\s*\*\s*from\s*"([^"]+)"/g)) {
      for (const inherited of exportsOf(star[1] ?? "")) if (inherited !== "default") found.add(inherited);
    }
    return found;
  };
  const modules: ModuleManifest["modules"] = Object.keys(imports)
    .filter((name) => !/^vitrine\/|\/create$|^@\/lib\/kit-/.test(name))
    .map((name) => ({ name, exports: [...exportsOf(name)].sort() }));
  for (const [name, set] of Object.entries(iconPackages)) {
    if (imports[name]) continue;
    modules.push({ name, exports: [...Object.keys(icons[set].names), ...iconHelpers(set)].sort() });
  }
  for (const name of ["next/font/google", ...mappedIconModules]) modules.push({ name, exports: [], open: true });
  return { modules: modules.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

/** For every specifier the specifiers that it imports itself, so that all of them can be asked for at once. */
function graph(bundled: BundledModule[], imports: Record<string, string>): Record<string, string[]> {
  return Object.fromEntries(
    bundled.map(({ specifier, code }) => [
      specifier,
      [...new Set(scan(code).imports.map((found) => found.path))].filter((path) => imports[path]).sort(),
    ]),
  );
}

async function kitCandidates(kit: KitFile[]): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const { specifier, file } of kit) found[specifier] = extractCandidates(await Bun.file(file).text()).sort();
  return found;
}

async function copyStyles(root: string, to: string): Promise<void> {
  const sheets = {
    "tailwindcss.css": "node_modules/tailwindcss/index.css",
    "tw-animate-css.css": "node_modules/tw-animate-css/dist/tw-animate.css",
    "theme.css": "src/preview/kit/theme.css",
  };
  for (const [name, from] of Object.entries(sheets)) {
    const file = join(root, from);
    await writeFile(join(to, name), existsSync(file) ? await Bun.file(file).text() : "");
  }
}
