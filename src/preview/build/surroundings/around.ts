/** One component to put around everything that a mount shows. */
export interface Around {
  /** Lines of `taking`. Every name in them carries `id`, so that several can stand in one module. */
  imports: string[];
  /** Expression of a component that renders its `children`; `$around` is React's createElement. */
  component: string;
}

/** Makes one, given an identifier that nothing else in the module begins with. */
export type MakeAround = (id: string) => Around;

/** Puts components around everything that a mount's module shows, the first of them outermost. */
export function surrounded(source: string, makers: MakeAround[]): string {
  if (makers.length === 0) return source;
  const made = makers.map((make, index) => ({ id: `$around${index}`, ...make(`$around${index}`) }));
  return [
    'import { createElement as $around } from "react";',
    'import { register as $around_register } from "vitrine/runtime/hot";',
    ...made.flatMap(({ imports }) => imports),
    ...made.map(({ id, component }) => `const ${id} = ${component};`),
    // The next build brings another function, which must not cost what stands inside of it its state.
    ...made.map(({ id, imports }) => `$around_register(${id}, ${JSON.stringify(`around:${imports.join("\n")}`)});`),
    source.replace("export const layouts = [", `export const layouts = [${made.map(({ id }) => `${id}, `).join("")}`),
  ].join("\n");
}

/** `children` inside of nested elements, each the source of a component and of its props, the first outermost. */
export const nested = (elements: { type: string; props?: string; before?: string }[]): string =>
  `({ children }) => ${elements.reduceRight(
    (inner, { type, props = "null", before }) => `$around(${type}, ${props}, ${before ? `${before}, ` : ""}${inner})`,
    "children",
  )}`;

/**
 * A line that takes names from a module, each under a name of the mount's module. Files of the project are taken lazily,
 * as the mount takes them: what did not change keeps its instance.
 */
export function taking(names: Record<string, string>, source: string): string {
  const pairs = Object.entries(names);
  if (!source.startsWith("user:"))
    return `import { ${pairs.map(([own, name]) => `${name} as ${own}`).join(", ")} } from ${JSON.stringify(source)};`;
  return `const { ${pairs.map(([own, name]) => `${name}: ${own}`).join(", ")} } = await import(${JSON.stringify(source)});`;
}
