import type { EngineEndpoint } from "../../contract.ts";
import type { VllmSettings } from "../../settings.ts";
import { knowsFlag, setsFlag } from "./flags.ts";

/** Where things are for the process: other places inside a container. */
export interface VllmPlaces {
  model: string;
  endpoint: EngineEndpoint;
  chatTemplate?: string;
}

/** vLLM leaves a processor so much for the KV cache unless told otherwise. */
const cpuKvCacheBytes = 4 * 2 ** 30;

/** The share of the memory that is meant when nothing was decided: the settings' default. */
const defaultUtilization = 0.92;

/** For requests under way when somebody else than Vitrine ends the engine; seconds. */
const longestShutdown = 30;

/** How long vLLM itself may take to let requests finish after SIGTERM; seconds. Its workers get 9 s more. */
export const shutdownTimeoutSeconds = (settings: VllmSettings): number =>
  Math.min(longestShutdown, settings.drainSeconds);

/** What follows `vllm`. Flags that the installed version does not know are left out. */
export function vllmArguments(
  settings: VllmSettings,
  places: VllmPlaces,
  gpuCount: number,
  version: string | undefined,
): string[] {
  return [
    "serve",
    places.model,
    "--served-model-name",
    settings.servedName,
    ...listening(places.endpoint),
    ...memory(settings, gpuCount),
    ...context(settings, version),
    ...parallel(settings),
    ...numbers(settings),
    ...conversation(settings, places, version),
    ...media(settings, version),
    "--max-num-seqs",
    String(settings.maxConcurrent),
    // The queue in front sends no more than `maxConcurrent`; this bounds what a mistake could pile up.
    ...when(version, "--max-num-queued-reqs", String(settings.maxConcurrent * 2 + 16)),
    "--enable-prompt-tokens-details",
    ...when(version, "--shutdown-timeout", String(shutdownTimeoutSeconds(settings))),
    ...when(version, "--disable-access-log-for-endpoints", "/health,/metrics,/v1/models,/version"),
    ...settings.extraArgs,
  ];
}

const when = (version: string | undefined, flag: string, ...values: string[]): string[] =>
  knowsFlag(flag, version) ? [flag, ...values] : [];

function listening(endpoint: EngineEndpoint): string[] {
  switch (endpoint.kind) {
    case "unix":
      return ["--uds", endpoint.path];
    case "tcp":
      return ["--host", endpoint.host, "--port", String(endpoint.port)];
    case "remote":
      return [];
    default:
      return endpoint satisfies never;
  }
}

/**
 * On a processor `--gpu-memory-utilization` is a share of the machine's whole memory, and a start fails unless that much
 * is free: a fixed cache is taken instead, unless the share was changed or the cache's size is given.
 */
function memory(settings: VllmSettings, gpuCount: number): string[] {
  if (gpuCount > 0 || settings.gpuMemoryUtilization !== defaultUtilization) {
    return ["--gpu-memory-utilization", String(settings.gpuMemoryUtilization)];
  }
  return setsFlag(settings.extraArgs, "--kv-cache-memory-bytes")
    ? []
    : ["--kv-cache-memory-bytes", String(cpuKvCacheBytes)];
}

function context(settings: VllmSettings, version: string | undefined): string[] {
  if (settings.contextLength !== "auto") return ["--max-model-len", String(settings.contextLength)];
  return knowsFlag("--max-model-len auto", version) ? ["--max-model-len", "auto"] : [];
}

function parallel(settings: VllmSettings): string[] {
  return [
    ["--tensor-parallel-size", settings.tensorParallel] as const,
    ["--pipeline-parallel-size", settings.pipelineParallel] as const,
    ["--data-parallel-size", settings.dataParallel] as const,
  ].flatMap(([flag, size]) => (size > 1 ? [flag, String(size)] : []));
}

function numbers(settings: VllmSettings): string[] {
  return [
    "--dtype",
    settings.dtype,
    ...(settings.quantization === undefined ? [] : ["--quantization", settings.quantization]),
    ...(settings.kvCacheDtype === "auto" ? [] : ["--kv-cache-dtype", settings.kvCacheDtype]),
    ...(settings.enforceEager ? ["--enforce-eager"] : []),
    ...(settings.trustRemoteCode ? ["--trust-remote-code"] : []),
    ...(settings.dummyWeights ? ["--load-format", "dummy"] : []),
  ];
}

function conversation(settings: VllmSettings, places: VllmPlaces, version: string | undefined): string[] {
  return [
    ...(settings.reasoningParser === undefined ? [] : ["--reasoning-parser", settings.reasoningParser]),
    ...(settings.toolCallParser === undefined
      ? []
      : ["--enable-auto-tool-choice", "--tool-call-parser", settings.toolCallParser]),
    ...(places.chatTemplate === undefined ? [] : ["--chat-template", places.chatTemplate]),
    ...(settings.chatTemplateKwargs === undefined
      ? []
      : when(version, "--default-chat-template-kwargs", JSON.stringify(settings.chatTemplateKwargs))),
  ];
}

function media(settings: VllmSettings, version: string | undefined): string[] {
  if (settings.vision && settings.imagesPerPrompt > 0) {
    return ["--limit-mm-per-prompt", JSON.stringify({ image: settings.imagesPerPrompt, video: 0 })];
  }
  // It leaves the image encoder of a vision model out of memory, and changes nothing for a text model.
  return when(version, "--language-model-only");
}
