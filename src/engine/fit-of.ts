import type { Db } from "../platform/database.ts";
import type { FitResult, GpuMonitor } from "./contract.ts";
import type { EngineStore } from "./engines.ts";
import type { ModelStore } from "./files/index.ts";
import { fitOnGpus, shapeOf } from "./fit/index.ts";
import { learnedReserve } from "./learned.ts";
import type { EngineSettings } from "./settings.ts";

export interface FitParts {
  db: Db;
  store: EngineStore;
  files: ModelStore;
  gpu: GpuMonitor;
}

/** vLLM's own default for a GPU server; what a sliding window keeps depends on it. */
const batchedTokens = 8192;

/** Whether these settings fit on this machine; undefined where only the engine itself could tell. */
export function fitOfSettings({ db, store, files, gpu }: FitParts, settings: EngineSettings): FitResult | undefined {
  if (settings.adapter !== "vllm" || settings.model === undefined || settings.gpus === "none") return undefined;
  const config = files.config(settings.model);
  if (config === undefined) return undefined;
  const shape = shapeOf(config);
  const snapshot = gpu.latest();
  const chosen = Array.isArray(settings.gpus)
    ? snapshot.gpus.filter(({ uuid }) => settings.gpus.includes(uuid))
    : snapshot.gpus;
  return fitOnGpus(
    {
      shape: "unsupported" in shape ? undefined : shape,
      weightsBytes: weightsBytes(files, settings.model),
      utilization: settings.gpuMemoryUtilization,
      contextLength: settings.contextLength,
      kvCacheBytesPerElement: settings.kvCacheDtype === "fp8" ? 1 : 2,
      maxBatchedTokens: batchedTokens,
      reserveBytes: learnedReserve(db, store, snapshot),
    },
    chosen,
  ).result;
}

function weightsBytes(files: ModelStore, model: string): number {
  try {
    return files.find(model).weightsBytes;
  } catch {
    // Not complete yet: what it will be.
    return files.get(model)?.totalBytes ?? 0;
  }
}
