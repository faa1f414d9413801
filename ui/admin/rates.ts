import type { EngineMetrics } from "../lib/engine-types.ts";

/** What an engine's counters amount to over the last seconds; absent where the engine does not count it. */
export interface Rates {
  tokensPerSecond?: number;
  /** Seconds, the average of the last minute, or of all requests when there was none in it. */
  firstToken?: number;
}

const shortMs = 12_000;
const longMs = 60_000;

/** Keeps the readings of a minute by engine; counters that went back belong to a new process and begin anew. */
export function createRates(): { add(engineId: string, metrics: EngineMetrics): Rates } {
  const kept = new Map<string, EngineMetrics[]>();
  return {
    add(engineId, metrics) {
      const before = kept.get(engineId) ?? [];
      const last = before.at(-1);
      const restarted = (last?.generationTokens ?? 0) > (metrics.generationTokens ?? 0);
      const recent = restarted ? [] : before.filter((one) => one.at < metrics.at && metrics.at - one.at <= longMs);
      kept.set(engineId, [...recent, metrics]);
      return ratesOf(recent, metrics);
    },
  };
}

function ratesOf(recent: readonly EngineMetrics[], now: EngineMetrics): Rates {
  const rates: Rates = {};
  const from = recent.find((one) => now.at - one.at <= shortMs);
  if (from?.generationTokens !== undefined && now.generationTokens !== undefined && now.at > from.at)
    rates.tokensPerSecond = ((now.generationTokens - from.generationTokens) * 1000) / (now.at - from.at);
  const first = recent[0]?.firstToken;
  if (now.firstToken && now.firstToken.count > 0) {
    const fresh = first && now.firstToken.count > first.count;
    rates.firstToken = fresh
      ? (now.firstToken.sum - first.sum) / (now.firstToken.count - first.count)
      : now.firstToken.sum / now.firstToken.count;
  }
  return rates;
}
