import { type CodeFile, isCode, type Project } from "../project.ts";
import { fileOf, isModule } from "../references.ts";
import type { Resources } from "../resources.ts";

/** A name that a file of the project takes from a module. */
export interface TakenName {
  name: string;
  /** As it is written. */
  from: string;
  /** Where a module that is written for the mount finds the same thing; undefined when nothing is there. */
  source: string | undefined;
  importer: CodeFile;
}

const kitFile = /(^|\/)components\/ui\/[^/]+$/;

/**
 * Everything that the files of a mount take by name. What a project's own copies of the kit take from each other says
 * nothing about the components that use them, and is left out.
 */
export function namesTaken(resources: Resources, project: Project, reached: ReadonlySet<string>): TakenName[] {
  const files = [...reached].filter((path) => isCode(path) && !kitFile.test(path));
  return files.flatMap((path) => {
    const importer = project.code.get(path);
    return (importer?.imports ?? []).flatMap(({ from, named, typeOnly }) => {
      if (!importer || typeOnly) return [];
      const local = fileOf(resources, project, from, path);
      const source = local === undefined ? (isModule(resources, from) ? from : undefined) : `user:${local}`;
      return named.filter((one) => !one.typeOnly).map(({ imported }) => ({ name: imported, from, source, importer }));
    });
  });
}
