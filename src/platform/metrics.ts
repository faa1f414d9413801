/** Prometheus text exposition (format 0.0.4), kept small: counters, gauges and histograms with labels. */
export type Labels = Record<string, string | number>;

export interface Counter {
  add(amount?: number, labels?: Labels): void;
}
export interface Gauge {
  set(value: number, labels?: Labels): void;
}
/** One value of a gauge that is collected. */
export interface Sample {
  labels: Labels;
  value: number;
}
export interface Histogram {
  /** @param value in the metric's unit, seconds by convention */
  observe(value: number, labels?: Labels): void;
}

export interface Metrics {
  counter(name: string, help: string): Counter;
  /** `collect`, where given, is called at each scrape; it answers with one value, or with one for each set of labels. */
  gauge(name: string, help: string, collect?: () => number | Sample[]): Gauge;
  histogram(name: string, help: string, buckets?: number[]): Histogram;
  text(): string;
}

const defaultBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

const escapeLabel = (value: string): string =>
  value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

function labelText(labels: Labels | undefined, extra?: [string, string]): string {
  const pairs = Object.entries(labels ?? {}).map(([name, value]) => `${name}="${escapeLabel(String(value))}"`);
  if (extra) pairs.push(`${extra[0]}="${extra[1]}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

interface Series {
  labels: Labels | undefined;
  value: number;
  counts?: number[];
  count?: number;
}

interface Family {
  type: "counter" | "gauge" | "histogram";
  help: string;
  buckets: number[];
  collect: (() => number | Sample[]) | undefined;
  series: Map<string, Series>;
}

export function createMetrics(): Metrics {
  const families = new Map<string, Family>();

  function family(
    name: string,
    type: Family["type"],
    help: string,
    buckets: number[] = [],
    collect?: () => number | Sample[],
  ): Family {
    const known = families.get(name);
    if (known) return known;
    const made: Family = { type, help, buckets, collect, series: new Map() };
    families.set(name, made);
    return made;
  }

  function series(of: Family, labels: Labels | undefined): Series {
    const key = labelText(labels);
    let found = of.series.get(key);
    if (!found) {
      found = { labels, value: 0, ...(of.type === "histogram" ? { counts: of.buckets.map(() => 0), count: 0 } : {}) };
      of.series.set(key, found);
    }
    return found;
  }

  return {
    counter(name, help) {
      const of = family(name, "counter", help);
      return {
        add(amount = 1, labels) {
          series(of, labels).value += amount;
        },
      };
    },
    gauge(name, help, collect) {
      const of = family(name, "gauge", help, [], collect);
      return {
        set(value, labels) {
          series(of, labels).value = value;
        },
      };
    },
    histogram(name, help, buckets = defaultBuckets) {
      const of = family(name, "histogram", help, buckets);
      return {
        observe(value, labels) {
          const one = series(of, labels);
          one.value += value;
          one.count = (one.count ?? 0) + 1;
          for (const [index, bound] of of.buckets.entries()) {
            if (value <= bound && one.counts) one.counts[index] = (one.counts[index] ?? 0) + 1;
          }
        },
      };
    },
    text() {
      const lines: string[] = [];
      for (const [name, of] of families) {
        lines.push(`# HELP ${name} ${of.help}`, `# TYPE ${name} ${of.type}`);
        const collected = of.collect?.() ?? [];
        for (const { labels, value } of typeof collected === "number"
          ? [{ labels: {}, value: collected }]
          : collected) {
          lines.push(`${name}${labelText(labels)} ${value}`);
        }
        for (const one of of.series.values()) {
          if (of.type !== "histogram") {
            lines.push(`${name}${labelText(one.labels)} ${one.value}`);
            continue;
          }
          for (const [index, bound] of of.buckets.entries()) {
            lines.push(`${name}_bucket${labelText(one.labels, ["le", String(bound)])} ${one.counts?.[index] ?? 0}`);
          }
          lines.push(`${name}_bucket${labelText(one.labels, ["le", "+Inf"])} ${one.count ?? 0}`);
          lines.push(
            `${name}_sum${labelText(one.labels)} ${one.value}`,
            `${name}_count${labelText(one.labels)} ${one.count ?? 0}`,
          );
        }
      }
      return `${lines.join("\n")}\n`;
    },
  };
}
