import type { VllmSettings } from "../../settings.ts";
import type { Draft, Rule } from "../failure.ts";

/** Lengths are tried in steps of so many tokens. */
const step = 256;

/** A little less than what just fits: vLLM's estimate was made before graphs and fragments took their part. */
export const smallerContext = (estimate: number): number => Math.floor((estimate * 0.98) / step) * step;

const tokens = (count: number): string => `${count.toLocaleString("en-US")} tokens`;

/** Many a quantised model says so in its own configuration, and its name tells. */
const isQuantised = ({ quantization, variant, model }: VllmSettings): boolean =>
  quantization !== undefined || /awq|gptq|fp8|fp4|int[48]|w[48]a|[48]bit/i.test(`${variant ?? ""} ${model ?? ""}`);

/** What may be done about weights that do not fit, beginning with what costs least. */
export function roomAdvice(settings: VllmSettings): string {
  const ways = [
    ...(isQuantised(settings) ? ["choose a smaller model"] : ["choose a quantised variant"]),
    `spread it over more GPUs (tensor parallel, now ${settings.tensorParallel})`,
    ...(settings.enforceEager ? [] : ["turn on eager mode (--enforce-eager), which saves the memory of CUDA graphs"]),
  ];
  return capital(ways.length > 1 ? `${ways.slice(0, -1).join(", ")}, or ${ways.at(-1)}.` : `${ways[0]}.`);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function contextTooLong(estimate: number, settings: VllmSettings): Draft | undefined {
  if (!Number.isSafeInteger(estimate) || estimate <= 0) return undefined;
  const length = smallerContext(estimate);
  const set =
    settings.contextLength === "auto"
      ? "the model's own context length is longer"
      : `the context length is ${tokens(settings.contextLength)}`;
  const more = `raise the GPU memory utilization (now ${settings.gpuMemoryUtilization})${settings.kvCacheDtype === "fp8" ? "" : ", use the fp8 KV cache"}, or choose a smaller or quantised model`;
  if (length < step) {
    return {
      code: "no_kv_memory",
      reason: `Beside the weights there is room for a context of only ${tokens(estimate)}.`,
      fix: `${capital(more)}.`,
    };
  }
  return {
    code: "context_too_long",
    reason: `The KV cache has room for a context of about ${tokens(estimate)}, and ${set}.`,
    fix: `Set the context length to ${length.toLocaleString("en-US")}; for more, ${more}.`,
    retryable: true,
    retryWith: { contextLength: length },
  };
}

/** The GPU's or the machine's memory is too small, or taken. */
export const memoryFailures: Rule<VllmSettings>[] = [
  {
    pattern: /estimated maximum model length is (\d+)/,
    draft: ([, estimate], settings) => contextTooLong(Number(estimate), settings),
  },
  {
    pattern:
      /max seq len \((\d+)\), \(?([\d.]+) GiB KV cache is needed, which is larger than the available KV cache memory \(([\d.]+) GiB\)/,
    draft: ([, length, needed, available], settings) => ({
      code: "context_too_long",
      reason: `One request of ${tokens(Number(length))} needs ${needed} GiB of KV cache, and ${available} GiB are left beside the weights.`,
      fix: `Set a smaller context length, raise the GPU memory utilization (now ${settings.gpuMemoryUtilization}), or choose a smaller or quantised model.`,
    }),
  },
  {
    pattern: /No available memory for the cache blocks|Cannot auto-fit max_model_len/,
    draft: (_, settings) => ({
      code: "no_kv_memory",
      reason: `The weights leave no room for the KV cache at a GPU memory utilization of ${settings.gpuMemoryUtilization}.`,
      fix: `Choose a smaller ${isQuantised(settings) ? "" : "or quantised "}model that fits, spread it over more GPUs (tensor parallel, now ${settings.tensorParallel}), or raise the GPU memory utilization.`,
    }),
  },
  {
    pattern:
      /Free memory on device (\S+) \(([\d.]+)\/([\d.]+) GiB\) on startup is less than (?:desired GPU memory utilization|the engine's budget[^(]*) ?\(([\d.]+), ([\d.]+) GiB\)/,
    draft: ([, device, free, total, share, wanted]) => gpuBusy(device, free, total, share, wanted),
  },
  {
    pattern: /Free memory on device (\S+) \(([\d.]+)\/([\d.]+) GiB\) on startup is less/,
    draft: ([, device, free, total]) => gpuBusy(device, free, total, undefined, undefined),
  },
  {
    pattern:
      /Available memory on node \d+ \(([\d.]+)\/([\d.]+) GiB\) on (?:startup|kv cache allocation) is less than (?:desired CPU memory utilization|requested memory for kv) \((?:[\d.]+, )?([\d.]+)/,
    draft: ([, free, total, wanted]) => ({
      code: "host_memory",
      reason: `The engine wants ${wanted} GiB of main memory, and ${free} of ${total} GiB are free.`,
      fix: "Free main memory, choose a smaller model, or give a smaller KV cache in the extra arguments (--kv-cache-memory-bytes).",
    }),
  },
  {
    pattern: /CUDA out of memory occurred when warming up (?:sampler|pooler) with (\d+)/,
    draft: ([, requests], settings) => ({
      code: "out_of_memory",
      reason: `The GPU's memory ran out while vLLM tried ${requests} requests at once.`,
      fix: `Lower the requests at once (now ${settings.maxConcurrent}) or the GPU memory utilization (now ${settings.gpuMemoryUtilization}).`,
    }),
  },
  {
    pattern:
      /(?:CUDA|HIP|XPU) out of memory\. Tried to allocate ([\d.]+ [KMG]i?B)(?:\. GPU (\d+) has a total capacity of ([\d.]+ [KMG]i?B)[^.]*?of which ([\d.]+ [KMG]?i?B|[\d.]+ bytes) is free)?/,
    draft: ([, wanted, gpu, total, free], settings) => ({
      code: "out_of_memory",
      reason:
        total === undefined
          ? `The GPU's memory ran out: another ${wanted} did not fit.`
          : `The memory of GPU ${gpu} ran out: another ${wanted} did not fit, with ${free} of ${total} free.`,
      fix: roomAdvice(settings),
    }),
  },
  {
    pattern:
      /not enough GPU memory|(?:CUDA|HIP) out of memory|CUDA error: out of memory|torch\.(?:cuda\.)?OutOfMemoryError|cudaErrorMemoryAllocation|CUBLAS_STATUS_ALLOC_FAILED/,
    draft: (_, settings) => ({
      code: "out_of_memory",
      reason: "The GPU's memory ran out: the weights, or the graphs beside them, do not fit.",
      fix: roomAdvice(settings),
    }),
  },
  {
    pattern: /shared memory|\/dev\/shm/i,
    draft: ([found], settings) =>
      found === undefined
        ? undefined
        : {
            code: "host_memory",
            reason: "Shared memory (/dev/shm) is too small for the engine's workers.",
            fix: settings.container
              ? "Make room in the machine's main memory; the container is given 16 GiB of shared memory."
              : "Enlarge it, for example with `mount -o remount,size=16G /dev/shm`.",
          },
    rank: "consequence",
  },
];

function gpuBusy(
  device: string | undefined,
  free: string | undefined,
  total: string | undefined,
  share: string | undefined,
  wanted: string | undefined,
): Draft {
  const want = wanted === undefined ? "more is wanted" : `${wanted} GiB are wanted (GPU memory utilization ${share})`;
  return {
    code: "gpu_busy",
    reason: `Another process holds memory of the GPU: ${free} of ${total} GiB are free on ${device}, and ${want}.`,
    fix: "End the other process (the GPU page names it), or lower the GPU memory utilization.",
    retryable: true,
  };
}
