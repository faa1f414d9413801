import type { HistoryView } from "../lib/engine-types.ts";
import { figure, latency, memoryBytes, percent } from "../lib/units.ts";

export type Series = HistoryView["series"][number];

/** Names under which one number may come, the first being ours. */
const names: Record<string, string[]> = {
  tokensPerSecond: [
    "tokensPerSecond",
    "generationTokensPerSecond",
    "generation_tokens_per_second",
    "tokens_per_second",
  ],
  running: ["running", "inFlight", "in_flight", "num_requests_running"],
  waiting: ["waiting", "queued", "num_requests_waiting"],
  kvCacheUsage: ["kvCacheUsage", "kv_cache_usage", "kv"],
  firstToken: ["firstToken", "firstTokenSeconds", "firstTokenMs", "timeToFirstToken", "time_to_first_token"],
  memoryUsed: ["memoryUsedBytes", "memoryUsed", "memory_used"],
  utilization: ["utilization", "load"],
  temperature: ["temperatureC", "temperature"],
  power: ["powerW", "power"],
};

/** One column of a history; null where it has none. */
export function column(history: HistoryView, metric: keyof typeof names | string): Series | null {
  const wanted = names[metric] ?? [metric];
  return history.series.find((series) => wanted.includes(series.metric)) ?? null;
}

/** How values of a unit are written for people. */
export function formatterOf(unit: string): (value: number) => string {
  switch (unit) {
    case "ratio":
    case "share":
    case "fraction":
      return percent;
    case "%":
    case "percent":
      return (value) => percent(value / 100);
    case "bytes":
    case "B":
      return memoryBytes;
    case "s":
    case "seconds":
      return latency;
    case "ms":
    case "milliseconds":
      return (value) => latency(value / 1000);
    case "C":
    case "°C":
    case "celsius":
      return (value) => `${Math.round(value)} °C`;
    case "W":
    case "watts":
      return (value) => `${Math.round(value)} W`;
    default:
      return figure;
  }
}
