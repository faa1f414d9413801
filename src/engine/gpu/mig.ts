import type { GpuReading } from "../contract.ts";
import { memoryOf } from "./value.ts";

/** One slice of a GPU in MIG mode: what CUDA sees there in place of the GPU. */
export interface MigDevice {
  uuid: string;
  /** For example "1g.10gb". */
  profile: string;
  memory: ReturnType<typeof memoryOf>;
}

/**
 * The slices by their GPU's index. `nvidia-smi -L` names them under their GPU (`MIG 1g.5gb  Device  0: (UUID: MIG-…)`),
 * the table of `nvidia-smi` has their memory by the same device number (columns GPU, GI ID, CI ID, MIG Dev).
 */
export function parseMig(list: string, table: string): Map<number, MigDevice[]> {
  const memory = new Map<string, ReturnType<typeof memoryOf>>();
  for (const line of table.split("\n")) {
    const found = /^\|\s+(\d+)\s+\d+\s+\d+\s+(\d+)\s+\|\s+(\d+)MiB\s*\/\s*(\d+)MiB/.exec(line);
    if (!found) continue;
    const [, gpu, device, used = "", total = ""] = found;
    memory.set(`${gpu} ${device}`, memoryOf(total, used, String(Number(total) - Number(used))));
  }
  const devices = new Map<number, MigDevice[]>();
  let gpu = -1;
  for (const line of list.split("\n")) {
    const parent = /^GPU (\d+):/.exec(line);
    if (parent) gpu = Number(parent[1]);
    const [, profile, device, uuid] = /^\s+MIG (\S+)\s+Device\s+(\d+): \(UUID: (MIG-[\w/-]+)\)/.exec(line) ?? [];
    if (gpu < 0 || !profile || !uuid) continue;
    const one = { uuid, profile, memory: memory.get(`${gpu} ${device}`) ?? memoryOf(undefined, undefined, undefined) };
    devices.set(gpu, [...(devices.get(gpu) ?? []), one]);
  }
  return devices;
}

/** The readings that stand for a GPU in MIG mode: one for each slice; the whole has no memory to give. */
export function migReadings(gpu: GpuReading, devices: readonly MigDevice[]): GpuReading[] {
  if (devices.length === 0) {
    const none = memoryOf(undefined, undefined, undefined);
    return [{ ...gpu, ...none, name: `${gpu.name} (MIG without instances)` }];
  }
  return devices.map(({ uuid, profile, memory }) => ({
    ...gpu,
    ...memory,
    uuid,
    name: `${gpu.name} MIG ${profile}`,
    utilization: null,
    // The driver names the GPU of a process, not its slice.
    processes: devices.length === 1 ? gpu.processes : [],
  }));
}
