import type { PreviewPage } from "../contract.ts";
import type { Mount } from "./entry.ts";
import { pageTable } from "./pages.ts";
import type { CodeFile, Project } from "./project.ts";

const mostPages = 100;
const router = /^(react-router(-dom)?|wouter|@tanstack\/react-router)$/;

/**
 * The addresses of a project, for a list to choose from: the pages of a Next project, else the routes that its code
 * declares for a router and that can be told without running it.
 * @param home what is mounted when nothing else is asked for
 */
export function knownPages(project: Project, home: Mount): PreviewPage[] {
  const table = home.name === "default" && !home.itself ? pageTable(project, home.path) : undefined;
  if (table && table.routes.length > 1) {
    const pages = table.routes.map(({ pattern, path }) => ({ pattern, path }));
    return pages.sort((a, b) => (a.pattern < b.pattern ? -1 : 1)).slice(0, mostPages);
  }
  const declared = [...project.code.values()].filter(usesRouter).flatMap(declaredRoutes);
  return [...new Set(declared)].slice(0, mostPages).map((pattern) => ({ pattern }));
}

const usesRouter = (file: CodeFile): boolean => file.imports.some(({ from }) => router.test(from));

/** Whether a file that is shown follows an address, through Next's hooks or a router of its own. */
export const followsAddress = (project: Project, reached: ReadonlySet<string>): boolean =>
  [...reached].some((path) => {
    const file = project.code.get(path);
    return (
      file !== undefined &&
      (usesRouter(file) || file.imports.some(({ from }) => /^next\/(link|navigation|router)$/.test(from)))
    );
  });

/** `<Route path="/about">` and `{ path: "/about" }`; what hangs below another route is told only where it is absolute. */
function declaredRoutes({ text }: CodeFile): string[] {
  const nested = /<\/Route>|\bchildren\s*:\s*\[/.test(text);
  const found = [...text.matchAll(/<Route\b[^>]*?\bpath=\{?["']([^"'*]*)["']|\bpath\s*:\s*["']([^"'*]*)["']/g)];
  return found.flatMap(([, element, entry]) => {
    const path = element ?? entry ?? "";
    if (path.startsWith("/")) return [path];
    return nested || path === "" ? [] : [`/${path}`];
  });
}
