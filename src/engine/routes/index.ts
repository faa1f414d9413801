import { Elysia } from "elysia";
import type { EngineApp } from "../room.ts";
import { engineRoutes } from "./engines.ts";
import { gpuRoutes } from "./gpus.ts";
import { modelRoutes } from "./models.ts";

/** Everything under `/api/admin` about engines, models and GPUs. */
export const engineRoomRoutes = (app: EngineApp) =>
  new Elysia({ name: "engine-room" }).use(engineRoutes(app)).use(modelRoutes(app)).use(gpuRoutes(app));
