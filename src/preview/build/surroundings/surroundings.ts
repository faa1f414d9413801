import type { Project } from "../project.ts";
import type { Resources } from "../resources.ts";
import { surrounded } from "./around.ts";
import { kitAround } from "./kit.ts";
import { librariesAround } from "./libraries.ts";
import { providersAround } from "./project-providers.ts";
import { namesTaken } from "./taken.ts";

/**
 * Puts around a mount what its parts count on and the files that are shown do not bring: a router, a query client, the
 * root of a kit component, a provider of the project. Pages and parts of an application are looked at alone all the time.
 * @param reached the files that the mount imports, itself among them
 */
export function inSurroundings(
  resources: Resources,
  project: Project,
  reached: ReadonlySet<string>,
  source: string,
): string {
  const taken = namesTaken(resources, project, reached);
  return surrounded(source, [
    ...librariesAround(taken),
    ...providersAround(resources, project, reached, taken),
    ...kitAround(project, taken),
  ]);
}
