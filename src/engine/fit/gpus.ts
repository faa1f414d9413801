import type { FitInput, FitResult, GpuReading } from "../contract.ts";
import { dividesHeads, fit, smallestUsefulContext } from "./fit.ts";
import { kvCacheBytes } from "./kv-cache.ts";
import { ruleOfThumb } from "./reserve.ts";
import { gib, largestSoldBytes, soldSizeFor } from "./units.ts";

export type FitRequest = Omit<FitInput, "gpus"> & {
  basis?: "config" | "catalogue";
  /** Over how many GPUs the engine can divide a model; 16 unless told. */
  mostGpus?: number;
};

/** Where it would run: `result.gpusNeeded` of the GPUs with these UUIDs, all alike. */
export interface GpuFit {
  result: FitResult;
  /** The group of alike GPUs that was looked at; empty without any. */
  group: string[];
}

/** With this much context a first try on fewer GPUs is taken over a longer one on more. */
const comfortableContext = 32_768;
const usualMostGpus = 16;
const tolerance = 0.03;

/**
 * The best that the GPUs at hand can do for a model: the fewest alike ones (in powers of two that divide its heads) on
 * which it has a comfortable context, else those on which it has the longest; else how many like them it would take.
 */
export function fitOnGpus(request: FitRequest, gpus: readonly GpuReading[]): GpuFit {
  const groups = alike(gpus);
  if (groups.length === 0) return { result: withoutGpus(request, gpus.length > 0), group: [] };
  let best: GpuFit | undefined;
  for (const group of groups) {
    const candidate = { result: fitOnGroup(request, group), group: group.map((gpu) => gpu.uuid) };
    if (best === undefined || rank(candidate.result) > rank(best.result)) best = candidate;
  }
  return best ?? { result: withoutGpus(request, false), group: [] };
}

type KnownGpu = GpuReading & { memoryTotalBytes: number };

/** Groups of GPUs of one name and size; the largest memory first. */
function alike(gpus: readonly GpuReading[]): KnownGpu[][] {
  const groups: KnownGpu[][] = [];
  for (const gpu of gpus) {
    const { memoryTotalBytes } = gpu;
    if (memoryTotalBytes === null) continue;
    const known = { ...gpu, memoryTotalBytes };
    const group = groups.find(([first]) => first !== undefined && isAlike(first, known));
    if (group) group.push(known);
    else groups.push([known]);
  }
  return groups.sort((a, b) => (b[0]?.memoryTotalBytes ?? 0) - (a[0]?.memoryTotalBytes ?? 0));
}

function isAlike(a: KnownGpu, b: KnownGpu): boolean {
  return a.name === b.name && Math.abs(a.memoryTotalBytes - b.memoryTotalBytes) <= tolerance * a.memoryTotalBytes;
}

function fitOnGroup(request: FitRequest, group: readonly KnownGpu[]): FitResult {
  let best: FitResult | undefined;
  let first: FitResult | undefined;
  for (const size of sizes(request)) {
    const enough = size <= group.length;
    // Beyond the GPUs at hand the question is only how many like the smallest of them it would take.
    if (!enough && best !== undefined) break;
    const result = fitOn(request, enough ? group.slice(0, size) : repeated(group, size));
    first ??= result;
    if (!runs(result)) continue;
    if (!enough) return needsMore(result, size, group.length, first);
    if (best === undefined || (result.contextLength ?? 0) > (best.contextLength ?? 0)) best = result;
    if (result.verdict === "fits" || (result.contextLength ?? 0) >= comfortableContext) break;
  }
  return best ?? first ?? fitOn(request, group.slice(0, 1));
}

function sizes(request: FitRequest): number[] {
  const powers: number[] = [];
  for (let size = 1; size <= (request.mostGpus ?? usualMostGpus); size *= 2) powers.push(size);
  const { shape } = request;
  return shape === undefined ? powers : powers.filter((size) => dividesHeads(shape, size));
}

function repeated(group: readonly KnownGpu[], size: number): { memoryTotalBytes: number; memoryFreeBytes: null }[] {
  const memoryTotalBytes = Math.min(...group.map((gpu) => gpu.memoryTotalBytes));
  return Array.from({ length: size }, () => ({ memoryTotalBytes, memoryFreeBytes: null }));
}

function fitOn(request: FitRequest, gpus: FitInput["gpus"]): FitResult {
  const { basis, mostGpus: _, ...input } = request;
  return fit({ ...input, gpus }, basis);
}

function needsMore(result: FitResult, size: number, atHand: number, alone: FitResult): FitResult {
  const have = atHand === 1 ? "there is one" : `there are ${atHand}`;
  return {
    verdict: "needs_more_gpus",
    summary: `Needs ${size} GPUs like this, and ${have}.`,
    gpusNeeded: size,
    basis: result.basis,
    lines: alone.lines,
  };
}

export function runs(result: FitResult): boolean {
  return result.verdict === "fits" || result.verdict === "fits_less_context";
}

/** Running beats not running, then the longer context, then fewer GPUs. */
function rank(result: FitResult): number {
  if (runs(result)) return 1e9 + (result.contextLength ?? 1) - (result.gpusNeeded ?? 1);
  if (result.verdict === "needs_more_gpus") return 1000 - (result.gpusNeeded ?? 0);
  return result.verdict === "does_not_fit" ? 0 : -1;
}

/** What to buy: the memory that the weights and a useful context take, as GPUs are sold. */
function withoutGpus(request: FitRequest, unreadable: boolean): FitResult {
  const basis = request.shape === undefined ? "rule" : (request.basis ?? "config");
  const needed = neededBytes(request, 1);
  if (unreadable)
    return { verdict: "unknown", summary: "The memory of the GPU is not known.", basis, lines: neededLines(request) };
  if (request.weightsBytes <= 0)
    return { verdict: "unknown", summary: "No GPU here, and the size of its weights is not known.", basis, lines: [] };
  const size = soldSizeFor(needed);
  const several = sizes(request).find((number) => neededBytes(request, number) <= largestSoldBytes);
  const needs =
    size !== undefined && size <= 141
      ? `one with ${size} GB`
      : several === undefined
        ? `${gib(needed)} of GPU memory`
        : `${several} with 80 GB each`;
  return {
    verdict: "does_not_fit",
    summary: `No GPU here; it needs ${needs}.`,
    ...(size !== undefined && size <= 141 ? { gpusNeeded: 1 } : several === undefined ? {} : { gpusNeeded: several }),
    basis,
    lines: neededLines(request),
  };
}

/** Bytes that each of so many GPUs must have for a useful context. */
export function neededBytes(request: FitRequest, tensorParallel: number): number {
  const { shape } = request;
  if (shape === undefined) return ruleOfThumb(request.weightsBytes) / tensorParallel / request.utilization;
  const context = Math.min(smallestUsefulContext, shape.maxContext);
  const cache = kvCacheBytes(shape, context, {
    tensorParallel,
    bytesPerElement: request.kvCacheBytesPerElement,
    maxBatchedTokens: request.maxBatchedTokens,
  });
  return (request.weightsBytes / tensorParallel + cache + request.reserveBytes) / request.utilization;
}

function neededLines(request: FitRequest): FitResult["lines"] {
  const needed = neededBytes(request, 1);
  return [
    { label: "Weights", value: gib(request.weightsBytes), bytes: request.weightsBytes },
    { label: `Memory that a GPU needs at × ${request.utilization}`, value: gib(needed), bytes: needed },
  ];
}
