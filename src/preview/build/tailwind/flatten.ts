/** What a project writes into the base layer comes after what plugins put there. */
export const projectBase = "project-base";

const order = ["properties", "theme", "base", projectBase, "components", "utilities"];

/** The blocks of a compiled sheet by cascade layer; `rest` is what stands in none. */
export interface Layers {
  layers: Map<string, string>;
  rest: string;
}

/** Takes a compiled sheet apart. Layers other than Tailwind's own stay where they are. */
export function splitLayers(css: string): Layers {
  const layers = new Map<string, string>();
  const rest = css.replace(/^@layer ([\w-]+) \{\n([\s\S]*?)^\}\n?/gm, (block, name: string, body: string) => {
    if (!order.includes(name)) return block;
    layers.set(name, (layers.get(name) ?? "") + body);
    return "";
  });
  return { layers, rest: rest.replace(/^@layer [\w, -]+;\n?/gm, "") };
}

/**
 * A sheet without cascade layers, as Tailwind 3 made them: what a project writes outside of layers then competes with
 * utilities by specificity and order, and does not win always.
 */
export const joinFlat = ({ layers, rest }: Layers): string =>
  [...order.slice(1).map((name) => layers.get(name) ?? ""), rest].join("\n");
