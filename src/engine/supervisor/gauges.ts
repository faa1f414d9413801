import type { Metrics } from "../../platform/metrics.ts";
import { type EngineMetrics, type EngineStatus, engineStates } from "../contract.ts";

export interface Gauges {
  show(status: EngineStatus): void;
  gone(engineId: string): void;
  restarted(engineId: string): void;
  failed(engineId: string, code: string): void;
  started(engineId: string, tookMs: number): void;
}

export function createGauges(metrics: Metrics): Gauges {
  const state = metrics.gauge("vitrine_engine_state", "1 for the state that an engine is in.");
  const inFlight = metrics.gauge("vitrine_engine_requests_in_flight", "Requests being answered by an engine.");
  const waiting = metrics.gauge("vitrine_engine_requests_waiting", "Requests waiting for an engine.");
  const restarts = metrics.counter("vitrine_engine_restarts_total", "Restarts after a failure.");
  const failures = metrics.counter("vitrine_engine_failures_total", "Failures of an engine by their code.");
  const start = metrics.histogram(
    "vitrine_engine_start_seconds",
    "From the launch to the first answer.",
    [1, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600],
  );
  const shown = new Map<string, string>();
  return {
    show({ engineId: engine, state: now, inFlight: running, waiting: queued }) {
      inFlight.set(running, { engine });
      waiting.set(queued, { engine });
      if (shown.get(engine) === now) return;
      shown.set(engine, now);
      for (const one of engineStates) state.set(one === now ? 1 : 0, { engine, state: one });
    },
    gone(engine) {
      shown.delete(engine);
      for (const one of engineStates) state.set(0, { engine, state: one });
      inFlight.set(0, { engine });
      waiting.set(0, { engine });
    },
    restarted: (engine) => restarts.add(1, { engine }),
    failed: (engine, code) => failures.add(1, { engine, code }),
    started: (engine, tookMs) => start.observe(tookMs / 1000, { engine }),
  };
}

/** What a reading says for the charts: rates since the reading before it, seconds, shares. */
export function samplesOf(now: EngineMetrics, before: EngineMetrics | undefined): Record<string, number> {
  const values: Record<string, number> = {};
  const put = (name: string, value: number | undefined) => {
    if (value !== undefined && Number.isFinite(value) && value >= 0) values[name] = value;
  };
  put("running", now.running);
  put("waiting", now.waiting);
  put("kvCacheUsage", now.kvCacheUsage);
  if (!before) return values;
  const seconds = (now.at - before.at) / 1000;
  const rate = (a: number | undefined, b: number | undefined) =>
    a === undefined || b === undefined || seconds <= 0 ? undefined : (a - b) / seconds;
  put("tokensPerSecond", rate(now.generationTokens, before.generationTokens));
  put("promptTokensPerSecond", rate(now.promptTokens, before.promptTokens));
  type Sum = EngineMetrics["firstToken"];
  const mean = (a: Sum, b: Sum) => (a && b && a.count > b.count ? (a.sum - b.sum) / (a.count - b.count) : undefined);
  put("firstToken", mean(now.firstToken, before.firstToken));
  put("interToken", mean(now.interToken, before.interToken));
  put("queueTime", mean(now.queueTime, before.queueTime));
  return values;
}
