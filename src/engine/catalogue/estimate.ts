import type { FitResult, GpuReading, GpuSnapshot, ModelShape, StoredModel } from "../contract.ts";
import { type FitRequest, fitOnGpus, gib, mostGpusForBlocks, ruleOfThumb, runs, shapeOf } from "../fit/index.ts";
import type { CatalogueModel, CatalogueVariant } from "./schema.ts";

export interface EstimateParts {
  gpus: GpuSnapshot;
  /** Per GPU; what this machine has learned, or the default. */
  reserveBytes: number;
  /** The model's own `config.json`, once it is on this disk. */
  config?: unknown;
  stored?: StoredModel | undefined;
  /** The whole memory of this machine; tells whether a GGUF model can run on the processor. */
  hostMemoryBytes?: number | undefined;
}

export interface Estimate {
  fit: FitResult;
  /** UUIDs of the alike GPUs that were looked at. */
  group: string[];
  /** The share of the memory and the precision of the cache that the estimate rests on. */
  utilization: number;
  kvCacheDtype: "auto" | "fp8";
}

export const usualUtilization = 0.92;
/** vLLM's server takes 8,192 tokens in a step on GPUs with 70 GiB or more, and 2,048 on smaller ones. */
const largeGpuBytes = 70 * 2 ** 30;
const stepTokens = { large: 8192, small: 2048 } as const;
/** With asynchronous scheduling, its default, the next step begins before the last one ends. */
const stepsUnderWay = 2;
/** With less context than this an 8-bit cache is worth its small loss. */
const comfortableContext = 32_768;
/** An allowance, not a measurement: llama.cpp computes in small steps; a projector for images takes about as much. */
const llamacppReserve = 2 ** 30;
const llamacppReserveFor = (variant: CatalogueVariant): number =>
  variant.projector === undefined ? llamacppReserve : 2 * llamacppReserve;
/** It sets no share aside; what is left is for the driver. */
const llamacppUtilization = 0.96;
const fp8CacheCompute = 8.9;

/** Whether a variant runs on the GPUs of this machine, with the best settings that would be recommended for it. */
export function estimate(model: CatalogueModel, variant: CatalogueVariant, parts: EstimateParts): Estimate {
  const able = parts.gpus.gpus.filter((gpu) => isMadeFor(gpu, variant));
  if (parts.gpus.gpus.length > 0 && able.length === 0) return tooOld(variant, parts.gpus.gpus);
  const utilization = variant.format === "gguf" ? llamacppUtilization : utilizationFor(able);
  const asked = askedCache(model, variant, able);
  const request = requestFor(model, variant, parts, utilization);
  const plain = fitOnGpus({ ...request, kvCacheBytesPerElement: asked === "fp8" ? 1 : 2 }, able);
  const result = parts.gpus.state === "failed" ? notRead(plain.result) : plain.result;
  const first: Estimate = { fit: result, group: plain.group, utilization, kvCacheDtype: asked ?? "auto" };
  if (variant.format === "gguf") return onProcessor(variant, first, parts.hostMemoryBytes);
  if (asked !== undefined || isComfortable(first.fit) || !canCacheIn8Bits(able) || request.shape === undefined)
    return first;
  const small = fitOnGpus({ ...request, kvCacheBytesPerElement: 1 }, able);
  const better =
    runs(small.result) &&
    (!runs(plain.result) || (small.result.contextLength ?? 0) > (plain.result.contextLength ?? 0));
  return better ? { fit: small.result, group: small.group, utilization, kvCacheDtype: "fp8" } : first;
}

function requestFor(
  model: CatalogueModel,
  variant: CatalogueVariant,
  parts: EstimateParts,
  utilization: number,
): Omit<FitRequest, "kvCacheBytesPerElement"> {
  const own = parts.config === undefined ? undefined : shapeOf(parts.config);
  const known = own !== undefined && !("unsupported" in own) ? own : undefined;
  const shape = known ?? publishedShape(model);
  const onDisk = parts.stored?.state === "complete" && variant.format === "safetensors";
  return {
    shape,
    weightsBytes: onDisk ? (parts.stored?.totalBytes ?? variant.weightsBytes) : variant.weightsBytes,
    utilization,
    contextLength: "auto",
    maxBatchedTokens: batchedTokens(parts.gpus.gpus),
    reserveBytes: variant.format === "gguf" ? llamacppReserveFor(variant) : parts.reserveBytes,
    basis: known === undefined ? "catalogue" : "config",
    ...mostGpus(variant, parts.config),
  };
}

/** llama.cpp is given one GPU; weights in blocks cannot be divided at will. */
function mostGpus(variant: CatalogueVariant, config: unknown): { mostGpus?: number } {
  if (variant.format === "gguf") return { mostGpus: 1 };
  const most = variant.mostGpus ?? mostGpusForBlocks(config);
  return most === undefined ? {} : { mostGpus: most };
}

