/** The engine room's own types, as its routes send them. */
export type {
  AdapterKind,
  EngineMetrics,
  EngineState,
  EngineStatus,
  Failure,
  FitResult,
  GpuProcess,
  GpuReading,
  GpuSnapshot,
  LogLine,
  PhaseStatus,
  StoredModel,
} from "../../src/engine/contract.ts";
export type { EngineSettings } from "../../src/engine/settings.ts";
export type {
  CatalogueModelView,
  CatalogueVariantView,
  EngineInstallView,
  EngineLogView,
  EnginePreview,
  EngineView,
  HistoryView,
  ModelFilesView,
  ModelJobView,
} from "../../src/engine/views.ts";
