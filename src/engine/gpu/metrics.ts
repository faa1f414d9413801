import type { Metrics } from "../../platform/metrics.ts";
import type { GpuMonitor, GpuReading } from "../contract.ts";

const gauges: readonly (readonly [string, string, (gpu: GpuReading) => number | null])[] = [
  ["vitrine_gpu_memory_total_bytes", "Memory of the GPU.", (gpu) => gpu.memoryTotalBytes],
  ["vitrine_gpu_memory_used_bytes", "Memory of the GPU in use, by whomever.", (gpu) => gpu.memoryUsedBytes],
  [
    "vitrine_gpu_utilization_ratio",
    "Part of the time in which the GPU computed, 0 to 1.",
    (gpu) => (gpu.utilization === null ? null : gpu.utilization / 100),
  ],
  ["vitrine_gpu_temperature_celsius", "Temperature of the GPU.", (gpu) => gpu.temperatureC],
  ["vitrine_gpu_power_watts", "Power that the GPU draws.", (gpu) => gpu.powerW],
  ["vitrine_gpu_power_limit_watts", "Power that the GPU may draw.", (gpu) => gpu.powerLimitW],
  ["vitrine_gpu_processes", "Processes that compute on the GPU.", (gpu) => gpu.processes.length],
];

/**
 * Registers the GPUs' gauges with the labels `gpu` (index), `uuid` and `name`. An unknown value, and every value of a
 * GPU that is gone, is NaN. A scrape reads nothing: it shows the last snapshot.
 */
export function gpuMetrics(metrics: Metrics, monitor: GpuMonitor): void {
  const seen = new Map<string, { gpu: number; uuid: string; name: string }>();
  const refresh = () => {
    const { state, gpus } = monitor.latest();
    for (const { index, uuid, name } of gpus) if (!seen.has(uuid)) seen.set(uuid, { gpu: index, uuid, name });
    const present = new Map(gpus.map((gpu) => [gpu.uuid, gpu]));
    for (const [place, [, , read]] of gauges.entries()) {
      for (const [uuid, labels] of seen) {
        const gpu = present.get(uuid);
        labelled[place]?.set((gpu ? read(gpu) : null) ?? Number.NaN, labels);
      }
    }
    return state === "ok" ? gpus.length : 0;
  };
  // Families are written in the order in which they were registered: this one, asked first, brings the others up to date.
  metrics.gauge("vitrine_gpus", "GPUs that answer.", refresh);
  const labelled = gauges.map(([name, help]) => metrics.gauge(name, help));
}
