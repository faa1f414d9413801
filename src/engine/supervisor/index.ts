export type {
  EngineRow,
  Preflight,
  Preflighted,
  PreflightResult,
  StoredEngines,
  Supervisor,
  SupervisorParts,
} from "./parts.ts";
export { createSupervisor } from "./supervisor.ts";
