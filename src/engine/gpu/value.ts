/**
 * What one field of `nvidia-smi` says, or null: for `[N/A]`, `[Not Supported]`, `[Unknown Error]`, `ERR!`,
 * `[Insufficient Permissions]`, `[GPU is lost]` and whatever else stands in its place, and for numbers that no GPU has.
 */
export function numberIn(text: string | undefined, smallest: number, largest: number): number | null {
  const trimmed = text?.trim() ?? "";
  if (!/^-?\d+(\.\d+)?$/.test(trimmed)) return null;
  const value = Number(trimmed);
  return value >= smallest && value <= largest ? value : null;
}

const mebibyte = 1024 * 1024;
/** Sixteen tebibytes: more than any GPU will have for a while, less than the values of a confused driver. */
const largestMemoryMib = 16 * 1024 * 1024;

/** Bytes of a field in MiB. */
export function memoryIn(text: string | undefined, smallestMib = 0): number | null {
  const value = numberIn(text, smallestMib, largestMemoryMib);
  return value === null ? null : Math.round(value * mebibyte);
}

/** Total, used and free bytes of one GPU; used or free memory beyond the total cannot be and is unknown. */
export function memoryOf(total: string | undefined, used: string | undefined, free: string | undefined) {
  const totalBytes = memoryIn(total, 1);
  const within = (bytes: number | null) => (bytes !== null && totalBytes !== null && bytes > totalBytes ? null : bytes);
  return {
    memoryTotalBytes: totalBytes,
    memoryUsedBytes: within(memoryIn(used)),
    memoryFreeBytes: within(memoryIn(free)),
  };
}

/** Watts; a board always draws some, and none draws far more than it may. */
export function powerOf(draw: string | undefined, limit: string | undefined) {
  const powerLimitW = numberIn(limit, 1, 5_000);
  const drawn = numberIn(draw, 0.1, 5_000);
  return { powerLimitW, powerW: drawn !== null && powerLimitW !== null && drawn > powerLimitW * 2 ? null : drawn };
}

/** Celsius between freezing and where every chip has switched off. */
export const temperatureOf = (text: string | undefined): number | null => numberIn(text, 1, 130);

/** "9.0"; null for anything else. */
export function computeCapabilityOf(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? "";
  return /^[1-9]\d?\.\d$/.test(trimmed) ? trimmed : null;
}

/** A driver or CUDA version such as "580.95.05"; undefined for anything else. */
export function versionOf(text: string | undefined): string | undefined {
  const trimmed = text?.trim() ?? "";
  return /^\d+(\.\d+)+$/.test(trimmed) ? trimmed : undefined;
}
