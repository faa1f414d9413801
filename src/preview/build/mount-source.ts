import type { Mount } from "./entry.ts";
import { hookedProps, hookImports } from "./library-samples.ts";
import type { PageTable } from "./pages.ts";
import { sampleHelpers } from "./sample-props.ts";

const user = (path: string): string => JSON.stringify(`user:${path}`);

/**
 * Every file on show, never called. Imported lazily, each of them becomes a function of its own in the bundle, which is
 * what lets one that did not change keep its instance.
 */
export const listedFiles = (paths: Iterable<string>): string =>
  `export const $files = () => [${[...paths].map((path) => `import(${user(path)})`).join(", ")}];`;

/** The module that the frame loads: one component, the layouts around it and the props that it gets. */
export function mountSource(mount: Mount, layouts: string[], props: string): string {
  const hooked = hookedProps(props);
  const entry = `entry[${JSON.stringify(mount.name)}]`;
  return [
    ...sampleHelpers(props),
    ...(hooked ? [...hookImports(props), 'import { withHookedProps } from "vitrine/runtime/stage";'] : []),
    `const entry = await import(${user(mount.path)});`,
    `export const layouts = [${layouts.map((layout) => `(await import(${user(layout)})).default`).join(", ")}];`,
    `export default ${hooked ? `withHookedProps(${entry}, ${hooked})` : entry};`,
    `export const mount = ${JSON.stringify({ path: mount.path, name: mount.name })};`,
    `export const props = ${hooked ? "{}" : props};`,
  ].join("\n");
}

/** The same for all pages of a project, with a router in memory. */
export function pagesSource(mount: Mount, { routes, start, notFound, app }: PageTable, props: string): string {
  const load = (path: string | undefined): string => (path === undefined ? "undefined" : `() => import(${user(path)})`);
  const lines = routes.map(
    (route) =>
      `  { pattern: ${JSON.stringify(route.pattern)}, path: ${JSON.stringify(route.path)}, load: ${load(route.path)}, layouts: [${route.layouts.map(load).join(", ")}], loading: ${load(route.loading)}, error: ${load(route.error)} },`,
  );
  return [
    'import { pages } from "vitrine/runtime/stage";',
    ...sampleHelpers(props),
    `const routes = [\n${lines.join("\n")}\n];`,
    `export default await pages({ routes, start: ${JSON.stringify(start)}, path: ${JSON.stringify(mount.path)}, notFound: ${load(notFound)}, app: ${load(app)}, props: ${props} });`,
    "export const layouts = [];",
    `export const mount = ${JSON.stringify({ path: mount.path, name: mount.name })};`,
    "export const props = {};",
  ].join("\n");
}

/** What a gallery shows of one component. */
export interface Tile {
  path: string;
  name: string;
  line: number;
  /** An object literal. */
  props: string;
}

/** All of several components, each in a tile that fails alone. */
export function gallerySource(mount: Mount, tiles: Tile[]): string {
  const paths = [...new Set(tiles.map(({ path }) => path))];
  const items = tiles.map(
    ({ path, name, line, props }) =>
      `  { path: ${JSON.stringify(path)}, name: ${JSON.stringify(name)}, line: ${line}, from: files[${paths.indexOf(path)}], props: ${hookedProps(props) ?? `() => (${props})`} },`,
  );
  const samples = tiles.map(({ props }) => props).join();
  return [
    'import { gallery } from "vitrine/runtime/stage";',
    ...sampleHelpers(samples),
    ...hookImports(samples),
    "const settled = (loading) => loading.then((module) => ({ module }), (error) => ({ error }));",
    `const files = await Promise.all([${paths.map((path) => `settled(import(${user(path)}))`).join(", ")}]);`,
    `export default gallery([\n${items.join("\n")}\n]);`,
    "export const layouts = [];",
    `export const mount = ${JSON.stringify({ path: mount.path, name: "*" })};`,
    "export const props = {};",
  ].join("\n");
}

/** One component whose `redirect()` and `notFound()` are caught. */
export const guardedSource = (mount: Mount, layouts: string[], props: string): string =>
  `import { guarded } from "vitrine/runtime/stage";\n${mountSource(mount, layouts, props).replace(/^export default (.*);$/m, "export default guarded($1);")}`;

/** What a file renders into the page's root by itself. */
export const selfMountedSource = (mount: Mount): string =>
  [
    'import { selfMounted } from "vitrine/runtime/stage";',
    `export default await selfMounted(() => import(${user(mount.path)}));`,
    "export const layouts = [];",
    `export const mount = ${JSON.stringify({ path: mount.path, name: "default" })};`,
    "export const props = {};",
  ].join("\n");

/** What files export that have no component of their own. */
export const shelfSource = (paths: string[]): string =>
  [
    'import { shelf } from "vitrine/runtime/shelf";',
    ...paths.map((path, index) => `const file${index} = await import(${user(path)});`),
    `export default shelf([${paths.map((path, index) => `{ path: ${JSON.stringify(path)}, module: file${index} }`).join(", ")}]);`,
    "export const layouts = [];",
    `export const mount = ${JSON.stringify({ path: paths[0], name: "*" })};`,
    "export const props = {};",
  ].join("\n");
