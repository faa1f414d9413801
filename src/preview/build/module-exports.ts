import type { Project } from "./project.ts";
import { fileOf } from "./references.ts";
import type { Resources } from "./resources.ts";

/**
 * What a file of the project exports at run time, through `export *` as well; undefined where its text does not tell,
 * as for CommonJS or a star of something that is not there.
 */
export function exportsOfFile(
  resources: Resources,
  project: Project,
  path: string,
  above: ReadonlySet<string> = new Set(),
): ReadonlySet<string> | undefined {
  const file = project.code.get(path);
  if (!file || above.has(path)) return undefined;
  const { shape } = file;
  const names = new Set(shape.exported);
  if (shape.hasDefault) names.add("default");
  for (const star of shape.stars) {
    const target = fileOf(resources, project, star, path);
    const inner =
      target === undefined
        ? resources.exports.get(star)
        : exportsOfFile(resources, project, target, new Set([...above, path]));
    if (!inner) return undefined;
    for (const name of inner) if (name !== "default") names.add(name);
  }
  const commonJs = /\b(module\.exports|exports\.\w)/.test(file.text);
  return commonJs ? undefined : names;
}
