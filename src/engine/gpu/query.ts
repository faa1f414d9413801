import type { GpuProcess, GpuReading } from "../contract.ts";
import { computeCapabilityOf, memoryIn, memoryOf, numberIn, powerOf, temperatureOf, versionOf } from "./value.ts";

/**
 * Fields of `nvidia-smi --query-gpu`, in the order asked for. The name is last: it may hold a comma, and CSV of
 * nvidia-smi knows no quotes.
 */
const fields = [
  "index",
  "uuid",
  "count",
  "memory.total",
  "memory.used",
  "memory.free",
  "utilization.gpu",
  "temperature.gpu",
  "power.draw",
  "power.limit",
  "compute_cap",
  "mig.mode.current",
  "driver_version",
  "name",
] as const;
type Field = (typeof fields)[number];

const format = "--format=csv,noheader,nounits";

/** @param without fields that this driver does not know; it refuses the whole query for one of them */
export const gpuArguments = (without: ReadonlySet<string>): string[] => [
  `--query-gpu=${asked(without).join(",")}`,
  format,
];
export const processArguments = ["--query-compute-apps=gpu_uuid,pid,used_memory,process_name", format];

const asked = (without: ReadonlySet<string>): Field[] => fields.filter((field) => !without.has(field));

/** The field that a driver refused: `Field "compute_cap" is not a valid field to query.` */
export const refusedField = (output: string): string | undefined =>
  /Field "([\w.]+)" is not a valid field/i.exec(output)?.[1];

export interface GpuRow {
  reading: GpuReading;
  /** How many GPUs this round of rows has, where the driver says. */
  count: number | null;
  driver: string | undefined;
  mig: boolean;
  /** What the driver writes instead of values when the GPU itself is in trouble: `GPU is lost`, `GPU requires reset`. */
  trouble: string | undefined;
}

/** One line of the answer; undefined when it is not one (a warning, half a line). */
export function parseGpuRow(line: string, without: ReadonlySet<string>): GpuRow | undefined {
  const columns = asked(without);
  const parts = split(line, columns.length);
  if (!parts) return undefined;
  const value = (field: Field) => {
    const place = columns.indexOf(field);
    return place < 0 ? undefined : parts[place];
  };
  const index = numberIn(value("index"), 0, 4_095);
  const uuid = value("uuid") ?? "";
  if (index === null || !/^(GPU|MIG)-[\w/-]+$/.test(uuid)) return undefined;
  return {
    reading: {
      uuid,
      index,
      name: readable(value("name")) ?? "NVIDIA GPU",
      ...memoryOf(value("memory.total"), value("memory.used"), value("memory.free")),
      utilization: numberIn(value("utilization.gpu"), 0, 100),
      temperatureC: temperatureOf(value("temperature.gpu")),
      ...powerOf(value("power.draw"), value("power.limit")),
      computeCapability: computeCapabilityOf(value("compute_cap")),
      processes: [],
    },
    count: numberIn(value("count"), 1, 4_096),
    driver: versionOf(value("driver_version")),
    mig: value("mig.mode.current") === "Enabled",
    trouble: /\[?(GPU is lost|GPU requires reset)[\]. ]?/i.exec(line)?.[1],
  };
}

/** Processes by the UUID of their GPU. `nameOf` is asked where the driver names none. */
export function parseProcesses(output: string, nameOf: (pid: number) => string | undefined): Map<string, GpuProcess[]> {
  const found = new Map<string, GpuProcess[]>();
  for (const line of output.split("\n")) {
    const [uuid, pidText, memory, name] = split(line, 4) ?? [];
    const pid = numberIn(pidText, 1, 2 ** 31);
    if (uuid === undefined || pid === null) continue;
    const one = { pid, name: readable(name) ?? nameOf(pid) ?? "unknown", memoryBytes: memoryIn(memory) };
    found.set(uuid, [...(found.get(uuid) ?? []), one]);
  }
  return found;
}

/** The newest CUDA version that the driver runs, from the table that `nvidia-smi` prints without arguments. */
export const parseCuda = (output: string): string | undefined =>
  versionOf(/CUDA(?: UMD)? Version\s*:\s*([\d.]+)/.exec(output)?.[1]);

/** The driver's version from the same table; newer ones call it the kernel-mode driver's. */
export const parseDriver = (output: string): string | undefined =>
  versionOf(/(?:Driver|KMD) Version\s*:\s*([\d.]+)/.exec(output)?.[1]);

/** `count` parts, the last with all further commas. */
function split(line: string, count: number): string[] | undefined {
  const parts = line.trim().split(",");
  if (parts.length < count) return undefined;
  return [...parts.slice(0, count - 1), parts.slice(count - 1).join(",")].map((part) => part.trim());
}

const readable = (text: string | undefined): string | undefined =>
  text === undefined || text === "" || text === "-" || /^(\[.*\]|N\/A|ERR!?)$/.test(text) ? undefined : text;
