/** The JSON of the administration of engines, models and GPUs: what the page and the command line read. */
import type {
  AdapterKind,
  DownloadProgress,
  EngineStatus,
  FitResult,
  GpuSnapshot,
  LogLine,
  StoredModel,
} from "./contract.ts";
import type { EngineSettings } from "./settings.ts";

/** `GET /api/admin/engines` → `{items}`, `GET /api/admin/engines/{id}`; times in `status` are milliseconds since 1970. */
export interface EngineView {
  id: string;
  /** A remote engine's `apiKey` is never sent back: `"•••"` stands for one that is set, and keeps it when sent. */
  settings: EngineSettings;
  status: EngineStatus;
  createdAt: string;
  updatedAt: string;
}

/** `POST /api/admin/engines/preview {settings}`: what would be started; nothing is. */
export interface EnginePreview {
  command: string;
  env: Record<string, string>;
  fit?: FitResult;
  problems: string[];
}

/** `GET /api/admin/engines/{id}/logs?limit&q&level`, newest last. */
export interface EngineLogView {
  items: (LogLine & { seq: number })[];
}

/** `GET /api/admin/engines/{id}/history?minutes`, `GET /api/admin/gpus/{uuid}/history?minutes`: one column per metric. */
export interface HistoryView {
  /** Seconds since 1970, ascending (what uPlot takes). */
  times: number[];
  series: { metric: string; unit: string; values: (number | null)[] }[];
}

/** `GET /api/admin/gpus` */
export type GpuView = GpuSnapshot;

export interface CatalogueVariantView {
  id: string;
  label: string;
  precision: string;
  repository: string;
  revision: string;
  format: "safetensors" | "gguf";
  /** Which of the repository's weights to fetch, where it holds several (patterns for file names). */
  files?: string[];
  weightsBytes: number;
  minimumVramGb: number;
  /** Where this variant needs a newer engine than its model does. */
  minimumEngine?: string;
  fit: FitResult;
  /** What is on this disk of it. */
  stored?: StoredModel;
  /** The engine that runs it or was made for it. */
  engineId?: string;
  /** What one click starts. */
  recommended: EngineSettings;
}

/** `GET /api/admin/models` → `{items, source}` */
export interface CatalogueModelView {
  id: string;
  name: string;
  family: string;
  vendor: string;
  licence: string;
  released: string;
  vision: boolean;
  /** For people: "27B", "35B, 3B active". */
  parameters: string;
  contextLength: number;
  minimumEngine: { adapter: AdapterKind; version: string };
  goodFor: string[];
  /** From the data folder rather than from the executable. */
  local: boolean;
  variants: CatalogueVariantView[];
}

/** `GET /api/admin/models/files` → `{items: StoredModel[], freeBytes, path}` */
export interface ModelFilesView {
  items: StoredModel[];
  freeBytes: number;
  path: string;
  jobs: ModelJobView[];
}

/** `GET /api/admin/engines/installs` → `{items}` */
export interface EngineInstallView {
  /** `managed` by us in the data folder, `path` found on PATH, `container` an image. */
  kind: "managed" | "path" | "container";
  adapter: AdapterKind;
  version: string | null;
  executable: string;
  detail: string;
  /** Which one an engine without `executable` uses. */
  chosen: boolean;
}

/** Long work on model files: `job` events of the stream, and `jobs` of `GET /api/admin/models/files`. */
export interface ModelJobView {
  id: string;
  kind: "import" | "verify";
  /** The model's id, or the path that is imported from. */
  model: string;
  state: "running" | "done" | "failed";
  startedAt: number;
  progress?: DownloadProgress;
  /** What came of it, for people. */
  message: string;
}
