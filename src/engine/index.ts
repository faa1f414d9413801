export type {
  AdapterKind,
  DesiredState,
  DownloadProgress,
  EngineMetrics,
  EngineState,
  EngineStatus,
  Failure,
  FitResult,
  GpuMonitor,
  GpuSnapshot,
  PhaseStatus,
  StoredModel,
} from "./contract.ts";
export { freeEngineId } from "./engine-id.ts";
export { createEngineStore, type Engine, type EngineStore } from "./engines.ts";
export { learnedReserve } from "./learned.ts";
export { createEngineRoom, type RoomOptions } from "./open-room.ts";
export { localPrefix } from "./provider.ts";
export type { EngineApp, EngineRoom } from "./room.ts";
export { engineRoomRoutes } from "./routes/index.ts";
export { readSettings, withoutKey } from "./routes/settings-input.ts";
export { type EngineSettings, type EngineSettingsInput, engineSettings } from "./settings.ts";
export type {
  CatalogueModelView,
  CatalogueVariantView,
  EngineInstallView,
  EngineLogView,
  EngineView,
} from "./views.ts";
