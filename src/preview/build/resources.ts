import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { assetsDir } from "../../platform/assets.ts";
import type { ModuleManifest } from "../contract.ts";
import { type IconSet, type IconTable, iconSets } from "../modules/icon-table.ts";

/** What the builder needs of the built assets, read once; icon tables only when a source asks for them. */
export interface Resources {
  manifest: ModuleManifest;
  /** Modules that answer to any name. */
  open: ReadonlySet<string>;
  /** Module name → its exports; not of those that answer to any name. */
  exports: ReadonlyMap<string, ReadonlySet<string>>;
  graph: Record<string, string[]>;
  imports: Record<string, string>;
  kitCandidates: Record<string, string[]>;
  styles: { tailwind: string; animate: string; theme: string };
  /** Addresses of the fonts that stand in for others. */
  fonts: { sans: string; mono: string };
  icons(set: IconSet): IconTable;
}

/** The folder that `buildPreviewAssets` filled, inside the executable or in a checkout. */
export const defaultPreviewAssets = (): string => join(assetsDir, "preview");

/** @throws Error that says how to build the assets, when they are missing. */
export async function loadResources(folder: string): Promise<Resources> {
  const read = async (path: string): Promise<string> => {
    const file = Bun.file(join(folder, path));
    if (!(await file.exists())) {
      throw new Error(`The preview's ${path} is missing. Run ./scripts/build --assets first.`);
    }
    return file.text();
  };
  const [manifestText, graph, map, candidates, tailwind, animate, theme, fonts, ...packed] = await Promise.all([
    read("manifest.json"),
    read("module-graph.json"),
    read("importmap.json"),
    read("kit-candidates.json"),
    read("styles/tailwindcss.css"),
    read("styles/tw-animate-css.css"),
    read("styles/theme.css"),
    read("fonts.json"),
    ...iconSets.map((set) => Bun.file(join(folder, `icons/${set}.json.gz`)).bytes()),
  ]);
  const manifest: ModuleManifest = JSON.parse(manifestText);
  const { imports }: { imports: Record<string, string> } = JSON.parse(map);
  const tables = new Map<IconSet, IconTable>();
  return {
    manifest,
    exports: new Map(manifest.modules.flatMap(({ name, exports, open }) => (open ? [] : [[name, new Set(exports)]]))),
    open: new Set(manifest.modules.flatMap(({ name, open }) => (open ? [name] : []))),
    graph: JSON.parse(graph),
    imports,
    kitCandidates: JSON.parse(candidates),
    styles: { tailwind, animate, theme },
    fonts: JSON.parse(fonts),
    icons(set) {
      const known = tables.get(set);
      if (known) return known;
      const table: IconTable = JSON.parse(gunzipSync(packed[iconSets.indexOf(set)] ?? new Uint8Array()).toString());
      tables.set(set, table);
      return table;
    },
  };
}

/** The manifest alone, for the thread that does not build; `version` changes with everything that decides a build. */
export async function loadManifest(folder: string): Promise<{ manifest: ModuleManifest; version: string }> {
  const file = Bun.file(join(folder, "manifest.json"));
  if (!(await file.exists())) {
    throw new Error("The preview's manifest.json is missing. Run ./scripts/build --assets first.");
  }
  const hasher = new Bun.CryptoHasher("sha256");
  for (const path of ["importmap.json", "styles/theme.css"]) hasher.update(await Bun.file(join(folder, path)).bytes());
  return { manifest: await file.json(), version: hasher.digest("hex") };
}
