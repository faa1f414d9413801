/** One sample of Prometheus' text format. */
export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

const sample = /^([A-Za-z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+-?\d+)?$/;
const label = /([A-Za-z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/**
 * Reads Prometheus' text exposition format; lines that are none are passed over.
 * `NaN` stays NaN, `+Inf` becomes Infinity: a reader decides what it takes.
 */
export function parsePrometheus(text: string): Sample[] {
  const samples: Sample[] = [];
  for (const raw of text.split("\n")) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const [, name, labels, number] = sample.exec(line) ?? [];
    if (name === undefined || number === undefined) continue;
    const value = /^[+-]?Inf$/.test(number) ? (number.startsWith("-") ? -Infinity : Infinity) : Number(number);
    if (Number.isNaN(value) && number !== "NaN") continue;
    samples.push({ name, labels: labelsOf(labels ?? ""), value });
  }
  return samples;
}

function labelsOf(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const [, name, value] of text.matchAll(label)) {
    if (name !== undefined && value !== undefined) labels[name] = value.replace(/\\(.)/g, unescapeLabel);
  }
  return labels;
}

const unescapeLabel = (_: string, character: string): string => (character === "n" ? "\n" : character);

/** Sums over engines and processes; what cannot be a count or a gauge of requests, tokens or seconds is left out. */
export class Readings {
  readonly #sums = new Map<string, number>();
  readonly #counts = new Map<string, number>();

  constructor(samples: readonly Sample[]) {
    for (const { name, value } of samples) {
      if (!Number.isFinite(value) || value < 0 || value > Number.MAX_SAFE_INTEGER) continue;
      this.#sums.set(name, (this.#sums.get(name) ?? 0) + value);
      this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    }
  }

  /** The first of these names that is there, summed over its labels. */
  sum(...names: string[]): number | undefined {
    return names.map((name) => this.#sums.get(name)).find((value) => value !== undefined);
  }

  /** The mean over its labels, for shares of something each engine has for itself. */
  share(...names: string[]): number | undefined {
    const name = names.find((candidate) => this.#sums.has(candidate));
    if (name === undefined) return undefined;
    const mean = (this.#sums.get(name) ?? 0) / (this.#counts.get(name) ?? 1);
    return mean <= 1 ? mean : undefined;
  }

  /** A histogram's sum and count, in its own unit. */
  histogram(...names: string[]): { sum: number; count: number } | undefined {
    for (const name of names) {
      const sum = this.#sums.get(`${name}_sum`);
      const count = this.#counts.has(`${name}_count`) ? this.#sums.get(`${name}_count`) : undefined;
      if (sum !== undefined && count !== undefined) return { sum, count };
    }
    return undefined;
  }
}
