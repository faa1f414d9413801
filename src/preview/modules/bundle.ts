import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { BunPlugin } from "bun";
import { iconModule, iconPackages, wholeIconModule } from "./icon-source.ts";
import { type IconTables, iconSets } from "./icon-table.ts";
import type { VendorGroup } from "./vendors.ts";

export interface BundleContext {
  /** The installed packages, absolute. */
  packages: string;
  /** Our stand-ins, absolute. */
  standIns: string;
  /** Every specifier that has a file of its own in the frame's import map. */
  specifiers: ReadonlySet<string>;
  icons: IconTables;
}

export interface BundledModule {
  specifier: string;
  code: string;
}

const hotSpecifier = "vitrine/runtime/hot";

/** Bundles one group of packages: a core with everything, and facets when there are several specifiers. */
export async function bundleGroup(context: BundleContext, group: VendorGroup): Promise<BundledModule[]> {
  const entries = Object.entries(group.modules);
  const [only] = entries;
  if (entries.length === 1 && only) {
    const [specifier, target] = only;
    return [{ specifier, code: await bundle(context, await entrySource(context, target), group) }];
  }
  const targets = [...new Set(entries.map(([, target]) => target))];
  const core = targets.map((target, at) => `export * as m${at} from ${JSON.stringify(address(context, target))};`);
  const coreSpecifier = `vitrine/core/${group.name}`;
  const modules = [{ specifier: coreSpecifier, code: await bundle(context, core.join("\n"), group) }];
  for (const [specifier, target] of entries) {
    const names = await exportedNames(context, target);
    modules.push({ specifier, code: facet(coreSpecifier, targets.indexOf(target), names) });
  }
  return modules;
}

/** A module that hands on the named exports of one namespace of a core. */
function facet(core: string, at: number, names: string[]): string {
  const named = names.filter((name) => name !== "default" && name !== "__esModule");
  // Some names are reserved words (zod exports `enum`), which only an export list may use.
  const locals = named.map((name, index) => `${name}:$${index}`).join(",");
  const list = named.map((name, index) => `$${index} as ${name}`).join(",");
  return [
    `import{m${at} as $all}from${JSON.stringify(core)};`,
    // CommonJS bundled as a namespace has no default of its own.
    names.includes("default") ? 'export default "default"in $all?$all.default:$all;' : "",
    named.length ? `const{${locals}}=$all;export{${list}};` : "",
  ].join("");
}

/** React has these for tests alone. */
const developmentOnly = new Set(["act", "captureOwnerStack"]);

/** Loads the package once to learn its names: CommonJS has no list that could be read. */
async function exportedNames(context: BundleContext, target: string): Promise<string[]> {
  // The build for a browser may not load here.
  const loaded: object = await import(address(context, target, Bun.resolveSync));
  return Object.keys(loaded)
    .filter((name) => !developmentOnly.has(name))
    .sort();
}

function address(context: BundleContext, target: string, resolve = forFrame): string {
  if (target.startsWith("stand-in:")) return join(context.standIns, target.slice("stand-in:".length));
  return moduleField(context, target) ?? resolve(target, context.packages);
}

const forFrame = (target: string, packages: string): string =>
  browserExport(packages, target) ?? Bun.resolveSync(target, packages);

/** What a package's `exports` have for a browser: Bun would resolve for itself. */
function browserExport(packages: string, target: string): string | undefined {
  const [, name = "", path = ""] = /^((?:@[^/]+\/)?[^/]+)(\/.*)?$/.exec(target) ?? [];
  const manifest = join(packages, name, "package.json");
  if (!existsSync(manifest)) return undefined;
  const { exports } = JSON.parse(readFileSync(manifest, "utf8"));
  const file = typeof exports === "object" && exports !== null ? forBrowser(exports[`.${path}`]) : undefined;
  return file === undefined ? undefined : join(packages, name, file);
}

