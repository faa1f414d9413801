import type { EngineSettings } from "../settings.ts";
import type { EngineMetrics } from "./adapter.ts";

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
