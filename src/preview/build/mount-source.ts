import type { Mount } from "./entry.ts";
import { sampleHelpers } from "./sample-props.ts";

const user = (path: string): string => JSON.stringify(`user:${path}`);

/** The module that the frame loads: one component, the layouts around it and the props that it gets. */
export function mountSource(mount: Mount, layouts: string[], props: string): string {
  return [
    ...sampleHelpers(props),
    `import * as entry from ${user(mount.path)};`,
    ...layouts.map((layout, index) => `import layout${index} from ${user(layout)};`),
    `export const layouts = [${layouts.map((_, index) => `layout${index}`).join(", ")}];`,
    `export default entry[${JSON.stringify(mount.name)}];`,
    `export const mount = ${JSON.stringify({ path: mount.path, name: mount.name })};`,
    `export const props = ${props};`,
  ].join("\n");
}
