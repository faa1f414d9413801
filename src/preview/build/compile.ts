import type { Build, BuildInput, Diagnostic, SourceFile } from "../contract.ts";
import { repairFiles } from "../repair/repair.ts";
import { addressAssets, scopedPath, withAssets } from "./addressed-assets.ts";
import { followsAddress, knownPages } from "./addresses.ts";
import { isCssModule, isSheet, readCssModule } from "./assets.ts";
import { besidePreview } from "./beside.ts";
import { bundleProject } from "./bundle.ts";
import { extractCandidates } from "./candidates.ts";
import { tripleNames, wholeColours } from "./colour-values.ts";
import { listComponents } from "./components.ts";
import { chooseMount, mountsItself } from "./entry.ts";
import { nameContexts, nameDefault } from "./hot-source.ts";
import { isLayout, withoutDocument } from "./layouts.ts";
import { guardLoops } from "./loop-guards.ts";
import { listedFiles } from "./mount-source.ts";
import { createProject, isCode, type Project } from "./project.ts";
import { reachable } from "./references.ts";
import { importRequired, listStars } from "./requires.ts";
import type { Resources } from "./resources.ts";
import { shelfStage, stageSource } from "./stage-source.ts";
import { createStyler } from "./styles.ts";
import { inSurroundings } from "./surroundings/surroundings.ts";
import { brokenFiles } from "./syntax.ts";
import { tailwindVersion } from "./tailwind/version.ts";
import { takenNames } from "./taken-names.ts";

export interface Compiler {
  compile(input: BuildInput, hash: string): Promise<Build>;
  /** Does what the next build would otherwise wait for. */
  prepare(): Promise<void>;
}

/** The whole way from files to a build; runs in the worker, and has no state but caches. */
export function createCompiler(resources: Resources): Compiler {
  const styler = createStyler(resources);
  return {
    prepare: () => styler.prepare(),
    async compile(input, hash) {
      const repaired = repairFiles(resources, input);
      const plain = createProject(repaired.files);
      const project = prepared(resources, plain);
      const diagnostics: Diagnostic[] = [...repaired.diagnostics];
      const mount = chooseMount(project, input.entry, input.component);
      const components = listComponents(resources, project);
      const stage = mount ? stageSource(resources, project, mount, components, input) : shelfStage(project, input);
      const entry = mount?.path ?? stage?.shown.path;
      const empty = { js: "", hash, entry, modules: [], repaired: repaired.changed };
      if (!stage || entry === undefined) {
        if (!input.partial) diagnostics.push(nothingToMount(input.files, "error"));
        return { ...empty, css: "", diagnostics };
      }
      if (!mount) diagnostics.push(nothingToMount(input.files, "warning"));
      const broken = brokenFiles(plain);
      // A mistake in what is mounted leaves nothing to show; in any other file a labelled box takes its place.
      broken.delete(entry);
      const reached = reachable(resources, project, stage.roots);
      const starting = [...project.code.values()].filter(mountsItself);
      const bundle = await bundleProject(resources, {
        ...takenNames(project),
        project,
        mount: `${inSurroundings(resources, project, reached, stage.source)}\n${listedFiles([...reached].filter(isCode))}`,
        mountsItself: starting.length > 0,
        // What is rendered into the page's root has to be said again to every build.
        fresh: new Set(starting.map(({ path }) => path)),
        asyncComponents: [...project.code.values()].some(({ text }) => asyncComponent.test(text)),
        hidden: new Map(mount?.hidden ? [[mount.path, [mount.name]]] : []),
        broken: new Map([...broken].map(([path, { line }]) => [path, `has a mistake in line ${line}`])),
      });
      diagnostics.push(...bundle.diagnostics, ...broken.values(), ...stage.diagnostics);
      const modules = bundle.js === "" ? [] : bareImports(bundle.js).filter((name) => resources.imports[name]);
      const tailwind = input.tailwind ?? tailwindVersion(project);
      const styles = await styler.build(project, candidates(resources, project, modules), tailwind);
      diagnostics.push(...styles.diagnostics);
      // What is wrong with an unfinished file is most often only that it is unfinished.
      const shown = input.partial ? [] : besidePreview(project, reached, diagnostics);
      const home = input.entry || input.component ? chooseMount(project) : mount;
      return {
        ...empty,
        js: bundle.js,
        css: styles.css,
        modules,
        components,
        diagnostics: shown,
        shown: stage.shown,
        pages: home ? knownPages(project, home) : [],
        routed: stage.shown.kind === "pages" || followsAddress(project, reached),
        tailwind,
      };
    },
  };
}

const asyncComponent = /\basync\s+function\s+[A-Z]|\b(?:const|let)\s+[A-Z]\w*[^=;\n]*=\s*async\b/;

/** What the bundler is given: the same lines, with guarded loops, colours that fit and layouts that can be nested. */
function prepared(resources: Resources, project: Project): Project {
  const triples = tripleNames(project);
  const files = new Map(project.files);
  for (const [path, text] of project.files) {
    if (isCssModule(path)) files.set(scopedPath(path), readCssModule(project, path).css);
    else if (isSheet(path)) files.set(path, withAssets(project, path, text));
  }
  for (const file of project.code.values()) {
    const addressed = importRequired(listStars(resources, project, addressAssets(project, file)));
    const nested = isLayout(file.path) ? withoutDocument(addressed) : addressed;
    const guarded = guardLoops(nameContexts(nameDefault(nested)));
    files.set(file.path, wholeColours(guarded, triples));
  }
  return { ...project, files };
}

function nothingToMount(files: SourceFile[], severity: Diagnostic["severity"]): Diagnostic {
  return {
    path: files[0]?.path ?? "",
    line: 1,
    column: 1,
    message: "There is no component in these files that could be shown.",
    severity,
    fix: "Export a React component, best as the default export.",
  };
}

/** Only what the bundler wrote has to be read, which puts each import on a line of its own. */
const bareImports = (js: string): string[] =>
  [
    ...new Set(
      [...js.matchAll(/^import\b[^"']*["']([^"'\n]+)["'];?$|\bimport\("([^"\n]+)"\)/gm)].map(
        ([, from, lazy]) => from ?? lazy ?? "",
      ),
    ),
  ].sort();

/** The project's own classes and those of every kit module that it reaches. */
function candidates(resources: Resources, project: Project, modules: string[]): Set<string> {
  const found = new Set<string>();
  for (const [path, text] of project.files) {
    if (isCode(path) || /\.(mdx|html)$/.test(path))
      for (const candidate of extractCandidates(text)) found.add(candidate);
  }
  const reached = new Set<string>();
  const queue = [...modules];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    for (const candidate of resources.kitCandidates[name] ?? []) found.add(candidate);
    queue.push(...(resources.graph[name] ?? []));
  }
  return found;
}
