import { statfsSync } from "node:fs";
import type { Clock } from "../platform/clock.ts";
import { engineLabel } from "./adapters/index.ts";
import type { Failure, GpuMonitor, GpuReading, GpuSnapshot } from "./contract.ts";
import { ModelFilesError } from "./files/index.ts";
import type { ExecutableChoice } from "./install/index.ts";
import type { EngineSettings } from "./settings.ts";
import type { Preflight, PreflightResult } from "./supervisor/index.ts";

export interface PreflightParts {
  clock: Clock;
  gpu: GpuMonitor;
  /** Where engines keep their caches; with no room there a start fails in obscure ways. */
  dataDir: string;
  /** A stored model or a path. @throws ModelFilesError when not everything is there */
  findModel(model: string, options: { weights: boolean }): { path: string; weightsBytes: number };
  /** The program to run for these settings. */
  findExecutable(settings: EngineSettings): Promise<ExecutableChoice>;
}

type Parts = PreflightParts;

const leastDiskBytes = 256 * 1024 * 1024;

/** Looks at everything that can be known before a process exists, so that a start that cannot succeed is not tried. */
export const createPreflight =
  (parts: Parts): Preflight =>
  async ({ settings }, { busyGpus, signal }) => {
    if (settings.adapter === "remote") return { ok: true, modelPath: undefined, executable: undefined, gpus: [] };
    const disk = statfsSync(parts.dataDir);
    if (disk.bavail * disk.bsize < leastDiskBytes) {
      return refuse(parts, {
        code: "disk_full",
        reason: "The disk that holds Vitrine's data is full, and an engine needs room for its caches.",
        fix: `Free some space on the disk of ${parts.dataDir}, then start it again.`,
      });
    }
    const dummy = settings.adapter === "vllm" && settings.dummyWeights;
    let weights: { path: string; weightsBytes: number } | undefined;
    try {
      weights = settings.model === undefined ? undefined : parts.findModel(settings.model, { weights: !dummy });
    } catch (error) {
      if (!(error instanceof ModelFilesError)) throw error;
      return refuse(parts, { code: "files_missing", reason: error.reason, fix: error.fix });
    }
    if (weights === undefined && (settings.adapter === "vllm" || settings.adapter === "llamacpp")) {
      return refuse(parts, {
        code: "bad_setting",
        reason: "No model is chosen for this engine.",
        fix: "Choose a model in its settings.",
      });
    }
    const found = await parts.findExecutable(settings);
    if ("failure" in found) return { ok: false, failure: found.failure };
    const gpus = await chooseGpus(parts, settings, weights?.weightsBytes ?? 0, busyGpus);
    signal.throwIfAborted();
    if (!("gpus" in gpus)) return gpus;
    const { executable, version } = found;
    return {
      ok: true,
      modelPath: weights?.path,
      executable,
      gpus: gpus.gpus,
      ...(version === null ? {} : { version }),
    };
  };

type Refusal = Extract<PreflightResult, { ok: false }>;

const refuse = (
  { clock }: Pick<Parts, "clock">,
  failure: Omit<Failure, "at" | "retryable"> & { retryable?: boolean },
  waitFor?: "gpu",
): Refusal => ({
  ok: false,
  failure: { retryable: false, ...failure, at: clock.now() },
  ...(waitFor ? { waitFor } : {}),
});

/** How many GPUs these settings ask for; 0 where they can do without any. */
export function gpusWanted(settings: EngineSettings): { count: number; required: boolean } {
  if (settings.gpus === "none" || settings.adapter === "remote") return { count: 0, required: false };
  if (settings.gpus !== "auto") return { count: settings.gpus.length, required: true };
  switch (settings.adapter) {
    case "vllm":
      return {
        count: settings.tensorParallel * settings.pipelineParallel * settings.dataParallel,
        required: true,
      };
    case "llamacpp":
      return { count: settings.gpuLayers === 0 ? 0 : 1, required: false };
    case "command":
      return { count: 1, required: false };
    default:
      return settings satisfies never;
  }
}

