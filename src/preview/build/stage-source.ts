import type { BuildInput, Diagnostic, PreviewComponent, PreviewShown } from "../contract.ts";
import { neverShown } from "./beside.ts";
import { shownComponents } from "./components.ts";
import type { Mount } from "./entry.ts";
import { layoutsOf } from "./layouts.ts";
import {
  gallerySource,
  guardedSource,
  mountSource,
  pagesSource,
  selfMountedSource,
  shelfSource,
} from "./mount-source.ts";
import { needsRouter, pageTable } from "./pages.ts";
import { diagnosticAt, type Project } from "./project.ts";
import type { Resources } from "./resources.ts";
import { sampleProps } from "./sample-props.ts";

export interface StageSource {
  /** The module that the bundle begins with. */
  source: string;
  /** The files that it imports. */
  roots: string[];
  diagnostics: Diagnostic[];
  shown: PreviewShown;
}

const mostTiles = 40;

/**
 * Decides how a mount is shown: as one component in its layouts, as all pages of a project with a router, or as a
 * gallery where no component stands out.
 * @param input the export that was asked for, `*` for a gallery of everything, and values for its props
 */
export function stageSource(
  resources: Resources,
  project: Project,
  mount: Mount,
  components: PreviewComponent[],
  { component: asked, props: chosen }: Pick<BuildInput, "component" | "props">,
): StageSource {
  const shown: PreviewShown = { kind: "component", path: mount.path, name: mount.name, props: [] };
  if (mount.itself && asked === undefined) {
    const source = selfMountedSource(mount);
    return { source, roots: [mount.path], diagnostics: [], shown: { ...shown, kind: "application" } };
  }
  const several = asked === undefined ? severalShown(project, mount) : [];
  if (asked === "*" || several.length > 1) {
    const chosen = components.filter((one) => asked === "*" || (one.path === mount.path && several.includes(one.name)));
    if (chosen.length > 0) return gallery(resources, project, mount, chosen.slice(0, mostTiles));
  }
  const { source: props, note, props: given } = sampleProps(resources, project, mount, chosen);
  const diagnostics = note ? [note] : [];
  const table = mount.name === "default" ? pageTable(project, mount.path) : undefined;
  if (table && needsRouter(table)) {
    const special = table.routes.flatMap((one) => [one.path, ...one.layouts, one.loading ?? "", one.error ?? ""]);
    const roots = [...special, table.notFound ?? "", table.app ?? ""].filter((path) => path !== "");
    return { source: pagesSource(mount, table, props), roots, diagnostics, shown: { ...shown, kind: "pages" } };
  }
  const layouts = layoutsOf(project, mount.path);
  const leaves = [...project.code.values()].some(({ text }) =>
    /\b(redirect|permanentRedirect|notFound)\s*\(/.test(text),
  );
  const source = (leaves ? guardedSource : mountSource)(mount, layouts, props);
  return { source, roots: [mount.path, ...layouts], diagnostics, shown: { ...shown, props: given } };
}

/**
 * For files without a component of their own, such as hooks, icons in an object or plain data.
 * @returns undefined while they are still being written, and where nothing is exported
 */
export function shelfStage(project: Project, { entry, partial }: BuildInput): StageSource | undefined {
  const files = [...project.code.values()].filter(
    ({ path, shape }) =>
      (entry === undefined ? !neverShown.test(path) : path === entry) &&
      (shape.hasDefault || shape.exported.length > 0),
  );
  const [first] = files;
  if (partial || !first) return undefined;
  const roots = files.slice(0, mostTiles).map(({ path }) => path);
  const shown: PreviewShown = { kind: "gallery", path: first.path, name: "*", props: [] };
  return { source: shelfSource(roots), roots, diagnostics: [], shown };
}

function severalShown(project: Project, mount: Mount): string[] {
  const file = project.code.get(mount.path);
  return !file || mount.name === "default" || mount.hidden ? [] : shownComponents(file);
}

function gallery(resources: Resources, project: Project, mount: Mount, chosen: PreviewComponent[]): StageSource {
  const samples = chosen.map((one) => sampleProps(resources, project, one));
  const tiles = chosen.map(({ path, name, line }, index) => ({
    path,
    name,
    line,
    props: samples[index]?.source ?? "{}",
  }));
  const file = project.code.get(mount.path);
  const all: Diagnostic[] = file
    ? [
        diagnosticAt(file, 0, {
          message: `All ${chosen.length} exported components are shown, each by itself, because none of them is the default export.`,
          severity: "info",
          fix: "Export one of them as the default to see only that one.",
        }),
      ]
    : [];
  return {
    source: gallerySource(mount, tiles),
    roots: [...new Set(chosen.map(({ path }) => path))],
    diagnostics: [...all, ...samples.flatMap(({ note }) => note ?? [])],
    shown: { kind: "gallery", path: mount.path, name: "*", props: [] },
  };
}
