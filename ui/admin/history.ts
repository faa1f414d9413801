import type { ChartLine } from "../kit/chart.ts";
import type { HistoryView } from "../lib/engine-types.ts";
import { figure, latency, percent } from "../lib/units.ts";

export type Series = HistoryView["series"][number];

/** Names under which one number may come, the first being ours. */
const names: Record<string, string[]> = {
  tokensPerSecond: ["tokensPerSecond", "generationTokensPerSecond"],
  running: ["running", "inFlight"],
  waiting: ["waiting", "queued"],
  kvCacheUsage: ["kvCacheUsage", "kvCache"],
  firstToken: ["firstToken", "firstTokenSeconds", "firstTokenMs"],
  memoryUsed: ["memoryUsedBytes", "memoryUsed"],
  utilization: ["utilization"],
  temperature: ["temperatureC", "temperature"],
  power: ["powerW", "power"],
};

/** One column of a history; null where it has none. */
export function column(history: HistoryView, metric: string): Series | null {
  const wanted = names[metric] ?? [metric];
  return history.series.find((series) => wanted.includes(series.metric)) ?? null;
}

interface Scale {
  /** What a value is divided by before it is drawn, so that the axis has round figures. */
  divisor: number;
  format(value: number): string;
  top?: number;
  /** The axis reaches at least this far, so that next to nothing does not look like much. */
  least?: number;
  whole?: boolean;
}

/** How values of a unit are drawn and written for people. */
export function scaleOf(unit: string): Scale {
  switch (unit) {
    case "ratio":
    case "share":
      return { divisor: 1, format: percent, top: 1 };
    case "%":
    case "percent":
      return { divisor: 100, format: percent, top: 1 };
    case "bytes":
    case "B":
      return { divisor: 2 ** 30, format: (value) => `${figure(value)} GiB` };
    case "s":
    case "seconds":
      return { divisor: 1, format: latency };
    case "ms":
    case "milliseconds":
      return { divisor: 1000, format: latency };
    case "°C":
    case "C":
    case "celsius":
      return { divisor: 1, format: (value) => `${Math.round(value)} °C` };
    case "W":
    case "watts":
      return { divisor: 1, format: (value) => `${Math.round(value)} W` };
    case "count":
    case "requests":
      return { divisor: 1, format: figure, whole: true, least: 1 };
    default:
      return { divisor: 1, format: figure, least: 1 };
  }
}

export interface ChartPlan {
  title: string;
  metrics: { metric: string; label: string; tone: ChartLine["tone"] }[];
  /** The top of the axis in the series' own unit. */
  top?: number | undefined;
}

export interface PlannedChart {
  title: string;
  lines: ChartLine[];
  format(value: number): string;
  top?: number;
  least?: number | undefined;
  whole?: boolean | undefined;
}

/** The charts of a history; one without numbers keeps its place with no lines. Empty when there are no numbers at all. */
export function chartsOf(history: HistoryView, plans: ChartPlan[]): PlannedChart[] {
  const charts = plans.map((plan): PlannedChart => {
    const found = plan.metrics.flatMap((one) => {
      const series = column(history, one.metric);
      return series ? [{ ...one, series }] : [];
    });
    const [first] = found;
    if (!first) return { title: plan.title, lines: [], format: figure };
    const scale = scaleOf(first.series.unit);
    const lines = found.map(({ label, tone, series }) => ({
      label,
      tone,
      values: series.values.map((value) => (value === null ? null : value / scaleOf(series.unit).divisor)),
    }));
    const top = plan.top === undefined ? scale.top : plan.top / scale.divisor;
    return {
      title: plan.title,
      lines,
      format: scale.format,
      whole: scale.whole,
      least: scale.least,
      ...(top === undefined ? {} : { top }),
    };
  });
  return charts.some((chart) => chart.lines.length > 0) ? charts : [];
}
