import { Elysia } from "elysia";
import { accountRoutes, guard } from "../accounts/index.ts";
import { engineRoomRoutes } from "../engine/index.ts";
import { activeGeneration, generationFacts, generationRoutes, stopGenerations } from "../generation/index.ts";
import { previewRoutes } from "../preview/index.ts";
import { countOwned, personProjectRoutes, projectOwners, projectRoutes } from "../projects/index.ts";
import { usageRoutes } from "../usage/index.ts";
import { docs } from "./docs.ts";
import { errorHandling } from "./errors.ts";
import { healthRoutes } from "./health.ts";
import { jobRoutes } from "./job-routes.ts";
import { methodNotAllowed } from "./method.ts";
import { page } from "./page.ts";
import { requestPolicy } from "./request-policy.ts";
import { requireGuardedRoutes } from "./route-entries.ts";
import type { ServerApp } from "./server-app.ts";
import { telemetry } from "./telemetry.ts";

/**
 * Every route of every room behind one set of headers, limits and error answers. It does not listen yet.
 * @throws Error when a route names no permission and is not public
 */
export function assemble(app: ServerApp) {
  const assembled = new Elysia({ name: "vitrine", normalize: true })
    .use(errorHandling(app))
    .use(requestPolicy(app))
    .use(telemetry(app))
    .use(healthRoutes(app))
    .use(docs())
    .use(accountRoutes(app))
    .use(jobRoutes(app))
    .use(
      projectRoutes(app, {
        activeGeneration: (chatId) => activeGeneration(app, chatId),
        generationFacts: (ids) => generationFacts(app.db, ids),
        beforeDelete: (chatIds) => stopGenerations(app, chatIds),
      }),
    )
    .use(personProjectRoutes(app))
    .use(
      usageRoutes(app, {
        ownedProjects: (userId) => countOwned(app, userId),
        projectLabels: (ids) => projectOwners(app, ids),
      }),
    )
    .use(generationRoutes(app))
    .use(engineRoomRoutes(app))
    .use(previewRoutes({ builder: app.preview, guard: guard(app) }))
    .use(page());
  const complete = methodNotAllowed(assembled);
  requireGuardedRoutes(complete);
  return complete;
}
