/** Units of the numbers that are recorded, by name; a page formats by them. Anything else is a plain count. */
const units: Record<string, string> = {
  utilization: "%",
  temperatureC: "°C",
  powerW: "W",
  kvCacheUsage: "ratio",
  prefixCacheHitRate: "ratio",
  tokensPerSecond: "tokens/s",
  generationTokensPerSecond: "tokens/s",
  promptTokensPerSecond: "tokens/s",
  firstToken: "s",
  interToken: "s",
  endToEnd: "s",
  queueTime: "s",
};

export function unitOf(metric: string): string {
  const known = units[metric];
  if (known) return known;
  if (metric.endsWith("Bytes")) return "bytes";
  if (metric.endsWith("PerSecond")) return "1/s";
  if (metric.endsWith("Seconds")) return "s";
  return "count";
}
