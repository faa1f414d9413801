import type { BunPlugin, Loader } from "bun";
import type { Diagnostic } from "../contract.ts";
import { iconModule, iconPackages } from "../modules/icon-source.ts";
import { placeholderSvg } from "../placeholder.ts";
import type { Mount } from "./entry.ts";
import { fromBuildLog } from "./positions.ts";
import { isLocal, type Project, resolveLocal } from "./project.ts";
import type { Resources } from "./resources.ts";

export interface BundleInput {
  project: Project;
  mount: Mount;
  /** Files whose default exports are wrapped around the component, the outermost first. */
  layouts: string[];
  /** Source of `{ props, note }` for the component, as an object literal. */
  props: string;
  /** Names that the project takes from each module, for the modules that are written per build. */
  taken: ReadonlyMap<string, ReadonlySet<string>>;
  /** Modules that are imported whole, `import * as x`. */
  whole: ReadonlySet<string>;
}

export interface Bundle {
  js: string;
  diagnostics: Diagnostic[];
}

/** Bundles a project into one ES module. Nothing of it is executed, and nothing is read from the disk. */
export async function bundleProject(resources: Resources, input: BundleInput): Promise<Bundle> {
  const result = await Bun.build({
    entrypoints: ["vitrine:mount"],
    root: "/",
    target: "browser",
    format: "esm",
    sourcemap: "inline",
    throw: false,
    define: { "process.env.NODE_ENV": '"production"', "import.meta.env.DEV": "false", "import.meta.hot": "undefined" },
    plugins: [virtualFiles(resources, input)],
  });
  const diagnostics = result.logs.map(fromBuildLog);
  const output = result.outputs[0];
  if (!result.success || !output) return { js: "", diagnostics };
  return { js: (await output.text()).replace(/\n\/\/# debugId=[^\n]*/, ""), diagnostics };
}

function virtualFiles(resources: Resources, input: BundleInput): BunPlugin {
  const { project } = input;
  return {
    name: "vitrine-project",
    setup(build) {
      build.onResolve({ filter: /^vitrine:mount$/ }, () => ({ path: "mount", namespace: "vitrine" }));
      build.onResolve({ filter: /.*/ }, ({ path, importer }) => {
        const from = importer.replace(/^.*?user:/, "").replace(/^\//, "");
        if (path.startsWith("user:")) return { path: path.slice("user:".length), namespace: "user" };
        const patching = importer.includes("patched:");
        const local = isLocal(path) || project.files.has(path) ? resolveLocal(project, path, from) : undefined;
        if (local !== undefined) {
          const lacks = missingNames(localExports(project, local), input.taken.get(path));
          if (lacks.length > 0) return { path: JSON.stringify([`user:${local}`, ...lacks]), namespace: "patched" };
          return { path: local, namespace: "user" };
        }
        if (isAsset(path)) return { path: path.split("/").at(-1) ?? path, namespace: "asset" };
        if (path.endsWith(".css")) return { path, namespace: "nothing" };
        if ((iconPackages[path] && !input.whole.has(path)) || path === "next/font/google") {
          return { path, namespace: "names" };
        }
        if (resources.imports[path]) {
          const lacks = patching ? [] : missingNames(resources.exports.get(path), input.taken.get(path));
          if (lacks.length > 0) return { path: JSON.stringify([path, ...lacks]), namespace: "patched" };
          return { path, external: true };
        }
        return { path, namespace: "missing" };
      });
      build.onLoad({ filter: /.*/, namespace: "vitrine" }, () => ({ contents: mountSource(input), loader: "js" }));
      build.onLoad({ filter: /.*/, namespace: "nothing" }, () => ({ contents: "", loader: "js" }));
      build.onLoad({ filter: /.*/, namespace: "user" }, ({ path }) => load(input, path));
      build.onLoad({ filter: /.*/, namespace: "asset" }, ({ path }) => ({
        contents: `export default ${JSON.stringify(placeholderUrl(path))};`,
        loader: "js",
      }));
      build.onLoad({ filter: /.*/, namespace: "names" }, ({ path }) => ({
        contents: namesSource(resources, path, input.taken.get(path) ?? new Set()),
        loader: "js",
      }));
      build.onLoad({ filter: /.*/, namespace: "patched" }, ({ path }) => ({
        contents: patchedSource(resources, project, JSON.parse(path)),
        loader: "js",
      }));
      build.onLoad({ filter: /.*/, namespace: "missing" }, ({ path }) => ({
        contents: missingSource(path, input.taken.get(path) ?? new Set()),
        loader: "js",
      }));
    },
  };
}

const isAsset = (path: string): boolean =>
  /\.(png|jpe?g|gif|webp|avif|svg|ico|bmp|mp4|webm|mp3|woff2?|ttf)(\?.*)?$/.test(path);

const placeholderUrl = (label: string): string =>
  `data:image/svg+xml,${encodeURIComponent(placeholderSvg(600, 400, label))}`;

function load({ project, mount }: BundleInput, path: string): { contents: string; loader: Loader } {
  const contents = project.files.get(path) ?? "";
  const ending = path.split(".").at(-1) ?? "";
  if (ending === "json") return { contents: contents.trim() || "{}", loader: "json" };
  if (ending === "svg") {
    const url = `data:image/svg+xml,${encodeURIComponent(contents)}`;
    return { contents: `export default ${JSON.stringify(url)};`, loader: "js" };
  }
  // Style sheets go through Tailwind; a CSS module is an object that answers with its keys.
  if (/\.module\.(css|scss|sass)$/.test(path)) {
    return { contents: "export default new Proxy({}, { get: (_, name) => String(name) });", loader: "js" };
  }
  if (/^(css|scss|sass|less|md|mdx|txt)$/.test(ending)) return { contents: "export default {};", loader: "js" };
  const exported = path === mount.path && mount.hidden ? `\nexport { ${mount.name} };` : "";
  // JSX in a plain .js or .ts file is common in generated code.
  return { contents: contents + exported, loader: /^m?ts$/.test(ending) && !/<\/|\/>/.test(contents) ? "ts" : "tsx" };
}

function mountSource({ mount, layouts, props }: BundleInput): string {
  const path = JSON.stringify(`user:${mount.path}`);
  return [
    `import * as entry from ${path};`,
    ...layouts.map((layout, index) => `import layout${index} from ${JSON.stringify(`user:${layout}`)};`),
    `export const layouts = [${layouts.map((_, index) => `layout${index}`).join(", ")}];`,
    `export default entry[${JSON.stringify(mount.name)}];`,
    `export const mount = ${JSON.stringify({ path: mount.path, name: mount.name })};`,
    `export const props = ${props};`,
  ].join("\n");
}

function namesSource(resources: Resources, module: string, names: ReadonlySet<string>): string {
  const set = iconPackages[module];
  if (set)
    return iconModule(
      set,
      resources.icons(set),
      [...names].filter((name) => name !== "default"),
    );
  const lines = [...names].sort().map((name) => `export const ${name} = font(${JSON.stringify(name)});`);
  return ['import { font } from "vitrine/runtime/font";', ...lines].join("\n");
}

/** What a file of the project exports; undefined where that takes more than its own text to know. */
function localExports(project: Project, path: string): ReadonlySet<string> | undefined {
  const shape = project.code.get(path)?.shape;
  if (!shape || shape.stars.length > 0) return undefined;
  return new Set([...shape.exported, ...(shape.hasDefault ? ["default"] : [])]);
}

const missingNames = (known: ReadonlySet<string> | undefined, taken: ReadonlySet<string> | undefined): string[] =>
  known && taken ? [...taken].filter((name) => !known.has(name)).sort() : [];

/** A module with everything that it has, and stand-ins for the names that it lacks. */
function patchedSource(resources: Resources, project: Project, [target = "", ...lacks]: string[]): string {
  const local = target.startsWith("user:") ? target.slice("user:".length) : undefined;
  const known = local === undefined ? resources.exports.get(target) : localExports(project, local);
  const from = JSON.stringify(target);
  const lines = ['import { missingExport } from "vitrine/runtime";', `export * from ${from};`];
  if (known?.has("default")) lines.push(`export { default } from ${from};`);
  for (const name of lacks) {
    const stub = `missingExport(${JSON.stringify(name)}, ${JSON.stringify(local ?? target)})`;
    lines.push(name === "default" ? `export default ${stub};` : `export const ${name} = ${stub};`);
  }
  return lines.join("\n");
}

function missingSource(module: string, names: ReadonlySet<string>): string {
  const lines = ['import { missingModule } from "vitrine/runtime";'];
  const stub = (name: string) => `missingModule(${JSON.stringify(name)}, ${JSON.stringify(module)})`;
  for (const name of [...names].sort()) {
    if (name !== "default") lines.push(`export const ${name} = ${stub(name)};`);
  }
  lines.push(`export default ${stub("default")};`);
  return lines.join("\n");
}
