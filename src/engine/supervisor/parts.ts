import type { Bus, Channel } from "../../platform/bus.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Db } from "../../platform/database.ts";
import type { Logger } from "../../platform/logger.ts";
import type { Metrics } from "../../platform/metrics.ts";
import type { DataPaths } from "../../platform/paths.ts";
import type { Random } from "../../platform/random.ts";
import type {
  Adapter,
  AdapterKind,
  DesiredState,
  EngineState,
  EngineStatus,
  Failure,
  GpuMonitor,
  LogLine,
  ProcessHost,
} from "../contract.ts";
import type { EngineQueue } from "../queue/contract.ts";
import type { EngineSettings } from "../settings.ts";

/** What was found before a process exists. */
export interface Preflighted {
  modelPath: string | undefined;
  executable: string | undefined;
  /** UUIDs of the GPUs that it will own. */
  gpus: string[];
  /** Of the executable, where it is known. */
  version?: string;
}

export type PreflightResult =
  | ({ ok: true } & Preflighted)
  /** `waitFor`: it may start as soon as its GPU is there. */
  | { ok: false; failure: Failure; waitFor?: "gpu" };

/** Looks at everything that can be known before a process exists. `busyGpus` are held by other engines of ours. */
export type Preflight = (
  engine: { id: string; settings: EngineSettings },
  context: { busyGpus: ReadonlySet<string>; signal: AbortSignal },
) => Promise<PreflightResult>;

/** An engine as it is stored. */
export interface EngineRow {
  id: string;
  settings: EngineSettings;
  desired: DesiredState;
  desiredAt: number;
}

/** The stored engines, as far as the supervisor needs them. */
export interface StoredEngines {
  list(): readonly EngineRow[];
  find(id: string): EngineRow | undefined;
  setDesired(id: string, desired: DesiredState): void;
}

export interface SupervisorParts {
  clock: Clock;
  random: Random;
  log: Logger;
  db: Db;
  bus: Bus;
  metrics: Metrics;
  store: StoredEngines;
  adapter(kind: AdapterKind): Adapter;
  host: ProcessHost;
  gpu: GpuMonitor;
  queue: EngineQueue;
  preflight: Preflight;
  paths: Pick<DataPaths, "engineCache" | "run">;
  /** A path that does not exist yet and is short enough for a socket. */
  socketPath(launchId: string): string;
  freePort(): Promise<number>;
  /** Every line that an engine writes. */
  logLine(engineId: string, line: LogLine): void;
  /** Every reading of an engine's numbers, for the charts. */
  samples?(engineId: string, values: Record<string, number>): void;
}

/** Owns every engine's state: one loop takes messages, and nobody else acts on a state they read. */
export interface Supervisor {
  /** Reaps what an earlier run left behind, in whatever state it was killed, then starts what is meant to run. Nothing starts before. */
  open(): Promise<void>;
  /** @throws Problem `not_found` */
  start(id: string): void;
  stop(id: string): void;
  restart(id: string): void;
  /**
   * `to` takes the place of `from`: without a gap where there is room for both, otherwise after `from` was drained.
   * When `to` does not start, `from` comes back and the failure is shown on `to`.
   * @throws Problem `not_found`
   */
  swap(from: string, to: string): void;
  /** Its settings were edited: they apply at its next start. */
  changed(id: string): void;
  /** It is to be deleted: resolves once it is stopped and reaped. */
  removed(id: string): Promise<void>;
  /** Bytes of an answer arrived: progress, also for engines that have no numbers of their own. Cheap. */
  answered(engineId: string): void;
  status(id: string): EngineStatus | undefined;
  statuses(): EngineStatus[];
  /** Topic `engines`: every change of a state or phase, and every reading of numbers. */
  readonly channel: Channel<EngineStatus>;
  /** Resolves once the engine is in one of these states. @throws when it is removed, we are closed or the signal aborts */
  whenSettled(id: string, states: readonly EngineState[], signal?: AbortSignal): Promise<EngineStatus>;
  /** Drains shortly, ends and reaps every process; the desired states stay as they are. */
  close(deadlineMs: number): Promise<void>;
}
