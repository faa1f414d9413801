import type { BunPlugin } from "bun";
import type { Diagnostic } from "../contract.ts";
import { iconPackages } from "../modules/icon-source.ts";
import { assetModule, isAsset, isSheet, type ModuleSource, missingAsset } from "./assets.ts";
import { newTrail, noteImport, type Trail, withHotModules } from "./hot-modules.ts";
import { canBeKept, registrations } from "./hot-source.ts";
import { exportsOfFile } from "./module-exports.ts";
import { missingSource, namesSource, patchedFileSource, patchedSource } from "./module-sources.ts";
import { fromBuildLog } from "./positions.ts";
import { isCode, isLocal, type Project } from "./project.ts";
import { fileOf, isOpen } from "./references.ts";
import type { Resources } from "./resources.ts";
import { plainSpecifier } from "./specifiers.ts";
import type { Taken } from "./taken-names.ts";

export interface BundleInput extends Taken {
  project: Project;
  /** Source of the module that is built; it imports files of the project as `user:<path>`. */
  mount: string;
  /** Names that are exported although their files only declare them. */
  hidden: ReadonlyMap<string, string[]>;
  /** Whether a file of the project renders into the page's root. */
  mountsItself: boolean;
  /** Files that have to run in every build, although nothing about them changed. */
  fresh: ReadonlySet<string>;
  /** Whether the project has components that are async functions, which React cannot render in a browser. */
  asyncComponents: boolean;
  /** Files that cannot be read, with the reason as the end of a sentence. */
  broken: ReadonlyMap<string, string>;
}

export interface Bundle {
  js: string;
  diagnostics: Diagnostic[];
}

