import type { EngineRoom } from "../engine/index.ts";
import type { GenerationApp } from "../generation/index.ts";

/** The whole appliance as the routes see it. */
export interface ServerApp extends GenerationApp {
  engines: EngineRoom;
  lifecycle: {
    /** True from the moment a shutdown began. */
    draining: boolean;
    startedAt: number;
  };
}
