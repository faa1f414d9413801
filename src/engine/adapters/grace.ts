import type { EngineSettings } from "../settings.ts";
import { shutdownTimeoutSeconds } from "./vllm/arguments.ts";

/** vLLM's workers get 5 + 4 s after the requests under way; the rest is for a slow machine. */
const afterDrainSeconds = 20;

/** How long an engine may take to end by itself after SIGTERM before everything of it is killed; seconds. */
export function graceSeconds(settings: EngineSettings): number {
  switch (settings.adapter) {
    case "vllm":
      return shutdownTimeoutSeconds(settings) + afterDrainSeconds;
    case "llamacpp":
    case "command":
      return afterDrainSeconds;
    case "remote":
      return 0;
    default:
      return settings satisfies never;
  }
}
