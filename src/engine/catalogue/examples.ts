import type { GpuReading, StoredModel } from "../contract.ts";

const GiB = 2 ** 30;

/** An idle GPU, for the tests. */
export function testGpu(index: number, totalGib: number, change: Partial<GpuReading> = {}): GpuReading {
  return {
    uuid: `GPU-${index}`,
    index,
    name: "Test GPU",
    memoryTotalBytes: totalGib * GiB,
    memoryUsedBytes: 0,
    memoryFreeBytes: totalGib * GiB,
    utilization: 0,
    temperatureC: 40,
    powerW: 50,
    powerLimitW: 300,
    computeCapability: "8.9",
    processes: [],
    ...change,
  };
}

/** A complete model on the disk, for the tests. */
export function testStored(id: string, totalBytes: number, change: Partial<StoredModel> = {}): StoredModel {
  return {
    id,
    revision: "main",
    path: `/models/${id}`,
    format: "safetensors",
    state: "complete",
    bytes: totalBytes,
    totalBytes,
    files: 3,
    verifiedAt: null,
    problems: [],
    ...change,
  };
}
