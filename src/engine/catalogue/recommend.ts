import type { FitResult, GpuSnapshot } from "../contract.ts";
import { runs } from "../fit/index.ts";
import { type EngineSettings, engineSettings, type LlamacppSettings, type VllmSettings } from "../settings.ts";
import type { Estimate } from "./estimate.ts";
import type { CatalogueModel, CatalogueVariant, EngineTable } from "./schema.ts";

/** What one generation takes as a rule: the prompt with the files so far, and a page written in answer. */
const usualRequestTokens = 16_384;
const mostConcurrent = 64;
const leastConcurrent = 4;
/** llama.cpp sets the whole cache aside at its start, so that it gets what the work needs and no more. */
const llamacppContext = { gpu: 32_768, processor: 16_384 } as const;

export interface RecommendParts {
  gpus: GpuSnapshot;
  fit: FitResult;
  /** From `estimate`; left out, what the catalogue says. */
  group?: string[];
  utilization?: number;
  kvCacheDtype?: Estimate["kvCacheDtype"];
}

/** What one click starts: settings that work on this machine, as far as can be known before trying. */
export function recommendedSettings(
  model: CatalogueModel,
  variant: CatalogueVariant,
  parts: RecommendParts,
): EngineSettings {
  const common = {
    label: `${model.name} (${variant.label})`.slice(0, 120),
    servedName: model.id,
    vision: model.vision && (variant.format === "safetensors" || variant.projector !== undefined),
    catalogueId: model.id,
    variant: variant.id,
    startStallSeconds: variant.weightsBytes > 100e9 ? 1800 : 600,
  };
  return variant.format === "gguf"
    ? forLlamacpp(common, model, variant, parts)
    : forVllm(common, model, variant, parts);
}

/** Checking settings costs more than all else here, and is done once for the defaults; the tests check every model's. */
function withDefaults<A extends EngineSettings["adapter"]>(adapter: A): Extract<EngineSettings, { adapter: A }> {
  const settings: EngineSettings = engineSettings.parse({ adapter, label: "any", servedName: "any" });
  if (isOf(settings, adapter)) return settings;
  throw new Error(`The settings of ${adapter} have changed their name.`);
}

const isOf = <A extends EngineSettings["adapter"]>(
  settings: EngineSettings,
  adapter: A,
): settings is Extract<EngineSettings, { adapter: A }> => settings.adapter === adapter;

const vllmDefaults: VllmSettings = withDefaults("vllm");
const llamacppDefaults: LlamacppSettings = withDefaults("llamacpp");

type Common = Pick<VllmSettings, "label" | "servedName" | "vision" | "startStallSeconds" | "catalogueId" | "variant">;

function forVllm(
  common: Common,
  model: CatalogueModel,
  variant: CatalogueVariant,
  parts: RecommendParts,
): EngineSettings {
  const {
    maxConcurrent = concurrencyFor(parts.fit),
    kvCacheDtype = vllmDefaults.kvCacheDtype,
    imagesPerPrompt = vllmDefaults.imagesPerPrompt,
    trustRemoteCode = vllmDefaults.trustRemoteCode,
    dtype = vllmDefaults.dtype,
    extraArgs = [],
    env = {},
    ...table
  } = merged(model.engine, variant.engine);
  const tensorParallel = parts.fit.gpusNeeded ?? 1;
  return {
    ...vllmDefaults,
    ...common,
    ...table,
    extraArgs,
    env,
    dtype,
    trustRemoteCode,
    imagesPerPrompt: model.vision ? imagesPerPrompt : 0,
    model: variant.repository,
    gpus: chosenGpus(parts, tensorParallel),
    // The engine knows best how long a context its memory holds.
    contextLength: "auto",
    maxConcurrent,
    tensorParallel: Math.max(1, tensorParallel),
    ...(parts.utilization === undefined ? {} : { gpuMemoryUtilization: parts.utilization }),
    kvCacheDtype: parts.kvCacheDtype ?? kvCacheDtype,
  };
}

function forLlamacpp(
  common: Common,
  model: CatalogueModel,
  variant: CatalogueVariant,
  parts: RecommendParts,
): EngineSettings {
  const { extraArgs = [], env = {} } = merged(model.engine, variant.engine);
  const processor = parts.fit.gpusNeeded === 0 || parts.gpus.gpus.length === 0;
  const parallel = processor ? 1 : 2;
  const most = processor ? llamacppContext.processor : llamacppContext.gpu;
  return {
    ...llamacppDefaults,
    ...common,
    extraArgs,
    env,
    model: storedName(variant),
    gpus: processor ? "none" : "auto",
    gpuLayers: processor ? 0 : "all",
    contextLength: Math.min(most, model.contextLength, parts.fit.contextLength ?? most),
    parallel,
    maxConcurrent: parallel,
  };
}

/** `owner/name:PART`, where the part of the file's name tells it from others in the repository. */
function storedName(variant: CatalogueVariant): string {
  const weights = variant.files?.find((name) => name !== variant.projector) ?? "";
  const part = weights.replaceAll("*", "").replace(/(-00001-of-\d{5})?\.gguf$/, "");
  return part === "" ? variant.repository : `${variant.repository}:${part}`;
}

/** A variant's words come before its model's; arguments of both are kept. */
function merged(model: EngineTable, variant: EngineTable): EngineTable {
  const extraArgs = [...(model.extraArgs ?? []), ...(variant.extraArgs ?? [])];
  const env = { ...model.env, ...variant.env };
  return {
    ...model,
    ...variant,
    ...(extraArgs.length > 0 ? { extraArgs } : {}),
    ...(Object.keys(env).length > 0 ? { env } : {}),
  };
}

/** Named only where the machine has other GPUs that it would not fit on. */
function chosenGpus({ gpus, group, fit }: RecommendParts, needed: number): "auto" | string[] {
  if (!runs(fit) || group === undefined || group.length === 0 || group.length === gpus.gpus.length) return "auto";
  return group.slice(0, Math.max(1, needed));
}

/** As many requests of the usual length as the cache holds; beyond that the engine would have to put some off. */
function concurrencyFor(fit: FitResult): number {
  if (fit.contextLength === undefined || fit.concurrency === undefined) return mostConcurrent / 2;
  const held = Math.floor((fit.contextLength * fit.concurrency) / usualRequestTokens);
  return Math.min(mostConcurrent, Math.max(leastConcurrent, held));
}
