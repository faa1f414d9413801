import type { EngineMetrics, EngineStatus, EngineView, Failure, PhaseStatus } from "../../engine/index.ts";

/** "45 s", "3 min", "1 h 5 min". */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h${minutes % 60 === 0 ? "" : ` ${minutes % 60} min`}`;
}

/** Where a start is: `3/9 Loading weights 40 %, about 25 s left`. */
export function phaseText(phase: PhaseStatus, now: number): string {
  const percent = phase.progress === undefined ? "" : ` ${Math.floor(phase.progress * 100)} %`;
  const left = phase.totalEstimateMs === undefined ? 0 : phase.launchedAt + phase.totalEstimateMs - now;
  const estimate = left > 0 ? `, about ${duration(left)} left` : "";
  return `${phase.index + 1}/${phase.count} ${phase.label}${percent}${estimate}`;
}

export const failureLines = ({ reason, fix }: Failure): string[] => [reason, ...(fix ? [`fix: ${fix}`] : [])];

/** One engine for people: a line, and under it what is wrong. */
export function engineLines(view: EngineView, now: number, widths: { id: number; state: number }): string[] {
  const { id, settings, status } = view;
  const head = `${id.padEnd(widths.id)}  ${stateText(status).padEnd(widths.state)}  ${settings.label}`;
  const details = [programText(view), ...activity(status, now)].filter((text) => text !== "");
  const indent = " ".repeat(widths.id + 2);
  const troubles = status.trouble ? [status.trouble] : [];
  const failed = status.failure && status.state !== "ready" ? failureLines(status.failure) : [];
  return [
    `${head}${details.length > 0 ? `  (${details.join("; ")})` : ""}`,
    ...[...troubles, ...failed].map((line) => indent + line),
  ];
}

export const stateText = ({ state }: EngineStatus): string => state.replace("_", " ");

/** Columns as wide as their longest entry. */
export const widthsOf = (views: readonly EngineView[]): { id: number; state: number } => ({
  id: Math.max(0, ...views.map(({ id }) => id.length)),
  state: Math.max(0, ...views.map(({ status }) => stateText(status).length)),
});

function programText({ settings, status }: EngineView): string {
  const version = status.launch?.version;
  return `${settings.adapter}${version ? ` ${version}` : ""}`;
}

function activity(status: EngineStatus, now: number): string[] {
  switch (status.state) {
    case "starting":
      return status.phase ? [phaseText(status.phase, now)] : [];
    case "backoff":
      return status.backoff ? [`attempt ${status.backoff.attempt} in ${duration(status.backoff.until - now)}`] : [];
    case "ready":
    case "degraded":
    case "draining":
      return [`${status.inFlight} running, ${status.waiting} waiting`, ...cacheText(status.metrics)];
    case "idle":
      return ["unloaded; the next request wakes it"];
    default:
      return [];
  }
}

const cacheText = (metrics: EngineMetrics | undefined): string[] =>
  metrics?.kvCacheUsage === undefined ? [] : [`KV cache ${Math.round(metrics.kvCacheUsage * 100)} %`];
