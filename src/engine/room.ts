import type { App } from "../platform/app.ts";
import type { Channel } from "../platform/bus.ts";
import type { FitResult, GpuMonitor, GpuSnapshot } from "./contract.ts";
import type { EngineStore } from "./engines.ts";
import type { ModelStore } from "./files/index.ts";
import type { History } from "./gpu/index.ts";
import type { ExecutableChoice } from "./install/index.ts";
import type { Jobs } from "./jobs.ts";
import type { EngineLog, NumberedLine } from "./process/index.ts";
import type { EngineProviders } from "./provider.ts";
import type { EngineQueue } from "./queue/index.ts";
import type { EngineSettings } from "./settings.ts";
import type { Supervisor } from "./supervisor/index.ts";
import type { CatalogueModelView, EngineInstallView } from "./views.ts";

/** What changes outside of the supervisor, for pages that watch. */
export interface RoomEvent {
  event: "gpus" | "download" | "job";
  data: unknown;
}

/** What a pull needs to know of a variant of the catalogue. */
export interface PullSource {
  repository: string;
  revision: string;
  /** Only files like these, for repositories that hold more than one engine needs. */
  include?: string[];
}

/** Everything about engines behind one object; what the server, the routes and the commands hold. */
export interface EngineRoom {
  readonly store: EngineStore;
  readonly supervisor: Supervisor;
  readonly queue: EngineQueue;
  readonly gpu: GpuMonitor;
  readonly history: History;
  readonly files: ModelStore;
  readonly jobs: Jobs;
  /** Topic `room`. */
  readonly channel: Channel<RoomEvent>;
  /** Topics are engine ids. */
  readonly lines: Channel<NumberedLine>;
  readonly runDir: string;
  readonly cacheDir: string;
  /** The model layer's providers, for the engines that are meant to run. */
  providers(): EngineProviders;
  log(engineId: string): EngineLog;
  installs(): Promise<EngineInstallView[]>;
  findExecutable(settings: EngineSettings): Promise<ExecutableChoice>;
  catalogue(): { items: CatalogueModelView[]; gpus: GpuSnapshot; problems: string[] };
  /** @throws Problem `not_found` */
  variant(catalogueId: string, variantId: string | undefined): PullSource;
  fitOf(settings: EngineSettings): FitResult | undefined;
  /** Stops it, reaps it and forgets it; its model files stay. */
  removeEngine(id: string): Promise<void>;
  /** Reaps what an earlier run left behind and starts what is meant to run. */
  open(): Promise<void>;
  close(deadlineMs: number): Promise<void>;
}

export type EngineApp = App & { engines: EngineRoom };
