import type { GpuSnapshot } from "../contract.ts";

/** What is known of the memory of a launch's GPUs; a figure that was not to be had is absent. */
export interface MemoryNotes {
  readonly gpus: readonly string[];
  readonly pids: ReadonlySet<number>;
  /** Free bytes by GPU: before the launch, once it was ready, and at its end. */
  before: Map<string, number>;
  ready: Map<string, number>;
  end: Map<string, number>;
  /** At the last look, and how many looks it has stood still. */
  last: Map<string, number>;
  still: number;
}

export const memoryNotes = (gpus: readonly string[], pids: ReadonlySet<number>): MemoryNotes => ({
  gpus,
  pids,
  before: new Map(),
  ready: new Map(),
  end: new Map(),
  last: new Map(),
  still: 0,
});

const mib = 1024 * 1024;
const looksUntilStill = 3;

/** Free bytes of these GPUs, as far as they are known. */
export function freeOf(snapshot: GpuSnapshot, gpus: readonly string[]): Map<string, number> {
  const known = new Map<string, number>();
  for (const { uuid, memoryFreeBytes } of snapshot.gpus) {
    if (memoryFreeBytes !== null && gpus.includes(uuid)) known.set(uuid, memoryFreeBytes);
  }
  return known;
}

/**
 * Whether the memory that a launch held is free again: as much as before it, or as much more as it held, or, where
 * neither is known, no longer changing. A GPU that cannot be read holds nobody up.
 */
export function hasReturned(notes: MemoryNotes, snapshot: GpuSnapshot): boolean {
  if (snapshot.state !== "ok") return true;
  const readings = snapshot.gpus.filter(({ uuid }) => notes.gpus.includes(uuid));
  if (readings.some(({ processes }) => processes.some(({ pid }) => notes.pids.has(pid)))) return false;
  const free = freeOf(snapshot, notes.gpus);
  const moved = [...free].some(([uuid, bytes]) => Math.abs(bytes - (notes.last.get(uuid) ?? 0)) > 64 * mib);
  notes.still = moved ? 0 : notes.still + 1;
  notes.last = free;
  return readings.every(({ uuid, memoryTotalBytes, memoryFreeBytes }) => {
    if (memoryFreeBytes === null) return true;
    const tolerance = Math.max(256 * mib, (memoryTotalBytes ?? 0) * 0.02);
    const before = notes.before.get(uuid);
    if (before !== undefined && memoryFreeBytes >= before - tolerance) return true;
    const ready = notes.ready.get(uuid);
    const end = notes.end.get(uuid);
    // Without these figures only standing still can tell.
    if (before === undefined || ready === undefined || end === undefined) return notes.still >= looksUntilStill;
    return memoryFreeBytes - end >= (before - ready) * 0.9 - tolerance;
  });
}
