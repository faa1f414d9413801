import { raw, rows, text } from "../code/escape.ts";
import { code } from "../code/template.ts";
import { defineKind } from "../kind.ts";
import { editNames, wants } from "../reading/ask.ts";
import type { Reading } from "../reading/reading.ts";
import { counted, spoken } from "../reading/words.ts";
import { listedMetrics, metricOf, metricsOf, subjectOf } from "./metrics.ts";

interface Spec {
  metrics: string[];
  /** The change against the period before. */
  trend: boolean;
  /** A small line of the last days. */
  sparkline: boolean;
  icons: boolean;
}

function read(reading: Reading, previous: Spec | undefined): Spec {
  return {
    metrics: editNames(reading, previous?.metrics ?? listedMetrics(reading), {
      nouns: ["stat", "metric", "kpi", "card", "number", "figure", "tile"],
      defaults: metricsOf(subjectOf(reading.source.text)),
      usual: 4,
      most: 12,
    }),
    trend: wants(reading, ["trend", "change", "delta", "comparison", "percentage"], previous?.trend ?? true),
    sparkline: wants(
      reading,
      ["sparkline", "mini chart", "small chart", "chart", "graph"],
      previous?.sparkline ?? false,
    ),
    icons: wants(reading, ["icon"], previous?.icons ?? true),
  };
}

export const stats = defineKind<Spec>({
  name: "stats",
  label: "a row of stats cards",
  placement: "section",
  words: {
    stat: 10,
    stats: 10,
    "stat card": 12,
    statistic: 8,
    "kpi card": 12,
    kpi: 10,
    metric: 8,
    "metric card": 12,
    "key figure": 8,
    kennzahl: 10,
    kennzahlen: 10,
    statistik: 8,
    estadistica: 8,
    chiffres: 6,
  },
  read,
  compose(spec, at) {
    const metrics = spec.metrics.map(metricOf);
    const columns =
      metrics.length % 3 === 0 && metrics.length % 4 !== 0
        ? "sm:grid-cols-3"
        : metrics.length === 1
          ? "max-w-sm"
          : "sm:grid-cols-2 xl:grid-cols-4";
    return code`
      interface Stat {
        label: string;
        value: string;
        ${spec.trend && "/** Against the month before, in per cent. */\nchange: number;"}
        ${spec.icons && "icon: LucideIcon;"}
        ${spec.sparkline && "series: number[];"}
      }

      const stats: Stat[] = ${rows(
        metrics.map((metric) => ({
          label: metric.label,
          value: metric.value,
          change: spec.trend ? metric.change : undefined,
          icon: spec.icons ? raw(metric.icon) : undefined,
          series: spec.sparkline ? metric.series : undefined,
        })),
      )};

      ${
        spec.sparkline &&
        `function points(series: number[]): string {
        const highest = Math.max(...series);
        const lowest = Math.min(...series);
        const span = highest - lowest || 1;
        return series.map((value, index) => [(index / (series.length - 1)) * 100, 28 - ((value - lowest) / span) * 24].join(",")).join(" ");
      }`
      }

      export default function ${at.component}() {
        return (
          <section className="${at.root} ${at.alone ? at.space.section : "py-6"} px-4 sm:px-6" aria-labelledby="stats-title">
            <div className="mx-auto ${at.width}">
              <h2 id="stats-title" className="mb-4 text-lg ${at.headingColor} font-semibold tracking-tight">${text(at.title("Overview"))}</h2>
              <dl className="grid ${at.space.gap} ${columns}">
                {stats.map((stat) => (
                  <Card key={stat.label} className="gap-2">
                    <CardHeader className="flex flex-row items-center justify-between gap-2">
                      <dt className="text-sm font-medium text-muted-foreground">{stat.label}</dt>
                      ${spec.icons && `<span className="flex size-8 items-center justify-center rounded-md ${at.accent.soft}"><stat.icon className="size-4" aria-hidden="true" /></span>`}
                    </CardHeader>
                    <CardContent>
                      <dd className="text-2xl font-semibold tracking-tight tabular-nums">{stat.value}</dd>
                      ${
                        spec.trend &&
                        `<dd className="mt-1 flex items-center gap-1 text-xs text-muted-foreground">
                        <span className={cn("inline-flex items-center gap-0.5 font-medium", stat.change >= 0 ? "text-emerald-700 dark:text-emerald-400" : "text-red-700 dark:text-red-400")}>
                          {stat.change >= 0 ? <ArrowUpRightIcon className="size-3.5" aria-hidden="true" /> : <ArrowDownRightIcon className="size-3.5" aria-hidden="true" />}
                          {stat.change > 0 ? "+" : ""}{stat.change.toFixed(1)}%
                        </span>
                        since last month
                      </dd>`
                      }
                      ${
                        spec.sparkline &&
                        `<dd className="mt-3" aria-hidden="true">
                        <svg viewBox="0 0 100 32" preserveAspectRatio="none" className="h-8 w-full ${at.accent.text}">
                          <polyline points={points(stat.series)} fill="none" stroke="currentColor" strokeWidth="2" vectorEffect="non-scaling-stroke" />
                        </svg>
                      </dd>`
                      }
                    </CardContent>
                  </Card>
                ))}
              </dl>
            </div>
          </section>
        );
      }
    `;
  },
  describe: (spec) => `${counted(spec.metrics.length, "card")} (${spoken(spec.metrics)})`,
  followUps: (spec) => [
    spec.sparkline ? "remove the sparklines" : "add sparklines",
    spec.metrics.length === 3 ? "four cards" : "three cards",
    "rename Orders to Bookings",
  ],
});
