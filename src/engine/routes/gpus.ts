import { Elysia, t } from "elysia";
import { guard } from "../../accounts/index.ts";
import { answers } from "../../platform/openapi.ts";
import type { EngineApp } from "../room.ts";

const json = (description: string) => answers("application/json", description);

export const gpuRoutes = (app: EngineApp) =>
  new Elysia({ name: "gpus" })
    .use(guard(app))
    .get("/api/admin/gpus", () => app.engines.gpu.read(), {
      permission: "admin",
      detail: {
        summary: "The GPUs now; null where the driver does not say",
        tags: ["gpus"],
        responses: json("A snapshot"),
      },
    })
    .get(
      "/api/admin/gpus/:uuid/history",
      ({ params, query }) => app.engines.history.read(`gpu:${params.uuid}`, query.minutes ?? 60),
      {
        permission: "admin",
        query: t.Object({ minutes: t.Optional(t.Numeric({ minimum: 1, maximum: 10_080 })) }),
        detail: { summary: "A GPU's numbers over time", tags: ["gpus"], responses: json("`{times, series}`") },
      },
    );