/** Only an answer where a browser is spoken of. */
function forBrowser(conditions: unknown, within = false): string | undefined {
  if (typeof conditions === "string") return within ? conditions : undefined;
  if (typeof conditions !== "object" || conditions === null) return undefined;
  for (const name of ["import", "module", "browser", "default"]) {
    const value: unknown = Object.getOwnPropertyDescriptor(conditions, name)?.value;
    const found = forBrowser(value, within || name === "browser");
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Packages without `exports` name their ES modules in `module`, which only bundlers look at. */
function moduleField(context: BundleContext, target: string): string | undefined {
  const manifest = join(context.packages, target, "package.json");
  if (!existsSync(manifest)) return undefined;
  const { exports, module } = JSON.parse(readFileSync(manifest, "utf8"));
  return exports === undefined && typeof module === "string" ? join(context.packages, target, module) : undefined;
}

async function entrySource(context: BundleContext, target: string): Promise<string> {
  if (target.startsWith("code:")) return target.slice("code:".length);
  if (target.startsWith("icons:")) {
    const set = target.slice("icons:".length) === "tabler" ? "tabler" : "lucide";
    return wholeIconModule(set, context.icons[set]);
  }
  const path = JSON.stringify(address(context, target));
  const hasDefault = (await exportedNames(context, target)).includes("default");
  return `export * from ${path};${hasDefault ? `export { default } from ${path};` : ""}`;
}

/** Bundles one file of our own, such as a kit component or the frame's boot script. */
export async function bundleFile(context: BundleContext, file: string): Promise<string> {
  const path = JSON.stringify(file);
  const scanned = new Bun.Transpiler({ loader: "tsx" }).scan(await Bun.file(file).text());
  const source = scanned.exports.includes("default")
    ? `export * from ${path};export { default } from ${path};`
    : `export * from ${path};`;
  return bundle(context, source);
}

async function bundle(context: BundleContext, source: string, group?: VendorGroup): Promise<string> {
  const inside = new Set(Object.keys(group?.modules ?? {}));
  const result = await Bun.build({
    entrypoints: ["vitrine:entry"],
    target: "browser",
    format: "esm",
    minify: true,
    throw: false,
    define: { "process.env.NODE_ENV": group?.development ? '"development"' : '"production"' },
    plugins: [resolver(context, source, inside)],
  });
  const output = result.outputs[0];
  if (!result.success || !output) throw new AggregateError(result.logs, "A preview module could not be bundled.");
  // Absolute paths of the building machine must not decide the bytes.
  return (await output.text()).replace(/\n\/\/# debugId=.*\n?/g, "");
}

function resolver(context: BundleContext, source: string, inside: ReadonlySet<string>): BunPlugin {
  const ours = (importer: string) => importer.startsWith(context.packages) === false;
  return {
    name: "vitrine-modules",
    setup(build) {
      build.onResolve({ filter: /^vitrine:entry$/ }, () => ({ path: "entry", namespace: "vitrine" }));
      build.onLoad({ filter: /.*/, namespace: "vitrine" }, () => ({ contents: source, loader: "js" }));
      // It holds what is kept from build to build, so there may be only one.
      if (!inside.has(hotSpecifier)) {
        build.onResolve({ filter: /[\\/]hot\.ts$/ }, () => ({ path: hotSpecifier, external: true }));
      }
      build.onResolve({ filter: /^npm:/ }, ({ path }) => ({ path: join(context.packages, path.slice("npm:".length)) }));
      // Forty languages of error messages are a third of zod; English is what components use.
      build.onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
        contents: 'export { default as en } from "./en.js";',
        loader: "js",
      }));
      build.onLoad({ filter: /.*/, namespace: "icons" }, ({ path }) => {
        const [set, ...names] = path.split(",");
        const which = iconSets.find((known) => known === set) ?? "lucide";
        return { contents: iconModule(which, context.icons[which], names), loader: "js" };
      });
      build.onLoad({ filter: /.*/, namespace: "bridge" }, ({ path }) => {
        const target = JSON.stringify(path.slice("bridge:".length));
        return { contents: `import * as all from ${target};module.exports = all.default ?? all;`, loader: "js" };
      });
      build.onResolve({ filter: /^[^./]/ }, async ({ path, importer, kind }) => {
        const set = iconPackages[path];
        if (set && ours(importer) && !basename(importer).startsWith("entry")) {
          const names = importedNames(await Bun.file(importer).text(), path);
          if (names.includes("icons")) return { path, external: true };
          return { path: [set, ...names].join(","), namespace: "icons" };
        }
        if (inside.has(path) && !path.startsWith("@/")) return undefined;
        if (!context.specifiers.has(path)) return undefined;
        // `require` of something outside cannot be written as an ES module; an import can.
        if (kind === "require-call") return { path: `bridge:${path}`, namespace: "bridge" };
        return { path, external: true };
      });
    },
  };
}

/** The names that a source of our own takes from a package. */
export function importedNames(source: string, from: string): string[] {
  const code = new Bun.Transpiler({ loader: "tsx", trimUnusedImports: true }).transformSync(source);
  const names: string[] = [];
  for (const found of code.matchAll(/import\s*\{([^}]*)\}\s*from\s*["']([^"']+)["']/g)) {
    if (found[2] !== from) continue;
    for (const part of (found[1] ?? "").split(",")) {
      const name = part.trim().split(/\s+as\s+/)[0];
      if (name) names.push(name);
    }
  }
  return names;
}
