import { isComponentName } from "../repair/exports.ts";
import { text } from "../repair/imports.ts";
import { neverShown } from "./beside.ts";
import { isComponent, shownComponents } from "./components.ts";
import type { CodeFile, Project } from "./project.ts";
import { resolveLocal } from "./project.ts";

export interface Mount {
  path: string;
  /** The export to render; `default`, a name, or a declared name that has to be exported first. */
  name: string;
  /** True when the file declares the component but does not export it. */
  hidden: boolean;
  /** True when the file renders into the page's root by itself; what it renders there is shown. */
  itself?: boolean;
}

const wellKnown = [/(^|\/)app\/page\.[jt]sx?$/, /(^|\/)page\.[jt]sx?$/, /(^|\/)App\.[jt]sx?$/, /(^|\/)index\.[jt]sx$/];

/** Chooses what the frame renders: the file first, then the component in it. */
export function chooseMount(project: Project, entry?: string, component?: string): Mount | undefined {
  const asked = entry === undefined ? undefined : project.code.get(entry);
  if (asked && component !== undefined && component !== "*") {
    const { exported, declared, hasDefault } = asked.shape;
    if (component === "default" ? hasDefault : exported.includes(component))
      return { path: asked.path, name: component, hidden: false };
    if (declared.includes(component)) return { path: asked.path, name: component, hidden: true };
  }
  if (asked) return mountOf(asked) ?? (mountsItself(asked) ? itself(asked) : undefined);
  const candidates = [...project.code.values()].filter((file) => canMount(file) && mountOf(file));
  const starting = [...project.code.values()].filter((file) => mountsItself(file) && !neverShown.test(file.path));
  const started = starting.find((file) => /(^|\/)(main|index)\.[jt]sx?$/.test(file.path)) ?? starting[0];
  for (const [order, pattern] of wellKnown.entries()) {
    // A page of Next comes first; else what starts the project brings its providers along.
    if (order === 2 && started) return itself(started);
    const found = candidates.filter((file) => pattern.test(file.path)).sort(byDepth)[0];
    if (found) return mountOf(found);
  }
  const imported = new Set([...project.code.values()].flatMap((file) => localImports(project, file)));
  const roots = candidates.filter((file) => !imported.has(file.path));
  const ranked = (roots.length > 0 ? roots : candidates).map((file, order) => ({ file, order, score: score(file) }));
  const best = ranked.sort((a, b) => b.score - a.score || a.order - b.order)[0];
  if (best) return mountOf(best.file);
  // Nothing else is there: even a layout alone is better than nothing.
  const last = [...project.code.values()].find((file) => !neverShown.test(file.path) && mountOf(file));
  return last && mountOf(last);
}

const itself = (file: CodeFile): Mount => ({ path: file.path, name: "default", hidden: false, itself: true });

/** `createRoot(…).render(…)`, `ReactDOM.render(…)` */
export const mountsItself = (file: CodeFile): boolean =>
  /\b(createRoot|hydrateRoot|ReactDOM\.render|ReactDOM\.hydrate)\s*\(|\bfrom\s*["']react-dom["'][\s\S]*(?<![\w.])render\s*\(/.test(
    file.text,
  );

/** The page that is nearest to the root first; folders in parentheses are no part of an address. */
const byDepth = (a: CodeFile, b: CodeFile): number => depth(a.path) - depth(b.path);
const depth = (path: string): number =>
  path.split("/").filter((part) => !/^\(.*\)$/.test(part)).length + (/[[@]/.test(path) ? 0.5 : 0);

/** Layouts, tests, route handlers and files that mount themselves are never what a person wants to see. */
function canMount(file: CodeFile): boolean {
  const name = file.path.split("/").at(-1) ?? "";
  if (/^(layout|loading|error|not-found|template|route|middleware|next\.config|tailwind\.config)\./.test(name))
    return false;
  if (/\.(test|spec|stories|config)\.[jt]sx?$/.test(name)) return false;
  return !mountsItself(file);
}

function score(file: CodeFile): number {
  const inUi = /(^|\/)components\/ui\//.test(file.path) ? -4 : 0;
  return inUi + (file.shape.hasDefault ? 2 : 0) + (/\.[jt]sx$/.test(file.path) ? 1 : 0);
}

const localImports = (project: Project, file: CodeFile): string[] =>
  file.imports.flatMap(({ from }) => {
    const path = resolveLocal(project, from, file.path);
    return path && path !== file.path ? [path] : [];
  });

/** The default export, else the first exported component, else App or Page, else the last component declared. */
function mountOf(file: CodeFile): Mount | undefined {
  const { shape, path } = file;
  if (shape.hasDefault && !defaultIsNoComponent(file)) return { path, name: "default", hidden: false };
  const exported = shownComponents(file)[0];
  if (exported) return { path, name: exported, hidden: false };
  const routed = routeComponent(file);
  if (routed) return { path, name: routed, hidden: true };
  if (shape.exported.length > 0 || shape.hasDefault) return undefined;
  const declared = shape.declared.filter((name) => isComponentName(name) && isComponent(file, name));
  const name = declared.find((candidate) => /^(App|Page|Home)$/.test(candidate)) ?? declared.at(-1);
  return name && rendersElements(file) ? { path, name, hidden: true } : undefined;
}

/** `createFileRoute("/")({ component: Home })`, whose component is not exported by itself. */
function routeComponent({ text: source, shape }: CodeFile): string | undefined {
  const [, name] =
    /\bcreate(?:Lazy)?(?:File|Root)?Route\w*\s*(?:<[^>]*>)?\([^)]*\)?[\s\S]*?\bcomponent:\s*([A-Z]\w*)/.exec(source) ??
    [];
  return name !== undefined && shape.declared.includes(name) ? name : undefined;
}

const rendersElements = (file: CodeFile): boolean => file.scan.tokens.some((token) => token.kind === "tagName");

/** `export default { … }` or a plain value, as configuration files have it. */
function defaultIsNoComponent(file: CodeFile): boolean {
  const at = file.scan.tokens.findIndex(
    (token, index, all) =>
      token.depth === 0 && text(file.scan, token) === "default" && lastWord(file, all[index - 1]) === "export",
  );
  const next = file.scan.tokens[at + 1];
  return at >= 0 && next !== undefined && /^[{[\d"'`]/.test(text(file.scan, next));
}

const lastWord = (file: CodeFile, token: CodeFile["scan"]["tokens"][number] | undefined): string =>
  token ? text(file.scan, token) : "";
