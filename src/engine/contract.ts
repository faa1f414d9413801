/**
 * What the parts of the engine room know of each other. Types alone; each part lives in its own folder.
 * Memory is in bytes, time in milliseconds, an instant in milliseconds since 1970 UTC, unless a name says otherwise.
 */
import type { EngineSettings } from "./settings.ts";

export const adapterKinds = ["vllm", "llamacpp", "command", "remote"] as const;
export type AdapterKind = (typeof adapterKinds)[number];

/** Where a running engine answers. */
export type EngineEndpoint =
  | ({ kind: "unix"; path: string } & EndpointRoutes)
  | ({ kind: "tcp"; host: string; port: number } & EndpointRoutes)
  /** Attached, not ours; `baseUrl` ends in `/v1` as a rule. */
  | { kind: "remote"; baseUrl: string; apiKey?: string };

/** Where an engine's routes differ from the usual; only `command` sets them. */
export interface EndpointRoutes {
  /** Where the OpenAI-compatible routes begin; left out, `/v1`. */
  basePath?: string;
  /** Prometheus text; left out, what the adapter knows. */
  metricsPath?: string;
}

// ---------------------------------------------------------------------------------------------------------------- states

/**
 * stopped → preflight → starting → ready ⇄ degraded → draining → stopping → reclaiming → stopped, and beside them:
 * `idle` unloaded because nobody asked; the next request wakes it · `backoff` waits before the next attempt ·
 * `failed` will not be tried again by itself · `gpu_unavailable` waits for its GPU to be there.
 */
export const engineStates = [
  "stopped",
  "preflight",
  "starting",
  "ready",
  "degraded",
  "draining",
  "stopping",
  "reclaiming",
  "idle",
  "backoff",
  "failed",
  "gpu_unavailable",
] as const;
export type EngineState = (typeof engineStates)[number];

export type DesiredState = "running" | "stopped";

export interface EngineStatus {
  engineId: string;
  state: EngineState;
  /** When it came into this state. */
  since: number;
  desired: DesiredState;
  /** While it starts. */
  phase?: PhaseStatus;
  /** While it is in `backoff`. */
  backoff?: { attempt: number; until: number };
  /** Why it last ended or did not start; kept until it is healthy again. */
  failure?: Failure;
  /** Why it is `degraded`, in one sentence. */
  trouble?: string;
  /** The process that runs now. */
  launch?: LaunchStatus;
  /** Requests being answered and requests waiting for it. */
  inFlight: number;
  waiting: number;
  /** The last reading; absent until there was one. */
  metrics?: EngineMetrics;
}

export interface PhaseStatus {
  id: string;
  label: string;
  /** Place among the adapter's phases, from 0, and how many there are. */
  index: number;
  count: number;
  /** 0 to 1 within the phase, where the engine says. */
  progress?: number;
  startedAt: number;
  /** Since the launch. */
  launchedAt: number;
  /** How long this phase and the whole start took before, on this machine with this model; absent the first time. */
  estimateMs?: number;
  totalEstimateMs?: number;
}

export interface LaunchStatus {
  id: string;
  pid?: number;
  startedAt: number;
  readyAt?: number;
  /** The command line as a person may see it: no secrets. */
  command: string;
  version?: string;
  /** What the engine measured of itself while it started. */
  measured: Measured;
  endpoint: EngineEndpoint["kind"];
}

/** Facts an engine logs while it starts. */
export interface Measured {
  weightsBytes?: number;
  /** Per GPU. */
  kvCacheBytes?: number;
  kvCacheTokens?: number;
  /** The context it serves, and how many requests of that length fit at once. */
  contextLength?: number;
  concurrencyAtContext?: number;
}

export const failureCodes = [
  "context_too_long",
  "no_kv_memory",
  "gpu_busy",
  "out_of_memory",
  "no_gpu",
  "driver_too_old",
  "architecture_unsupported",
  "files_missing",
  "port_taken",
  "bad_setting",
  "toolchain_missing",
  "executable_missing",
  "python_broken",
  "start_stalled",
  "start_too_long",
  "hung",
  "died",
  "exited",
  "not_ours",
  "unreachable",
  "host_memory",
  "disk_full",
  "unknown",
] as const;
export type FailureCode = (typeof failureCodes)[number];

/** What happened and what to do, in one sentence each. */
export interface Failure {
  code: FailureCode;
  reason: string;
  fix: string;
  /** Trying again without a change may help. */
  retryable: boolean;
  /** Settings to change for one more try, which is then said (a smaller context, say). */
  retryWith?: Partial<Pick<EngineSettings, "contextLength">>;
  /** The line of the log that says so. */
  evidence?: string;
  at: number;
}

// ---------------------------------------------------------------------------------------------------------------- adapter

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

// ---------------------------------------------------------------------------------------------------------------- process

/** What must be known to find every process of a launch again, also by another Vitrine after this one was killed. */
export interface LaunchRecord {
  id: string;
  engineId: string;
  /** Absent until it was spawned. */
  pid?: number;
  /** Field 22 of /proc/PID/stat: tells a reused pid from ours. */
  pidStartTime?: number;
  /** /proc/sys/kernel/random/boot_id: after a reboot there is nothing to reap. */
  bootId: string;
  /** The folder of its cgroup, where it has one. */
  cgroup?: string;
  titlePrefix: string;
  socketPath?: string;
  container?: { runtime: "docker" | "podman"; name: string };
  gpus: string[];
  startedAt: number;
}

