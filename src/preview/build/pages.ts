import type { Project } from "./project.ts";

/** One address of a project and the files that make it up. */
export interface PageRoute {
  /** As Next writes it: `/blog/[slug]`. */
  pattern: string;
  path: string;
  /** The outermost first. */
  layouts: string[];
  loading: string | undefined;
  error: string | undefined;
}

export interface PageTable {
  routes: PageRoute[];
  /** The pattern of the page that was asked for. */
  start: string;
  notFound: string | undefined;
  /** `_app` of the pages folder. */
  app: string | undefined;
}

const code = "[cm]?[jt]sx?";

/**
 * Every page of the Next project that a file is a page of; undefined when it is none.
 * @param page path of the page that is shown first
 */
export function pageTable(project: Project, page: string): PageTable | undefined {
  return appPages(project, page) ?? folderPages(project, page);
}

/** `app/(shop)/blog/[slug]/page.tsx` → `/blog/[slug]`; undefined for slots, intercepted and private folders. */
export function appPattern(path: string): string | undefined {
  const inner = new RegExp(`^(?:.*/)?app/(.*?)/?page\\.${code}$`).exec(path)?.[1];
  if (inner === undefined) return undefined;
  const segments = inner.split("/").filter((segment) => segment !== "" && !/^\([^.)][^)]*\)$/.test(segment));
  if (segments.some((segment) => /^[@_]|^\(\.+\)/.test(segment))) return undefined;
  return `/${segments.join("/")}`;
}

function appPages(project: Project, page: string): PageTable | undefined {
  const start = appPattern(page);
  const root = /^((?:.*?\/)?app)\//.exec(page)?.[1];
  if (start === undefined || root === undefined) return undefined;
  const routes = [...project.code.values()].flatMap(({ path, shape }): PageRoute[] => {
    const pattern = path.startsWith(`${root}/`) && shape.hasDefault ? appPattern(path) : undefined;
    if (pattern === undefined) return [];
    const folders = foldersOf(root, path);
    const near = (name: string) => folders.toReversed().flatMap((folder) => special(project, folder, name))[0];
    return [
      {
        pattern,
        path,
        layouts: folders.flatMap((folder) => [
          ...special(project, folder, "layout"),
          ...special(project, folder, "template"),
        ]),
        loading: near("loading"),
        error: near("error") ?? near("global-error"),
      },
    ];
  });
  return { routes, start, notFound: special(project, root, "not-found")[0], app: undefined };
}

function foldersOf(root: string, path: string): string[] {
  const parts = path
    .slice(root.length + 1)
    .split("/")
    .slice(0, -1);
  return [root, ...parts.map((_, index) => `${root}/${parts.slice(0, index + 1).join("/")}`)];
}

const special = (project: Project, folder: string, name: string): string[] =>
  ["tsx", "jsx", "ts", "js"]
    .map((ending) => `${folder}/${name}.${ending}`)
    .filter((path) => project.code.get(path)?.shape.hasDefault);

/** The older pages folder, where every file is an address. */
function folderPages(project: Project, page: string): PageTable | undefined {
  const root = /^((?:.*?\/)?pages)\//.exec(page)?.[1];
  if (root === undefined || special(project, root, "index").length === 0) return undefined;
  const pattern = (path: string): string =>
    `/${path.slice(root.length + 1).replace(new RegExp(`\\.${code}$`), "")}`.replace(/\/index$/, "") || "/";
  const routes = [...project.code.values()]
    .filter(({ path, shape }) => path.startsWith(`${root}/`) && shape.hasDefault)
    .filter(({ path }) => !/\/(_\w+|404|500)\.|\/api\//.test(path.slice(root.length)))
    .map(
      ({ path }): PageRoute => ({ pattern: pattern(path), path, layouts: [], loading: undefined, error: undefined }),
    );
  if (!routes.some(({ path }) => path === page)) return undefined;
  return {
    routes,
    start: pattern(page),
    notFound: special(project, root, "404")[0],
    app: special(project, root, "_app")[0],
  };
}

/** Whether a table of pages needs more than its one page and layouts. */
export const needsRouter = ({ routes, start, notFound, app }: PageTable): boolean =>
  routes.length > 1 ||
  start.includes("[") ||
  notFound !== undefined ||
  app !== undefined ||
  routes.some((one) => one.loading || one.error);