/** Bundles a project into one ES module. Nothing of it is executed, and nothing is read from the disk. */
export async function bundleProject(resources: Resources, input: BundleInput): Promise<Bundle> {
  // Names that a file lacks although its text did not tell; the bundler finds the first of them in each round.
  const lacking = new Map<string, Set<string>>();
  for (let round = 0; ; round++) {
    const trail = newTrail();
    const result = await Bun.build({
      entrypoints: ["vitrine:mount"],
      root: "/",
      target: "browser",
      format: "esm",
      sourcemap: "inline",
      reactFastRefresh: true,
      throw: false,
      define: {
        "process.env.NODE_ENV": '"production"',
        "process.env": "{}",
        "import.meta.env": '{"MODE":"preview","DEV":false,"PROD":true,"SSR":false,"BASE_URL":"/"}',
        "import.meta.hot": "undefined",
      },
      plugins: [virtualFiles(resources, input, lacking, trail)],
    });
    const diagnostics = result.logs.map(fromBuildLog);
    const output = result.outputs[0];
    if (result.success && output) {
      const js = (await output.text()).replace(/\n\/\/# debugId=[^\n]*/, "");
      return { js: withHotModules(js, trail, freshFiles(input)), diagnostics };
    }
    const more = result.logs.filter((log) => noteLacking(log.message, lacking));
    if (more.length === 0 || round >= 3) return { js: "", diagnostics };
  }
}

const freshFiles = ({ project, fresh }: BundleInput): ReadonlySet<string> =>
  new Set([...fresh, ...[...project.code.values()].filter((file) => !canBeKept(file)).map(({ path }) => path)]);

function noteLacking(message: string, lacking: Map<string, Set<string>>): boolean {
  const [, file, name] = /No matching export in "(?:.*?user:)?\/?([^"]+)" for import "([^"]+)"/.exec(message) ?? [];
  if (file === undefined || name === undefined) return false;
  const names = lacking.get(file) ?? new Set<string>();
  const isNew = !names.has(name);
  lacking.set(file, names.add(name));
  return isNew;
}

interface Asked {
  path: string;
  importer: string;
  kind: string;
}

function virtualFiles(
  resources: Resources,
  input: BundleInput,
  lacking: Map<string, Set<string>>,
  trail: Trail,
): BunPlugin {
  const { project, taken, defaults, whole } = input;
  const names = (module: string): ReadonlySet<string> => taken.get(module) ?? new Set();
  const called = (module: string): ReadonlySet<string> => defaults.get(module) ?? new Set();

  function resolve({ path: asked, importer, kind }: Asked) {
    if (asked.startsWith("required:")) {
      return { path: JSON.stringify([asked.slice("required:".length), "required"]), namespace: "required" };
    }
    if (asked === "vitrine:mount") return { path: "mount", namespace: "vitrine" };
    if (asked.startsWith("user:")) {
      const path = asked.slice("user:".length);
      return input.broken.has(path)
        ? { path: JSON.stringify([path, path]), namespace: "broken" }
        : { path, namespace: "user" };
    }
    const from = importer.replace(/^.*?user:/, "").replace(/^\//, "");
    const path = isLocal(asked) ? asked : plainSpecifier(asked);
    const [address = "", query] = path.split("?");
    const local = fileOf(resources, project, address, from);
    if (local !== undefined) return localFile(local, asked, query, from);
    if (path === "react/jsx-runtime" && input.asyncComponents && !isPair(importer)) {
      return { path: "vitrine/runtime/jsx-async", external: true };
    }
    if (isAsset(address))
      return { path: JSON.stringify([address, pictureKind(asked, query, from)]), namespace: "asset" };
    if (isSheet(address)) return { path: address, namespace: "nothing" };
    const ours = project.code.has(from) || importer.includes('"required"]');
    if (/^react-dom(\/client)?$/.test(path) && input.mountsItself && ours) {
      return { path: "vitrine/runtime/react-dom", external: true };
    }
    const byName = !whole.has(asked) && kind !== "dynamic-import" && kind !== "require-call";
    const icons = iconPackages[path] !== undefined && (byName || !resources.imports[path]);
    if (icons || isOpen(resources, path)) return { path: JSON.stringify([path, asked]), namespace: "names" };
    if (resources.imports[path]) {
      const lacks = isPair(importer) ? [] : missingNames(resources.exports.get(path), taken.get(asked));
      if (lacks.length > 0) return { path: JSON.stringify([path, ...lacks]), namespace: "patched" };
      return { path, external: true };
    }
    return { path: asked, namespace: "missing" };
  }

  function localFile(local: string, asked: string, query: string | undefined, from: string) {
    if (!isCode(local)) return { path: JSON.stringify([local, pictureKind(asked, query, from)]), namespace: "data" };
    if (query === "raw") return { path: JSON.stringify([local, "raw"]), namespace: "data" };
    if (input.broken.has(local)) return { path: JSON.stringify([local, asked]), namespace: "broken" };
    const known = exportsOfFile(resources, project, local);
    const lacks = new Set([...missingNames(known, taken.get(asked)), ...(lacking.get(local) ?? [])]);
    if (lacks.size > 0 && !isPair(from)) {
      return { path: JSON.stringify([`user:${local}`, ...lacks]), namespace: "patched" };
    }
    return { path: local, namespace: "user" };
  }

  /** What the importing file wants of a picture: its address, a component, or an object as Next has it. */
  function pictureKind(asked: string, query: string | undefined, importer: string): string {
    const wanted = /^(raw|url|inline|react)$/.exec(query ?? "")?.[0];
    if (wanted) return wanted;
    const file = project.code.get(importer);
    const local = file?.imports.find((one) => one.from === asked && one.default)?.default?.local;
    if (!file || !local) return "";
    if (new RegExp(`<${local}[\\s/>]`).test(file.text)) return "react";
    return new RegExp(`\\b${local}\\.(src|width|height)\\b`).test(file.text) ? "object" : "";
  }

  const modules: Record<string, (path: string) => ModuleSource> = {
    vitrine: () => js(input.mount),
    nothing: () => js("export default {};"),
    user: (path) => codeModule(input, path),
    data: (path) => assetModule(project, ...pair(path)),
    asset: (path) => {
      const [address, how] = pair(path);
      return missingAsset(address, how);
    },
    names: (path) => {
      const [module, asked] = pair(path);
      return js(namesSource(resources, module, new Set([...names(asked), ...(input.members.get(asked) ?? [])])));
    },
    required: (path) => {
      // A plain object: of a namespace that is passed on the bundler loses the members.
      const lines = [`import * as all from ${JSON.stringify(pair(path)[0])};`, "export const taken = { ...all };"];
      return js([...lines, "export const whole = taken.default ?? taken;"].join("\n"));
    },
    patched: (path) => {
      const [target = "", ...lacks]: string[] = JSON.parse(path);
      if (!target.startsWith("user:")) return js(patchedSource(target, resources.exports.get(target), lacks));
      const local = target.slice("user:".length);
      return js(patchedFileSource(local, project.code.get(local)?.shape.hasDefault ?? false, lacks));
    },
    broken: (path) => {
      const [local, asked] = pair(path);
      return js(missingSource(local, names(asked), called(asked), input.broken.get(local)));
    },
    missing: (path) =>
      js(missingSource(path, new Set([...names(path), ...(input.members.get(path) ?? [])]), called(path))),
  };

  return {
    name: "vitrine-project",
    setup(build) {
      build.onResolve({ filter: /.*/ }, (asked) => {
        const found = resolve(asked);
        if (!("external" in found)) noteImport(trail, asked.importer, found.path);
        return found;
      });
      for (const [namespace, source] of Object.entries(modules)) {
        build.onLoad({ filter: /.*/, namespace }, ({ path }) => {
          const module = source(path);
          trail.contents.set(path, module.contents);
          return module;
        });
      }
    },
  };
}

const js = (contents: string): ModuleSource => ({ contents, loader: "js" });

/** Only the modules that are written for a build have addresses like this. */
const isPair = (path: string): boolean => path.includes('["');

function pair(path: string): [string, string] {
  const [first = "", second = ""]: string[] = JSON.parse(path);
  return [first, second];
}

const missingNames = (known: ReadonlySet<string> | undefined, taken: ReadonlySet<string> | undefined): string[] =>
  known && taken ? [...taken].filter((name) => !known.has(name)).sort() : [];

function codeModule({ project, hidden }: BundleInput, path: string): ModuleSource {
  const names = hidden.get(path) ?? [];
  const exported = names.length > 0 ? `\nexport { ${names.join(", ")} };` : "";
  // `@jsx h` and `@jsxImportSource preact` would lead past the React that the frame has.
  const contents = (project.files.get(path) ?? "").replace(/@jsx(ImportSource|Runtime|Frag)?(?=\s+[\w@])/g, "@jsx-off");
  // JSX in a plain .js or .ts file is common in generated code.
  const typed = /\.[mc]?ts$/.test(path) && !/<\/|\/>/.test(contents);
  const file = project.code.get(path);
  // On the last line, so that every other one stays where it is.
  const registered = file ? `\n${registrations(file)}` : "";
  return { contents: contents + exported + registered, loader: typed ? "ts" : "tsx" };
}
