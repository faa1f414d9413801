import { Elysia } from "elysia";
import { accountRoutes, guard } from "../accounts/index.ts";
import { activeGeneration, generationRoutes } from "../generation/index.ts";
import { Problem } from "../platform/problem.ts";
import { previewRoutes } from "../preview/index.ts";
import { projectRoutes } from "../projects/index.ts";
import { checkBodySize } from "./body-limit.ts";
import { docs } from "./docs.ts";
import { errorHandling } from "./errors.ts";
import { securityHeaders } from "./headers.ts";
import { healthRoutes } from "./health.ts";
import { methodNotAllowed } from "./method.ts";
import { page } from "./page.ts";
import { requestId } from "./request-id.ts";
import type { ServerApp } from "./server-app.ts";
import { telemetry } from "./telemetry.ts";

/** Every route of every room behind one set of headers, limits and error answers. It does not listen yet. */
export function assemble(app: ServerApp) {
  const assembled = new Elysia({ name: "vitrine", normalize: true })
    .use(errorHandling(app))
    .onRequest(({ request, set }) => {
      Object.assign(set.headers, securityHeaders);
      set.headers["x-request-id"] = requestId(request);
      if (app.lifecycle.draining && request.method !== "GET") {
        throw new Problem("draining", "Vitrine is shutting down. Try again in a moment.", {
          headers: { "retry-after": "5" },
        });
      }
      checkBodySize(request);
    })
    .use(telemetry(app))
    .use(healthRoutes(app))
    .use(docs())
    .use(accountRoutes(app))
    .use(projectRoutes(app, { activeGeneration: (chatId) => activeGeneration(app, chatId) }))
    .use(generationRoutes(app))
    .use(previewRoutes({ builder: app.preview, guard: guard(app) }))
    .use(page());
  return methodNotAllowed(assembled);
}
