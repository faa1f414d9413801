import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brandIcons } from "./brand-icons.ts";
import type { IconSet, IconTable, IconTables } from "./icon-table.ts";
import { readSvgTable } from "./svg-icons.ts";

/** Sets that are read out of one file for each icon. */
type FileIconSet = "lucide" | "tabler";

interface SetShape {
  folder: string;
  index: string;
  source(text: string): string | undefined;
}

const shapes: Record<FileIconSet, SetShape> = {
  lucide: {
    folder: "lucide-react/dist/esm",
    index: "lucide-react.mjs",
    source: (text) => /const __iconData = (\{[\s\S]*?\n\});/.exec(text)?.[1],
  },
  tabler: {
    folder: "@tabler/icons-react/dist/esm",
    index: "tabler-icons-react.mjs",
    source(text) {
      const node = /const __iconNode = (\[[\s\S]*?\]);\n/.exec(text)?.[1];
      const head = /createReactComponent\(("[^"]*", "[^"]*", "[^"]*"), __iconNode\)/.exec(text)?.[1];
      return node && head ? `${head},${node}` : undefined;
    },
  },
};

const compact = (source: string): string =>
  source
    .replace(/,?\s*"?key"?: "[^"]*"/g, "")
    .replace(/\s*\n\s*/g, "")
    .replace(/([[{,:]) +/g, "$1")
    .replace(/ +([\]}])/g, "$1");

/** Reads an icon set out of its installed package. */
const readIconTable = async (set: IconSet, packages: string): Promise<IconTable> =>
  set === "lucide" || set === "tabler" ? readFileTable(set, packages) : readSvgTable(set, packages);

function readFileTable(set: FileIconSet, packages: string): IconTable {
  const shape = shapes[set];
  const root = join(packages, shape.folder);
  const places = new Map<string, number>();
  const sources: string[] = [];
  for (const file of readdirSync(join(root, "icons")).sort()) {
    if (!file.endsWith(".mjs")) continue;
    const source = shape.source(readFileSync(join(root, "icons", file), "utf8"));
    if (source === undefined) continue;
    places.set(file, sources.length);
    sources.push(withKeys(compact(source)));
  }
  const names: [string, number][] = [];
  for (const line of readFileSync(join(root, shape.index), "utf8").split("\n")) {
    const found = /^export \{ (.*) \} from '\.\/icons\/(.*)';/.exec(line);
    const place = places.get(found?.[2] ?? "");
    if (!found?.[1] || place === undefined) continue;
    for (const name of found[1].matchAll(/default as (\w+)/g)) if (name[1]) names.push([name[1], place]);
  }
  if (set === "lucide") {
    const known = new Set(names.map(([name]) => name));
    for (const [name, source] of Object.entries(brandIcons())) {
      if (known.has(name)) continue;
      names.push([name, sources.length], [`${name}Icon`, sources.length], [`Lucide${name}`, sources.length]);
      sources.push(source);
    }
  }
  return { names: Object.fromEntries(names.sort(([a], [b]) => (a < b ? -1 : 1))), sources };
}

/** Both sets give every part of an icon a key for React; the place in the list does as well. */
function withKeys(source: string): string {
  let key = 0;
  return source.replace(/\["([a-z]+)",\{/g, (_, tag: string) => `["${tag}",{key:${key++},`);
}

/** Every set. */
export async function readIconTables(packages: string): Promise<IconTables> {
  const read = (set: IconSet) => readIconTable(set, packages);
  return {
    lucide: await read("lucide"),
    tabler: await read("tabler"),
    "hero-24-outline": await read("hero-24-outline"),
    "hero-24-solid": await read("hero-24-solid"),
    "hero-20-solid": await read("hero-20-solid"),
    "hero-16-solid": await read("hero-16-solid"),
    radix: await read("radix"),
  };
}
