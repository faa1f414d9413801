import type { IconSet, IconTable } from "./icon-table.ts";

const svg = { module: "vitrine/runtime/icon", create: "createSvgIcon", others: [] };

const creators: Record<IconSet, { module: string; create: string; others: string[] }> = {
  lucide: {
    module: "lucide-react/create",
    create: "createLucideIcon",
    others: ["Icon", "LucideProvider", "createLucideIcon", "useLucideContext"],
  },
  tabler: { module: "@tabler/icons-react/create", create: "createReactComponent", others: ["createReactComponent"] },
  "hero-24-outline": svg,
  "hero-24-solid": svg,
  "hero-20-solid": svg,
  "hero-16-solid": svg,
  radix: svg,
};

/** The packages whose icons are written into the bundle, and their sets. */
export const iconPackages: Record<string, IconSet> = {
  "lucide-react": "lucide",
  "@tabler/icons-react": "tabler",
  "@heroicons/react/24/outline": "hero-24-outline",
  "@heroicons/react/24/solid": "hero-24-solid",
  "@heroicons/react/20/solid": "hero-20-solid",
  "@heroicons/react/16/solid": "hero-16-solid",
  "@heroicons/react/outline": "hero-24-outline",
  "@heroicons/react/solid": "hero-20-solid",
  "@radix-ui/react-icons": "radix",
};

/** Names that an icon package exports beside its icons. */
export const iconHelpers = (set: IconSet): readonly string[] => creators[set].others;

/**
 * The source of a module that exports exactly `names`; a name that the table lacks becomes a visible placeholder.
 * @param once icons are the same objects in every build
 */
export function iconModule(set: IconSet, table: IconTable, names: Iterable<string>, once = false): string {
  const { module, create, others } = creators[set];
  const lines = [`import { ${create} as $create } from ${JSON.stringify(module)};`];
  const made = new Map<number, string>();
  if (once) lines.push('import { once as $once } from "vitrine/runtime/hot";');
  const icon = (place: number): string => {
    const made = `$create(${table.sources[place]})`;
    return once ? `$once("${set} ${place}", () => ${made})` : made;
  };
  let needsPlaceholder = false;
  for (const name of [...new Set(names)].sort()) {
    const place = table.names[name];
    if (others.includes(name)) {
      lines.push(`export { ${name} } from ${JSON.stringify(module)};`);
    } else if (place === undefined) {
      needsPlaceholder = true;
      lines.push(`export const ${name} = /* @__PURE__ */ $missing(${JSON.stringify(name)});`);
    } else {
      const first = made.get(place);
      made.set(place, first ?? name);
      lines.push(first ? `export { ${first} as ${name} };` : `export const ${name} = /* @__PURE__ */ ${icon(place)};`);
    }
  }
  if (needsPlaceholder) lines.unshift('import { missingIcon as $missing } from "vitrine/runtime";');
  return lines.join("\n");
}

/** The source of the whole set, for code that picks icons by a computed name. */
export function wholeIconModule(set: IconSet, table: IconTable): string {
  const { module } = creators[set];
  const source = iconModule(set, table, Object.keys(table.names));
  // Only the first name of an icon is a binding of its own.
  const first = new Map<number, string>();
  const entries = Object.entries(table.names).flatMap(([name, place]) => {
    if (!first.has(place)) first.set(place, name);
    return /^Lucide.|.Icon$/.test(name) ? [] : [`${name}: ${first.get(place)}`];
  });
  return `${source}\nexport * from ${JSON.stringify(module)};\nexport const icons = { ${entries.join(", ")} };`;
}
