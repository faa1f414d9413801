import type {
  EngineInstallView,
  EngineSettings,
  EngineView,
  GpuSnapshot,
  LogLine,
  StoredModel,
} from "../lib/engine-types.ts";

const gib = 2 ** 30;

export const installed: EngineInstallView[] = [
  {
    kind: "managed",
    adapter: "vllm",
    version: "0.28.0",
    executable: "/var/lib/vitrine/engines/vllm-0.28.0/bin/vllm",
    detail: "installed by Vitrine",
    chosen: true,
  },
  {
    kind: "path",
    adapter: "llamacpp",
    version: "b6900",
    executable: "/usr/local/bin/llama-server",
    detail: "found on PATH",
    chosen: true,
  },
];

export function oneGpu(now: number): GpuSnapshot {
  return {
    at: now,
    state: "ok",
    driver: "580.82.07",
    cuda: "13.0",
    gpus: [
      {
        uuid: "GPU-1a",
        index: 0,
        name: "NVIDIA RTX 6000 Ada",
        memoryTotalBytes: 48 * gib,
        memoryUsedBytes: 43.1 * gib,
        memoryFreeBytes: 4.9 * gib,
        utilization: 87,
        temperatureC: 68,
        powerW: 241,
        powerLimitW: 300,
        computeCapability: "8.9",
        processes: [
          { pid: 4242, name: "vitrine-76ace95fa4fe::EngineCore", memoryBytes: 42.4 * gib },
          { pid: 977, name: "/usr/lib/xorg/Xorg", memoryBytes: null },
        ],
      },
    ],
  };
}

export function stored(id: string, totalBytes: number, share: number, state: StoredModel["state"]): StoredModel {
  const bytes = Math.round(totalBytes * share);
  return {
    id,
    revision: "9f1c2d7e4b5a60718293a4b5c6d7e8f901234567",
    path: `/var/lib/vitrine/models/${id}`,
    format: "safetensors",
    state,
    bytes,
    totalBytes,
    files: 12,
    verifiedAt: state === "complete" ? Date.now() - 3 * 86_400_000 : null,
    problems: state === "damaged" ? ["model-00002-of-00004.safetensors has the wrong hash."] : [],
    ...(state === "downloading" || state === "paused"
      ? {
          download: {
            bytes,
            totalBytes,
            bytesPerSecond: 36e6,
            secondsLeft: Math.round((totalBytes - bytes) / 36e6),
            file: "model-00002-of-00002.safetensors",
          },
        }
      : {}),
  };
}

/** What one click would start. */
export function settingsOf(label: string, model: string): EngineSettings {
  return {
    adapter: "vllm",
    label,
    servedName: label,
    vision: true,
    model,
    gpus: "auto",
    contextLength: "auto",
    maxConcurrent: 64,
    maxWaiting: 256,
    extraArgs: [],
    env: {},
    pinned: false,
    idleUnloadMinutes: null,
    startStallSeconds: 600,
    startCapSeconds: 7200,
    drainSeconds: 60,
    tensorParallel: 1,
    pipelineParallel: 1,
    dataParallel: 1,
    gpuMemoryUtilization: 0.92,
    dtype: "auto",
    kvCacheDtype: "auto",
    reasoningParser: "qwen3",
    toolCallParser: "qwen3_coder",
    trustRemoteCode: false,
    imagesPerPrompt: 3,
    enforceEager: false,
    dummyWeights: false,
  };
}

export function engineOf(
  id: string,
  label: string,
  model: string,
  as: "ready" | "starting" | "failed" | "stopped",
  now: number,
): EngineView {
  const base = {
    id,
    settings: settingsOf(label, model),
    createdAt: new Date(now - 9e8).toISOString(),
    updatedAt: new Date(now - 8e8).toISOString(),
  };
  const launch = {
    id: as === "ready" ? "76ace95fa4fe" : "81b2cf0d11aa",
    pid: as === "ready" ? 4240 : 5120,
    command: `vllm serve ${model} --served-model-name ${label} --uds /run/vitrine/e1.sock --gpu-memory-utilization 0.92`,
    version: "0.28.0",
    endpoint: "unix" as const,
  };
  const quiet = { engineId: id, inFlight: 0, waiting: 0 };
  switch (as) {
    case "ready":
      return {
        ...base,
        status: {
          ...quiet,
          state: "ready",
          since: now - 11_520_000,
          desired: "running",
          inFlight: 11,
          waiting: 2,
          launch: {
            ...launch,
            startedAt: now - 11_600_000,
            readyAt: now - 11_520_000,
            measured: {
              weightsBytes: 27.8 * gib,
              kvCacheBytes: 12.9 * gib,
              kvCacheTokens: 540_000,
              contextLength: 98_304,
              concurrencyAtContext: 5.5,
            },
          },
          metrics: {
            at: now,
            running: 11,
            waiting: 0,
            kvCacheUsage: 0.31,
            promptTokens: 9_100_000,
            generationTokens: 2_400_000,
            iterations: 88_000,
            firstToken: { sum: 310, count: 1000 },
          },
        },
      };
    case "starting":
      return {
        ...base,
        status: {
          ...quiet,
          state: "starting",
          since: now - 42_000,
          desired: "running",
          waiting: 3,
          phase: {
            id: "weights",
            label: "Loading weights",
            index: 2,
            count: 6,
            progress: 0.5,
            startedAt: now - 20_000,
            launchedAt: now - 42_000,
            estimateMs: 40_000,
            totalEstimateMs: 96_000,
          },
          launch: { ...launch, startedAt: now - 42_000, measured: {} },
        },
      };
    case "failed":
      return {
        ...base,
        status: {
          ...quiet,
          state: "failed",
          since: now - 250_000,
          desired: "running",
          failure: {
            code: "no_kv_memory",
            reason: "its weights leave no room for the KV cache on this GPU.",
            fix: "It needs 96 GB; this card has 48. Choose a smaller or quantised variant: Qwen3.6-35B-A3B-FP8 fits.",
            retryable: false,
            evidence:
              "ValueError: No available memory for the cache blocks. Try increasing `gpu_memory_utilization` when initializing the engine.",
            at: now - 250_000,
          },
        },
      };
    case "stopped":
      return { ...base, status: { ...quiet, state: "stopped", since: now - 60_000, desired: "stopped" } };
    default:
      return as satisfies never;
  }
}

const said = [
  "Resolved architecture: Qwen3_5ForConditionalGeneration",
  "Initializing a V1 LLM engine (v0.28.0)",
  "Loading safetensors checkpoint shards:  50% Completed | 2/4",
  "Model loading took 27.8 GiB and 31.2 seconds",
  "GPU KV cache size: 540,000 tokens",
  "Engine 000: Avg prompt throughput: 912.4 tokens/s, Avg generation throughput: 812.0 tokens/s, Running: 11 reqs, Waiting: 0 reqs",
];

export function logOf(now: number, count = 400): (LogLine & { seq: number })[] {
  return Array.from({ length: count }, (_, at) => ({
    seq: at + 1,
    at: now - (count - at) * 1700,
    stream: "stderr",
    level: at % 61 === 60 ? "error" : at % 23 === 22 ? "warning" : "info",
    text:
      at % 61 === 60
        ? "Request failed: the client went away while it was being answered"
        : at % 23 === 22
          ? "Preempted 1 request because there is not enough KV cache space"
          : `(EngineCore pid=4242) INFO [core.py:${100 + (at % 400)}] ${said[Math.min(said.length - 1, at)] ?? ""}`,
  }));
}
