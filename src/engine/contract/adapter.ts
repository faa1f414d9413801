import type { EngineSettings } from "../settings.ts";
import type { AdapterKind, EngineEndpoint, Failure, Measured } from "./status.ts";

/** Everything needed to start one process. */
export interface LaunchPlan {
  /** The program and its arguments; no shell is involved. */
  argv: string[];
  /** Added to a small clean environment, never to all of ours. */
  env: Record<string, string>;
  cwd: string;
  endpoint: EngineEndpoint;
  /** Titles of its processes begin with this, where the engine sets titles. */
  titlePrefix: string;
  /** A container has to be removed by name as well. */
  container?: { runtime: "docker" | "podman"; name: string };
  /** The command line as a person may see it: no secrets. */
  shown: string;
}

export interface PlanContext {
  settings: EngineSettings;
  /** Fresh for each launch; short. */
  launchId: string;
  /** The weights: a folder, or a .gguf file; undefined for `command` and `remote` without one. */
  modelPath: string | undefined;
  /** The program to run, already found; undefined for `remote`. */
  executable: string | undefined;
  /** UUIDs; empty means no GPU. */
  gpus: string[];
  /** A path for a socket of its own that does not exist yet and is short enough. */
  socketPath: string;
  /** A port that was free a moment ago, for engines that cannot use a socket. */
  port: number;
  /** Kept between launches: compile caches. */
  cacheDir: string;
  /** Chat templates and other files that an engine is pointed at. */
  scratchDir: string;
  /** The engine's version where it is known ("0.29.0"): flags that it does not know are left out. */
  version?: string;
  /** Whom a container's process runs as; left out, this process's own user. */
  user?: { uid: number; gid: number };
  /** The PATH that programs are looked up in; left out, this process's own. */
  searchPath?: string;
}

export interface Phase {
  id: string;
  label: string;
}

/** What one line of an engine's log says. */
export interface LogFact {
  phase?: string;
  /** 0 to 1 within the phase. */
  progress?: number;
  measured?: Measured;
  version?: string;
}

export interface LogLine {
  at: number;
  stream: "stdout" | "stderr";
  level: "debug" | "info" | "warning" | "error";
  text: string;
}

export interface ExitInfo {
  /** Null when it ended by a signal. */
  code: number | null;
  signal: string | null;
  /** Told by the kernel's OOM counters where a cgroup is used. */
  oomKilled?: boolean;
}

export interface ReadyInfo {
  /** Names that `/v1/models` lists. */
  models: string[];
  version?: string;
  contextLength?: number;
}

/** One reading of an engine's own numbers; a counter that the engine does not have is absent, not 0. */
export interface EngineMetrics {
  at: number;
  running?: number;
  waiting?: number;
  /** 0 to 1. */
  kvCacheUsage?: number;
  /** Counters since the engine's start. */
  promptTokens?: number;
  generationTokens?: number;
  prefixCacheHits?: number;
  prefixCacheQueries?: number;
  preemptions?: number;
  /** Grows with every step of the engine: the proof of progress. */
  iterations?: number;
  /** Histogram sums in seconds and their counts. */
  firstToken?: { sum: number; count: number };
  interToken?: { sum: number; count: number };
  endToEnd?: { sum: number; count: number };
  queueTime?: { sum: number; count: number };
}

/** One kind of engine. Adapters are stateless; what they need of the world comes in. */
export interface Adapter {
  readonly kind: AdapterKind;
  /** In the order in which a start normally passes them. */
  readonly phases: readonly Phase[];
  /** False for `remote`: there is no process to start, stop or reap. */
  readonly owned: boolean;
  /** @throws SettingsError with a sentence when the settings make no command line */
  plan(context: PlanContext): LaunchPlan;
  /** What a line says; undefined for the many that say nothing. */
  readLine(text: string): LogFact | undefined;
  /** Why it ended before or after it was ready; `tail` is the end of the log, oldest first. */
  explain(exit: ExitInfo, tail: readonly LogLine[], settings: EngineSettings, now: number): Failure;
  /** Whether it answers and with what; undefined while it does not. Never throws but for the signal. */
  probeReady(endpoint: EngineEndpoint, settings: EngineSettings, signal: AbortSignal): Promise<ReadyInfo | undefined>;
  /** Its numbers; undefined where there are none. @throws when it does not answer */
  readMetrics(endpoint: EngineEndpoint, now: number, signal: AbortSignal): Promise<EngineMetrics | undefined>;
  /** Lets it produce one token. @throws when it does not */
  probeToken(endpoint: EngineEndpoint, model: string, signal: AbortSignal): Promise<void>;
  /** Why `probeReady` says undefined: `unreachable` or `not_ours`; undefined while it may only need more time. */
  explainSilence?(
    endpoint: EngineEndpoint,
    settings: EngineSettings,
    now: number,
    signal: AbortSignal,
  ): Promise<Failure | undefined>;
}

/** The settings contradict each other or the machine; the message is for people. */
export class SettingsError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "SettingsError";
  }
}
