import type { Project } from "./project.ts";

const routers =
  /^(BrowserRouter|HashRouter|MemoryRouter|StaticRouter|Router|RouterProvider|unstable_HistoryRouter|create\w*Router)$/;

/**
 * Whether what is shown links or reads addresses with react-router, and brings no router of its own: pages and parts of
 * an application do, when they are looked at alone.
 * @param reached the files that the mount imports, itself among them
 */
export function lacksRouter(project: Project, reached: ReadonlySet<string>): boolean {
  const taken = [...reached].flatMap((path) =>
    (project.code.get(path)?.imports ?? []).filter(({ from }) => /^react-router(-dom)?$/.test(from)),
  );
  return taken.length > 0 && !taken.some(({ named }) => named.some(({ imported }) => routers.test(imported)));
}

/** Puts a router with its history in memory around everything that a mount's module shows. */
export const inRouter = (source: string): string =>
  `import { BrowserRouter as RouterAround } from "react-router-dom";\n${source.replace("export const layouts = [", "export const layouts = [RouterAround, ")}`;
