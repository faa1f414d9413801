export const GiB = 2 ** 30;

/** As nvidia-smi and the engines count: "15.0 GiB". */
export function gib(bytes: number): string {
  const value = bytes / GiB;
  return `${Math.abs(value) >= 100 ? Math.round(value) : value.toFixed(1)} GiB`;
}

/** "131,072". */
export function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** "24.6 kB": decimal, as papers give the bytes of a token. */
export function kilobytes(bytes: number): string {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(2)} MB`;
}

/**
 * The sizes in which GPUs are sold, and a share of each that a driver reports at the least: an L4 sold with 24 GB shows
 * 22.5 GiB, an L40S sold with 48 GB 45.0 GiB.
 */
const soldGigabytes = [6, 8, 12, 16, 24, 32, 40, 48, 64, 80, 96, 141, 180, 192, 288];
const reportedShare = 0.937;

/** The smallest GPU on the market with so many bytes, as it is called ("24"); undefined when there is none. */
export function soldSizeFor(bytes: number): number | undefined {
  return soldGigabytes.find((size) => size * reportedShare * GiB >= bytes);
}

export const largestSoldBytes = 80 * reportedShare * GiB;
