/** Sizes of files, as disks and hubs count them: "29.8 GB", "640 MB". */
export function fileBytes(bytes: number): string {
  if (bytes >= 999.5e9) return `${(bytes / 1e12).toFixed(1)} TB`;
  if (bytes >= 999.5e6) return `${(bytes / 1e9).toFixed(bytes < 100e9 ? 1 : 0)} GB`;
  if (bytes >= 999.5e3) return `${Math.round(bytes / 1e6)} MB`;
  return `${Math.round(bytes / 1e3)} kB`;
}

/** Memory of a GPU, as drivers and engines count it: "12.9 GiB"; null is "unknown". */
export function memoryBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined) return "unknown";
  const gib = bytes / 2 ** 30;
  if (gib >= 100) return `${Math.round(gib)} GiB`;
  return gib >= 1 ? `${gib.toFixed(1)} GiB` : `${Math.round(bytes / 2 ** 20)} MiB`;
}

/** "4.2 GB/s", "84 MB/s". */
export const byteRate = (bytesPerSecond: number): string => `${fileBytes(bytesPerSecond)}/s`;

/** 0 to 1 as "31 %". */
export function percent(share: number): string {
  const value = share * 100;
  return `${value > 0 && value < 1 ? value.toFixed(1) : Math.round(value)} %`;
}

/** "12 s", "4 min 10 s", "3 h 12 min", "5 days": at most two units, none smaller than a second. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} days`;
}

/** A rate or count without false precision: "812", "31.4", "0.7". */
export function figure(value: number): string {
  if (value !== 0 && Math.abs(value) < 10) return value.toFixed(1).replace(/\.0$/u, "");
  return new Intl.NumberFormat("en-US", { maximumFractionDigits: Math.abs(value) < 100 ? 1 : 0 }).format(value);
}

/** Seconds for latencies: "0.31 s", "85 ms", "12 s". */
export function latency(seconds: number): string {
  if (seconds < 0.1) return `${Math.round(seconds * 1000)} ms`;
  return seconds < 10 ? `${seconds.toFixed(2)} s` : `${Math.round(seconds)} s`;
}