async function chooseGpus(
  parts: Parts,
  settings: EngineSettings,
  weightsBytes: number,
  busy: ReadonlySet<string>,
): Promise<{ gpus: string[] } | Refusal> {
  const { count, required } = gpusWanted(settings);
  if (count === 0) return { gpus: [] };
  const snapshot = await parts.gpu.read();
  if (snapshot.state !== "ok") {
    if (!required) return { gpus: [] };
    return noGpu(parts, settings, snapshot);
  }
  const named = Array.isArray(settings.gpus) ? settings.gpus : undefined;
  const candidates = named ? snapshot.gpus.filter(({ uuid }) => named.includes(uuid)) : snapshot.gpus;
  if (candidates.length < count) {
    if (!required) return { gpus: [] };
    if (named) {
      const missing = named.filter((uuid) => !candidates.some((gpu) => gpu.uuid === uuid));
      return refuse(
        parts,
        {
          code: "no_gpu",
          reason: `The GPU ${missing.join(", ")} that this engine is set to is not there.`,
          fix: "Choose another GPU in the engine's settings, or bring that one back; it then starts by itself.",
          retryable: true,
        },
        "gpu",
      );
    }
    return refuse(parts, {
      code: "bad_setting",
      reason: `It is set to run on ${count} GPUs, and this machine has ${snapshot.gpus.length}.`,
      fix: "Lower the tensor parallel size, or choose a smaller model or variant.",
    });
  }
  // Those that nobody of ours holds first, then the most free memory.
  const ranked = [...candidates].sort(
    (a, b) =>
      Number(busy.has(a.uuid)) - Number(busy.has(b.uuid)) ||
      (b.memoryFreeBytes ?? 0) - (a.memoryFreeBytes ?? 0) ||
      a.index - b.index,
  );
  const chosen = ranked.slice(0, count);
  for (const gpu of chosen) {
    const full = lacksRoom(gpu, settings, weightsBytes / count);
    if (full) return gpuBusy(parts, gpu, full, busy.has(gpu.uuid));
  }
  // The order of the devices is theirs by index: tensor parallel ranks then sit on neighbours.
  return { gpus: chosen.sort((a, b) => a.index - b.index).map(({ uuid }) => uuid) };
}

function noGpu(parts: Parts, settings: EngineSettings, snapshot: GpuSnapshot): Refusal {
  const label = engineLabel(settings.adapter);
  if (snapshot.state === "failed") {
    return refuse(
      parts,
      {
        code: "no_gpu",
        reason: `The GPU driver does not answer. ${snapshot.detail ?? ""}`.trim(),
        fix: "Run vitrine doctor for the exact steps; the engine starts by itself when the GPU is back.",
        retryable: true,
      },
      "gpu",
    );
  }
  return refuse(
    parts,
    {
      code: "no_gpu",
      reason: `This machine has no usable GPU, and ${label} is not run on the processor unless its settings say so.`,
      fix: "Install the NVIDIA driver (vitrine doctor says how), choose a llama.cpp model, or set the engine's GPUs to none.",
    },
    "gpu",
  );
}

/** The bytes that must be free and are not; undefined when there is room, or when nobody can tell. */
function lacksRoom(gpu: GpuReading, settings: EngineSettings, weightsBytes: number): number | undefined {
  const { memoryFreeBytes: free, memoryTotalBytes: total } = gpu;
  if (free === null || total === null) return undefined;
  // vLLM refuses to start with less than its share of the whole card free; the others take what they need.
  const needed =
    settings.adapter === "vllm"
      ? settings.gpuMemoryUtilization * total
      : settings.adapter === "llamacpp"
        ? weightsBytes
        : 0;
  return free < needed ? needed : undefined;
}

const gib = (bytes: number): string => `${(bytes / 1024 ** 3).toFixed(1)} GiB`;

function gpuBusy(parts: Parts, gpu: GpuReading, needed: number, ours: boolean): Refusal {
  const holders = gpu.processes
    .toSorted((a, b) => (b.memoryBytes ?? 0) - (a.memoryBytes ?? 0))
    .slice(0, 3)
    .map(({ name, pid, memoryBytes }) => `${name} (pid ${pid}${memoryBytes === null ? "" : `, ${gib(memoryBytes)}`})`);
  const who = ours ? "another engine" : holders.length > 0 ? holders.join(", ") : "another program";
  return refuse(parts, {
    code: "gpu_busy",
    reason: `${gpu.name} has ${gib(gpu.memoryFreeBytes ?? 0)} free and ${gib(needed)} are needed; ${who} holds the rest.`,
    fix: ours
      ? "Swap the engines instead of starting a second one, or lower the GPU memory share of both."
      : "End that program, or lower the engine's GPU memory share in its settings.",
    // Memory of a process that has just ended comes back a moment later.
    retryable: true,
  });
}
