import type { PlanContext } from "../../contract.ts";
import type { VllmSettings } from "../../settings.ts";

/** Titles of a launch's processes begin with this (`vitrine-x::EngineCore`). */
export const titlePrefix = (launchId: string): string => `vitrine-${launchId}`;

/** Variables that would move the engine out of reach, or that a setting of its own decides. */
const reserved = new Map([
  ["VLLM_PORT", "it makes vLLM's inner ports collide"],
  ["VLLM_HOST_IP", "it opens vLLM's inner ports to the network"],
  ["VLLM_API_KEY", "nobody but Vitrine reaches the engine"],
  ["CUDA_VISIBLE_DEVICES", "the GPUs are a setting of their own"],
  ["VLLM_PROCESS_NAME_PREFIX", "Vitrine finds its processes by it"],
]);

/** The first variable that must not be set, and why. */
export function forbiddenVariable(env: Record<string, string>): { name: string; why: string } | undefined {
  for (const name of Object.keys(env)) {
    const why = reserved.get(name);
    if (why !== undefined) return { name, why };
  }
  return undefined;
}

/**
 * vLLM's environment: no network, no usage reports, its caches kept in our folder, its processes recognisable.
 * @param cacheDir as the process sees it
 */
export function vllmEnvironment(
  context: Pick<PlanContext, "launchId" | "gpus" | "modelPath">,
  settings: VllmSettings,
  cacheDir: string,
): Record<string, string> {
  return {
    HF_HUB_OFFLINE: "1",
    TRANSFORMERS_OFFLINE: "1",
    VLLM_NO_USAGE_STATS: "1",
    DO_NOT_TRACK: "1",
    VLLM_CACHE_ROOT: cacheDir,
    VLLM_PROCESS_NAME_PREFIX: titlePrefix(context.launchId),
    // Its default of 5 s resets connections that a client keeps.
    VLLM_HTTP_TIMEOUT_KEEP_ALIVE: "120",
    VLLM_ENABLE_STARTUP_PLAN: "1",
    PYTHONUNBUFFERED: "1",
    NO_COLOR: "1",
    // Also when empty: a build for CUDA must not take GPUs that it was not given.
    CUDA_VISIBLE_DEVICES: context.gpus.join(","),
    // gpt-oss reads two vocabulary files from here; without it, it asks the network.
    ...(isGptOss(context, settings) ? { TIKTOKEN_ENCODINGS_BASE: `${cacheDir}/tiktoken` } : {}),
    ...settings.env,
  };
}

const isGptOss = (context: Pick<PlanContext, "modelPath">, settings: VllmSettings): boolean =>
  [context.modelPath, settings.model, settings.servedName].some((name) => /gpt-?oss/i.test(name ?? ""));
