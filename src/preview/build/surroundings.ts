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

/** The same for the fields of a form that stands in another file. */
export function lacksForm(project: Project, reached: ReadonlySet<string>): boolean {
  const taken = [...reached]
    .flatMap((path) => project.code.get(path)?.imports ?? [])
    .filter(({ from }) => from === "react-hook-form" || from === "@/components/ui/form")
    .flatMap(({ named }) => named.map(({ imported }) => imported));
  return (
    taken.some((name) => /^(useFormContext|FormField)$/.test(name)) &&
    !taken.some((name) => /^(Form|FormProvider)$/.test(name))
  );
}

/** Puts an empty form around everything that a mount's module shows. */
export const inForm = (source: string): string =>
  [
    'import { createElement as createAround } from "react";',
    'import { FormProvider as AroundProvider, useForm as useAround } from "react-hook-form";',
    "const FormAround = ({ children }) => createAround(AroundProvider, useAround(), children);",
    source.replace("export const layouts = [", "export const layouts = [FormAround, "),
  ].join("\n");

/** Puts a router with its history in memory around everything that a mount's module shows. */
export const inRouter = (source: string): string =>
  `import { BrowserRouter as RouterAround } from "react-router-dom";\n${source.replace("export const layouts = [", "export const layouts = [RouterAround, ")}`;