export interface EngineProcess {
  readonly record: LaunchRecord;
  readonly exited: Promise<ExitInfo>;
  /** Settles as soon as the process is gone, while `exited` still waits for its last words. */
  readonly gone?: Promise<unknown>;
  /** Asks it to end: SIGTERM to the first process, which drains by itself. */
  terminate(): void;
  /** The last lines, oldest first; at most `count`. */
  tail(count: number): LogLine[];
}

export interface ReapReport {
  /** Pids that had to be killed. */
  killed: number[];
  /** Pids that are still there (in an uninterruptible wait, say). */
  left: number[];
}

/** Starts processes so that each can be found and ended whole. */
export interface ProcessHost {
  /**
   * @param prepared is called with the record before the process exists, and again once its pid is known: store it
   * @throws Error when the program cannot be started
   */
  launch(
    plan: LaunchPlan,
    launch: { id: string; engineId: string; gpus: string[] },
    hooks: { prepared(record: LaunchRecord): void; line(line: LogLine): void },
  ): Promise<EngineProcess>;
  /** Kills everything that belongs to the launch, waits until it is gone, and removes its socket and cgroup. Idempotent. */
  reap(record: LaunchRecord, signal?: AbortSignal): Promise<ReapReport>;
}

// ---------------------------------------------------------------------------------------------------------------- GPU

export interface GpuProcess {
  pid: number;
  name: string;
  memoryBytes: number | null;
}

/** Null where the driver does not say, or says something that cannot be. */
export interface GpuReading {
  uuid: string;
  index: number;
  name: string;
  memoryTotalBytes: number | null;
  memoryUsedBytes: number | null;
  memoryFreeBytes: number | null;
  /** 0 to 100. */
  utilization: number | null;
  temperatureC: number | null;
  powerW: number | null;
  powerLimitW: number | null;
  /** For example "9.0". */
  computeCapability: string | null;
  processes: GpuProcess[];
}

export interface GpuSnapshot {
  at: number;
  /** `absent`: no driver or no GPU · `failed`: there is a driver, and it did not answer. */
  state: "ok" | "absent" | "failed";
  /** What is wrong, and what to do, when the state is not `ok`. */
  detail?: string;
  driver?: string;
  /** The newest CUDA version that the driver runs. */
  cuda?: string;
  gpus: GpuReading[];
}

export interface GpuMonitor {
  /** The last snapshot; reads nothing. */
  latest(): GpuSnapshot;
  /** A fresh one. Never throws; ends within a few seconds. */
  read(): Promise<GpuSnapshot>;
  /** How often it reads by itself: often while somebody looks or an engine changes state. */
  setPace(pace: "idle" | "watched"): void;
  close(): void;
}

// ---------------------------------------------------------------------------------------------------------------- fit

export type LayerKind = "full" | "sliding" | "linear" | "shared";

/** What of a model's `config.json` decides its KV cache. */
export interface ModelShape {
  architecture: string;
  /** Bytes of KV cache for one token of one layer of each kind, before division by tensor parallelism. */
  layers: { kind: LayerKind; count: number; kvHeads: number; headDim: number; window?: number; stateBytes?: number }[];
  /**
   * Multi-head latent attention: one compressed vector for each token and layer, not divided by tensor parallelism;
   * `indexerBytes` is what a sparse indexer keeps beside it, whatever the cache's precision.
   */
  mla?: { kvLoraRank: number; ropeHeadDim: number; indexerBytes?: number };
  attentionHeads: number;
  maxContext: number;
}

export interface FitInput {
  /** Absent when neither files nor catalogue tell: only the rule of thumb is left. */
  shape: ModelShape | undefined;
  weightsBytes: number;
  /** The GPUs it would run on, alike; their number is the tensor parallel size. */
  gpus: { memoryTotalBytes: number; memoryFreeBytes: number | null }[];
  utilization: number;
  /** The context wanted; `auto` takes what there is room for, up to the model's own. */
  contextLength: number | "auto";
  kvCacheBytesPerElement: 1 | 2;
  maxBatchedTokens: number;
  /** Activations, graphs and the like per GPU; learned on this machine, else the default. */
  reserveBytes: number;
}

export interface FitResult {
  verdict: "fits" | "fits_less_context" | "needs_more_gpus" | "does_not_fit" | "unknown";
  /** One sentence for people. */
  summary: string;
  /** The context it would get. */
  contextLength?: number;
  /** Requests of that length at once. */
  concurrency?: number;
  /** How many GPUs like these it takes. */
  gpusNeeded?: number;
  /** `config` the model's own file, `catalogue` our copy of its shape, `rule` weights × 1.2 + 2 GiB. */
  basis: "config" | "catalogue" | "rule";
  /** The arithmetic, line by line. */
  lines: { label: string; value: string; bytes?: number }[];
}

// ---------------------------------------------------------------------------------------------------------------- model files

export interface StoredModel {
  /** `owner/name`, as in the hub; local ones are `local/name`. */
  id: string;
  revision: string;
  path: string;
  format: "safetensors" | "gguf" | "other";
  state: "complete" | "incomplete" | "downloading" | "paused" | "damaged";
  /** What is there and what there should be. */
  bytes: number;
  totalBytes: number;
  files: number;
  /** When each file's hash was last found right; null when never. */
  verifiedAt: number | null;
  /** What is missing or wrong, one sentence each. */
  problems: string[];
  /** The GGUF models among the files that are whole, `m-Q4_K_M.gguf` for a split one too; absent without any. */
  ggufs?: string[];
  download?: DownloadProgress;
}

export interface DownloadProgress {
  bytes: number;
  totalBytes: number;
  /** Over the last seconds. */
  bytesPerSecond: number;
  secondsLeft: number | null;
  file: string;
}
