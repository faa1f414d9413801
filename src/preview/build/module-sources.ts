import { iconModule, iconPackages } from "../modules/icon-source.ts";
import { isMappedIcons, mappedIconSource } from "../modules/mapped-icons.ts";
import type { Resources } from "./resources.ts";
import { serverModule } from "./specifiers.ts";

/** Icons one by one, or fonts by name: modules that are written for each build. */
export function namesSource(resources: Resources, module: string, names: ReadonlySet<string>): string {
  const set = iconPackages[module];
  if (set)
    return iconModule(
      set,
      resources.icons(set),
      [...names].filter((name) => name !== "default"),
      true,
    );
  if (isMappedIcons(module)) return mappedIconSource(module, resources.icons("lucide"), names);
  const lines = [...names].sort().map((name) => `export const ${name} = font(${JSON.stringify(name)});`);
  return ['import { font } from "vitrine/runtime/font";', ...lines].join("\n");
}

const stubs = (names: string[], module: string): string[] => [
  'import { missingExport } from "vitrine/runtime";',
  ...names.map((name) => {
    const stub = `missingExport(${JSON.stringify(name)}, ${JSON.stringify(module)})`;
    return name === "default" ? `export default ${stub};` : `export const ${name} = ${stub};`;
  }),
];

/** A file of the project with everything that it has, and stand-ins for the names that it lacks. */
export function patchedFileSource(path: string, hasDefault: boolean, lacks: string[]): string {
  const from = JSON.stringify(`user:${path}`);
  const own = hasDefault ? [`export { default } from ${from};`] : [];
  return [`export * from ${from};`, ...own, ...stubs(lacks, path)].join("\n");
}

/** The same for a module of the frame. */
export const patchedSource = (module: string, known: ReadonlySet<string> | undefined, lacks: string[]): string =>
  [exportAll(module, known), ...stubs(lacks, module)].join("\n");

/**
 * `export * from` a module of the frame, name by name: of a star the bundler leaves a reference to something that it
 * never declares.
 */
export const exportAll = (module: string, known: ReadonlySet<string> | undefined): string => {
  const names = [...(known ?? [])].filter((name) => /^[A-Za-z_$][\w$]*$/.test(name));
  return `export { ${names.join(", ")} } from ${JSON.stringify(module)};`;
};

/**
 * A module that is not there.
 * @param defaults what the importing files call its default export
 * @param why the end of a sentence; by default that it is not there
 */
export function missingSource(
  module: string,
  names: ReadonlySet<string>,
  defaults: ReadonlySet<string>,
  why?: string,
): string {
  const reason =
    why ?? (serverModule(module) ? `which is ${serverModule(module)} and only works on a server` : undefined);
  const stub = (name: string, called: string) =>
    `missingModule(${[name, module, called, ...(reason === undefined ? [] : [reason])].map((one) => JSON.stringify(one)).join(", ")})`;
  const lines = ['import { missingModule } from "vitrine/runtime";'];
  for (const name of [...names].sort()) {
    if (name !== "default") lines.push(`export const ${name} = ${stub(name, name)};`);
  }
  lines.push(`export default ${stub("default", [...defaults].sort()[0] ?? "default")};`);
  return lines.join("\n");
}
