import type {
  EngineState,
  EngineStatus,
  EngineView,
  FitResult,
  GpuSnapshot,
  StoredModel,
} from "../lib/engine-types.ts";
import { thousands } from "../lib/format.ts";
import { byteRate, fileBytes, memoryBytes, percent, span } from "../lib/units.ts";

export type DotKind = "ok" | "warn" | "bad" | "idle" | "live";

const states: Record<EngineState, { dot: DotKind; label: string }> = {
  stopped: { dot: "idle", label: "Stopped" },
  preflight: { dot: "live", label: "Checking" },
  starting: { dot: "live", label: "Starting" },
  ready: { dot: "ok", label: "Ready" },
  degraded: { dot: "warn", label: "In trouble" },
  draining: { dot: "live", label: "Finishing requests" },
  stopping: { dot: "live", label: "Stopping" },
  reclaiming: { dot: "live", label: "Freeing GPU memory" },
  idle: { dot: "idle", label: "Asleep" },
  backoff: { dot: "warn", label: "Trying again soon" },
  failed: { dot: "bad", label: "Failed" },
  gpu_unavailable: { dot: "warn", label: "Waiting for its GPU" },
};

export const stateDot = (state: EngineState): DotKind => states[state].dot;
export const stateLabel = (state: EngineState): string => states[state].label;

const settled: readonly EngineState[] = ["stopped", "failed"];
const coming: readonly EngineState[] = ["preflight", "starting", "backoff", "gpu_unavailable"];

/** It runs, or is on its way to or from running. */
export const isActive = (status: EngineStatus): boolean => !settled.includes(status.state);
export const isComing = (status: EngineStatus): boolean => coming.includes(status.state);
export const isServing = (status: EngineStatus): boolean => status.state === "ready" || status.state === "degraded";

/** "Ready for 3 h 12 min", "Starting for 40 s", "Failed 4 min ago". */
export function stateSince(status: EngineStatus, now: number): string {
  const passed = span(now - status.since);
  if (status.state === "backoff" && status.backoff) {
    const left = status.backoff.until - now;
    return `Attempt ${status.backoff.attempt + 1} ${left > 0 ? `in ${span(left)}` : "now"}`;
  }
  if (settled.includes(status.state)) return `${stateLabel(status.state)} ${passed} ago`;
  return `${stateLabel(status.state)} for ${passed}`;
}

/** What is left of the start, where earlier starts tell; null otherwise. */
export function startLeft(status: EngineStatus, now: number): string | null {
  const { phase } = status;
  if (!phase?.totalEstimateMs) return null;
  const left = phase.totalEstimateMs - (now - phase.launchedAt);
  return left > 0 ? `about ${span(left)} left` : `longer than last time (${span(phase.totalEstimateMs)})`;
}

/** "vLLM 0.28.0", as far as it is known. */
export function engineName(engine: EngineView): string {
  const names = { vllm: "vLLM", llamacpp: "llama.cpp", command: "command", remote: "remote" } as const;
  const version = engine.status.launch?.version;
  return version ? `${names[engine.settings.adapter]} ${version}` : names[engine.settings.adapter];
}

export type FitTone = "ok" | "warn" | "bad" | "plain";

/** The badge in a few words; the sentence and the arithmetic are in the result itself. */
export function fitBadge(fit: FitResult): { tone: FitTone; label: string } {
  switch (fit.verdict) {
    case "fits":
      return { tone: "ok", label: "fits" };
    case "fits_less_context":
      return {
        tone: "warn",
        label: fit.contextLength ? `fits with ${thousands(fit.contextLength)}` : "fits with less",
      };
    case "needs_more_gpus":
      return { tone: "warn", label: fit.gpusNeeded ? `needs ${fit.gpusNeeded} GPUs` : "needs more GPUs" };
    case "does_not_fit":
      return { tone: "bad", label: "does not fit" };
    case "unknown":
      return { tone: "plain", label: "unknown" };
    default:
      return fit.verdict satisfies never;
  }
}

/** The line under the badge. */
export function fitNote(fit: FitResult): string {
  if (fit.verdict !== "fits" && fit.verdict !== "fits_less_context") return fit.summary;
  const parts = [
    fit.contextLength && fit.verdict === "fits" ? `context ${thousands(fit.contextLength)}` : "",
    fit.verdict === "fits_less_context" ? "context limited by memory" : "",
    fit.concurrency ? `${Math.max(1, Math.floor(fit.concurrency))} at once` : "",
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(" · ") : fit.summary;
}

/** "61 % · 2.7 of 4.4 GB · 84 MB/s · 48 s left" */
export function downloadLine(stored: StoredModel): string {
  const { bytes, totalBytes, bytesPerSecond, secondsLeft } = stored.download ?? {
    ...stored,
    bytesPerSecond: 0,
    secondsLeft: null,
  };
  const done = totalBytes > 0 ? bytes / totalBytes : 0;
  return [
    percent(done),
    `${fileBytes(bytes)} of ${fileBytes(totalBytes)}`,
    stored.state === "downloading" && bytesPerSecond > 0 ? byteRate(bytesPerSecond) : "",
    stored.state === "downloading" && secondsLeft !== null ? `${span(secondsLeft * 1000)} left` : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

/** "One NVIDIA RTX 6000 Ada with 48.0 GiB", "2 × NVIDIA L40S with 44.5 GiB each", "NVIDIA L40S and NVIDIA A10". */
export function gpuWords(snapshot: GpuSnapshot): string {
  const { gpus } = snapshot;
  const [first] = gpus;
  if (snapshot.state !== "ok" || !first) return "No GPU that can be used";
  const alike = gpus.every((gpu) => gpu.name === first.name && gpu.memoryTotalBytes === first.memoryTotalBytes);
  const size = first.memoryTotalBytes === null ? "" : ` with ${memoryBytes(first.memoryTotalBytes)}`;
  if (gpus.length === 1) return `One ${first.name}${size}`;
  if (alike) return `${gpus.length} × ${first.name}${size}${size ? " each" : ""}`;
  return gpus
    .map((gpu) => `${gpu.name}${gpu.memoryTotalBytes ? ` (${memoryBytes(gpu.memoryTotalBytes)})` : ""}`)
    .join(", ");
}
