import type { FitInput, FitResult, ModelShape } from "../contract.ts";
import { bytesPerToken, type CacheOptions, kvCacheBytes, tokensWithin } from "./kv-cache.ts";
import { ruleOfThumb } from "./reserve.ts";
import { count, gib, kilobytes } from "./units.ts";

/** With less than this a page and the talk about it have no room; a model's own context counts where it is shorter. */
export const smallestUsefulContext = 8192;

type Basis = FitResult["basis"];
type Line = FitResult["lines"][number];

/**
 * Whether a model runs on these GPUs, with which context, and the arithmetic of it. Memory for the KV cache on each GPU
 * is `total · utilization − weights / tp − reserve`; a sequence takes what `kvCacheBytes` says. Without a shape only
 * the rule of thumb is left, and no context is promised.
 *
 * @param basis where the shape comes from
 */
export function fit(input: FitInput, basis: Exclude<Basis, "rule"> = "config"): FitResult {
  const tensorParallel = input.gpus.length;
  const memory = Math.min(...input.gpus.map((gpu) => gpu.memoryTotalBytes));
  if (tensorParallel === 0 || !Number.isFinite(memory) || memory <= 0 || input.weightsBytes <= 0)
    return unknown(input, basis);
  return input.shape === undefined
    ? byRule(input, memory, tensorParallel)
    : byShape(input, input.shape, memory, tensorParallel, basis);
}

function unknown(input: FitInput, basis: Basis): FitResult {
  const summary =
    input.weightsBytes <= 0
      ? "The size of its weights is not known, so nothing can be said about memory."
      : "The memory of the GPU is not known, so nothing can be said about fit.";
  return { verdict: "unknown", summary, basis: input.shape === undefined ? "rule" : basis, lines: [] };
}

function byShape(input: FitInput, shape: ModelShape, memory: number, tensorParallel: number, basis: Basis): FitResult {
  const options: CacheOptions = {
    tensorParallel,
    bytesPerElement: input.kvCacheBytesPerElement,
    maxBatchedTokens: input.maxBatchedTokens,
  };
  const available = cacheMemory(input, memory, tensorParallel);
  const wanted = input.contextLength === "auto" ? shape.maxContext : Math.min(input.contextLength, shape.maxContext);
  const context = available <= 0 ? 0 : tokensWithin(shape, available, wanted, options);
  const lines = arithmetic(input, shape, memory, tensorParallel, available, options);
  const where = placeName(tensorParallel);

  if (!dividesHeads(shape, tensorParallel)) {
    const summary = `Its ${shape.attentionHeads} attention heads cannot be divided over ${tensorParallel} GPUs.`;
    return { verdict: "does_not_fit", summary, basis, lines };
  }
  if (context < Math.min(smallestUsefulContext, wanted)) {
    const lack =
      available <= 0
        ? `${gib(input.weightsBytes / tensorParallel)} of weights and ${gib(input.reserveBytes)} of working memory are more than ${where} can give.`
        : `Only ${gib(available)} would be left for the KV cache, which is too little for ${count(Math.min(smallestUsefulContext, wanted))} tokens.`;
    return { verdict: "does_not_fit", summary: `Does not fit on ${where}: ${lack}`, basis, lines };
  }
  const perSequence = kvCacheBytes(shape, context, options);
  const concurrency = perSequence === 0 ? 1 : Math.floor((available / perSequence) * 10) / 10;
  const cacheLine = { label: `KV cache of ${count(context)} tokens`, value: gib(perSequence), bytes: perSequence };
  const gain = { contextLength: context, concurrency, gpusNeeded: tensorParallel, basis, lines: [...lines, cacheLine] };
  const requests = concurrency >= 2 ? `, ${Math.floor(concurrency)} requests of that length at once` : "";
  return context >= wanted
    ? { verdict: "fits", summary: `Fits on ${where} with ${count(context)} tokens of context${requests}.`, ...gain }
    : {
        verdict: "fits_less_context",
        summary: `Fits on ${where} with ${count(context)} of ${count(wanted)} tokens of context.`,
        ...gain,
      };
}

function byRule(input: FitInput, memory: number, tensorParallel: number): FitResult {
  const needed = ruleOfThumb(input.weightsBytes);
  const given = memory * input.utilization * tensorParallel;
  const where = placeName(tensorParallel);
  const lines: Line[] = [
    { label: "Weights", value: gib(input.weightsBytes), bytes: input.weightsBytes },
    { label: "Rule of thumb: weights × 1.2 + 2 GiB", value: gib(needed), bytes: needed },
    { label: `Memory of ${where} × ${input.utilization}`, value: gib(given), bytes: given },
  ];
  const rest = "The shape of its layers is not known, so this is a rule of thumb.";
  return needed <= given
    ? { verdict: "fits", summary: `Should fit on ${where}. ${rest}`, gpusNeeded: tensorParallel, basis: "rule", lines }
    : {
        verdict: "does_not_fit",
        summary: `Does not fit on ${where}: it takes about ${gib(needed)}. ${rest}`,
        basis: "rule",
        lines,
      };
}

function arithmetic(
  input: FitInput,
  shape: ModelShape,
  memory: number,
  tensorParallel: number,
  available: number,
  options: CacheOptions,
): Line[] {
  const usable = memory * input.utilization;
  const weights = input.weightsBytes / tensorParallel;
  const perToken = bytesPerToken(shape, options);
  const share = tensorParallel > 1 ? ` ÷ ${tensorParallel} GPUs` : "";
  const lines: Line[] = [
    { label: "Memory of each GPU", value: gib(memory), bytes: memory },
    { label: `× ${input.utilization} that the engine may use`, value: gib(usable), bytes: usable },
    { label: `− weights${share}`, value: gib(weights), bytes: weights },
    { label: "− activations and graphs", value: gib(input.reserveBytes), bytes: input.reserveBytes },
    { label: "= left for the KV cache", value: gib(Math.max(0, available)), bytes: Math.max(0, available) },
    { label: "KV cache of one token", value: kilobytes(perToken), bytes: perToken },
  ];
  const fixed = kvCacheBytes(shape, shape.maxContext, options) - perToken * shape.maxContext;
  if (fixed > 0) lines.push({ label: "Windows and states of one request, at most", value: gib(fixed), bytes: fixed });
  const free = Math.min(...input.gpus.map((gpu) => gpu.memoryFreeBytes ?? Number.POSITIVE_INFINITY));
  if (free < usable)
    lines.push({ label: "Free now, less than the engine will ask for", value: gib(free), bytes: free });
  return lines;
}

/** Bytes for the KV cache on each GPU; negative when the weights leave nothing. */
export function cacheMemory(
  input: Pick<FitInput, "weightsBytes" | "utilization" | "reserveBytes">,
  memory: number,
  tensorParallel: number,
): number {
  return memory * input.utilization - input.weightsBytes / tensorParallel - input.reserveBytes;
}

/** Whether an engine can cut the model so: query heads divide evenly; key/value heads do, or are copied whole. */
export function dividesHeads(shape: ModelShape, tensorParallel: number): boolean {
  if (shape.attentionHeads % tensorParallel !== 0) return false;
  return shape.layers.every(
    ({ kvHeads }) =>
      shape.mla !== undefined || kvHeads === 0 || kvHeads % tensorParallel === 0 || tensorParallel % kvHeads === 0,
  );
}

function placeName(gpus: number): string {
  return gpus === 1 ? "one GPU" : `${gpus} GPUs`;
}