function batchedTokens(gpus: readonly GpuReading[]): number {
  const large = gpus.some(({ memoryTotalBytes }) => (memoryTotalBytes ?? 0) >= largeGpuBytes);
  return stepsUnderWay * (large ? stepTokens.large : stepTokens.small);
}

/** The shape that the catalogue file gives. */
export function publishedShape(model: CatalogueModel): ModelShape | undefined {
  if (model.shape === undefined) return undefined;
  const { architecture, attentionHeads, layers, mla } = model.shape;
  return {
    architecture,
    attentionHeads,
    maxContext: model.contextLength,
    layers: layers.map(({ window, stateBytes, ...layer }) => ({
      ...layer,
      ...(window === undefined ? {} : { window }),
      ...(stateBytes === undefined ? {} : { stateBytes }),
    })),
    ...(mla === undefined ? {} : { mla: definedMla(mla) }),
  };
}

function definedMla(mla: NonNullable<NonNullable<CatalogueModel["shape"]>["mla"]>): NonNullable<ModelShape["mla"]> {
  const { indexerBytes, ...rest } = mla;
  return { ...rest, ...(indexerBytes === undefined ? {} : { indexerBytes }) };
}

/** What the catalogue asks for, where the GPUs are able to; older ones keep a 16-bit cache. */
function askedCache(
  model: CatalogueModel,
  variant: CatalogueVariant,
  gpus: readonly GpuReading[],
): Estimate["kvCacheDtype"] | undefined {
  const asked = variant.engine.kvCacheDtype ?? model.engine.kvCacheDtype;
  return asked === "fp8" && gpus.length > 0 && !canCacheIn8Bits(gpus) ? "auto" : asked;
}

const isComfortable = (fit: FitResult): boolean =>
  fit.verdict === "fits" || (runs(fit) && (fit.contextLength ?? 0) >= comfortableContext);

/** A GPU of unknown capability is given the benefit of the doubt. */
function isMadeFor(gpu: GpuReading, variant: CatalogueVariant): boolean {
  if (variant.minimumCompute === undefined || gpu.computeCapability === null) return true;
  return Number(gpu.computeCapability) >= Number(variant.minimumCompute);
}

const canCacheIn8Bits = (gpus: readonly GpuReading[]): boolean =>
  gpus.length > 0 && gpus.every(({ computeCapability }) => Number(computeCapability ?? 0) >= fp8CacheCompute);

function tooOld(variant: CatalogueVariant, gpus: readonly GpuReading[]): Estimate {
  const newest = gpus.map(({ computeCapability }) => computeCapability ?? "").sort((a, b) => Number(b) - Number(a))[0];
  return {
    fit: {
      verdict: "does_not_fit",
      summary: `Made for GPUs with compute capability ${variant.minimumCompute} or newer; here it is ${newest}. Choose another variant.`,
      basis: "rule",
      lines: [],
    },
    group: [],
    utilization: usualUtilization,
    kvCacheDtype: "auto",
  };
}

/** A GPU that did not answer is not an absent one. */
const notRead = (fit: FitResult): FitResult => ({
  ...fit,
  verdict: "unknown",
  summary: `The GPU did not answer, so it cannot be said. ${fit.summary.replace(/^No GPU here; it needs/, "It needs")}`,
});

/**
 * A start needs the engine's share of the memory to be free. Where a desktop holds a little of it, a smaller share is
 * taken; more than that is another engine, which will be gone before the start or is a reason not to.
 */
function utilizationFor(gpus: readonly GpuReading[]): number {
  const shares = gpus.map(({ memoryFreeBytes, memoryTotalBytes }) =>
    memoryFreeBytes === null || !memoryTotalBytes ? 1 : memoryFreeBytes / memoryTotalBytes,
  );
  const least = Math.min(1, ...shares);
  if (least >= usualUtilization + 0.01 || least < 0.8) return usualUtilization;
  return Math.floor((least - 0.01) * 100) / 100;
}

/** What no GPU can hold may still run on the processor, slowly. */
function onProcessor(variant: CatalogueVariant, onGpu: Estimate, hostMemoryBytes: number | undefined): Estimate {
  if (runs(onGpu.fit) || hostMemoryBytes === undefined) return onGpu;
  const needed = ruleOfThumb(variant.weightsBytes);
  const given = hostMemoryBytes * 0.8;
  const fits = needed <= given;
  const fit: FitResult = {
    verdict: fits ? "fits" : "does_not_fit",
    summary: fits
      ? "Runs on this machine's processor; expect it to be slow."
      : `Needs ${gib(needed)} of memory, on a GPU or of the machine itself.`,
    gpusNeeded: 0,
    basis: "rule",
    lines: [
      { label: "Rule of thumb: weights × 1.2 + 2 GiB", value: gib(needed), bytes: needed },
      { label: "Memory of this machine × 0.8", value: gib(given), bytes: given },
    ],
  };
  return { ...onGpu, fit };
}
