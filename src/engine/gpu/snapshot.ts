import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { GpuReading, GpuSnapshot } from "../contract.ts";
import { migReadings } from "./mig.ts";
import type { GpuRow } from "./query.ts";
import type { GpuUse } from "./reader.ts";
import { explainFailure } from "./trouble.ts";

/** GPUs that were seen since this program started, by UUID. */
export type KnownGpus = Map<string, { index: number; name: string }>;

export interface SnapshotParts {
  at: number;
  rows: readonly GpuRow[];
  use: GpuUse;
  driver: string | undefined;
  cuda: string | undefined;
  /** Updated with what is seen now. */
  known: KnownGpus;
  /** Where /proc lies. */
  root: string;
}

/** Puts one round of rows together, and says which GPU of an earlier round is missing or in trouble. */
export function assemble(parts: SnapshotParts): GpuSnapshot {
  const { rows, known } = parts;
  const gpus = rows
    .flatMap(({ reading, mig }) => {
      const gpu = {
        ...withUnifiedMemory(reading, parts.root),
        processes: parts.use.processes.get(reading.uuid) ?? [],
      };
      return mig ? migReadings(gpu, parts.use.mig.get(gpu.index) ?? []) : [gpu];
    })
    .sort((a, b) => a.index - b.index);
  for (const { reading } of rows) known.set(reading.uuid, { index: reading.index, name: reading.name });
  const driver = rows.find((row) => row.driver !== undefined)?.driver ?? parts.driver;
  const detail = [
    missing(
      rows.map(({ reading }) => reading),
      known,
    ),
    troubled(rows),
    unsliced(gpus),
  ]
    .filter((text) => text !== undefined)
    .join(" ");
  return {
    at: parts.at,
    state: "ok",
    ...(detail ? { detail } : {}),
    ...(driver ? { driver } : {}),
    ...(parts.cuda ? { cuda: parts.cuda } : {}),
    gpus,
  };
}

/** A sentence on GPUs that were there and are not; undefined when all are. */
export function missing(gpus: readonly { uuid: string }[], known: KnownGpus): string | undefined {
  const present = new Set(gpus.map(({ uuid }) => uuid));
  const gone = [...known].filter(([uuid]) => !present.has(uuid)).map(([, { index, name }]) => `${index} (${name})`);
  if (gone.length === 0) return undefined;
  const were = gone.length === 1 ? "was there before and does" : "were there before and do";
  return `GPU ${gone.join(", ")} ${were} not answer any more. See what the kernel says (sudo dmesg | grep -i xid) and restart the machine: sudo reboot`;
}

function troubled(rows: readonly GpuRow[]): string | undefined {
  const one = rows.find(({ trouble }) => trouble !== undefined);
  return one ? `GPU ${one.reading.index}: ${explainFailure(one.trouble ?? "", 0).detail}` : undefined;
}

function unsliced(gpus: readonly GpuReading[]): string | undefined {
  const one = gpus.find(({ name }) => name.endsWith("(MIG without instances)"));
  return one
    ? `GPU ${one.index} is in MIG mode and has no instances, so nothing can use it. Turn MIG off: sudo nvidia-smi -i ${one.index} -mig 0; or make instances: sudo nvidia-smi mig -lgip`
    : undefined;
}

/** Chips that share the machine's memory and therefore report none of their own. */
const sharesMemory = /\b(GB10|Thor|Orin|Xavier|Tegra)\b/i;

/**
 * On GPUs known to share the machine's memory, that memory, and a name that says so. Any other GPU that does not tell
 * its memory keeps it unknown.
 */
function withUnifiedMemory(reading: GpuReading, root: string): GpuReading {
  if (reading.memoryTotalBytes !== null || !sharesMemory.test(reading.name)) return reading;
  let text: string;
  try {
    text = readFileSync(join(root, "proc/meminfo"), "utf8");
  } catch {
    return reading;
  }
  const bytes = (field: string) => {
    const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(text)?.[1];
    return kibibytes === undefined ? null : Number(kibibytes) * 1024;
  };
  const total = bytes("MemTotal");
  const free = bytes("MemAvailable");
  return {
    ...reading,
    name: `${reading.name} (shares the system's memory)`,
    memoryTotalBytes: total,
    memoryFreeBytes: free,
    memoryUsedBytes: total === null || free === null ? null : total - free,
  };
}
