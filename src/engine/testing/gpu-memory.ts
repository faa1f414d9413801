import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readStat } from "../process/proc.ts";

/** One process's claim on one GPU, as it stands in a file of the folder. */
interface Claim {
  pid: number;
  startTime: number;
  uuid: string;
  mib: number;
  name: string;
  lingerMs: number;
}

export interface FakeGpu {
  uuid: string;
  name: string;
  totalMiB: number;
}

const gpusFile = "gpus.json";

export function writeGpus(folder: string, gpus: readonly FakeGpu[]): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, gpusFile), JSON.stringify(gpus));
}

export function readGpus(folder: string): FakeGpu[] {
  const file = join(folder, gpusFile);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
}

/** Says that a process holds memory now; said again, the new amount counts. */
export function claimMemory(folder: string, claim: Omit<Claim, "startTime">): void {
  const startTime = readStat(claim.pid)?.startTime;
  if (startTime === undefined) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${claim.pid}-${claim.uuid}.claim`), JSON.stringify({ ...claim, startTime }));
}

/** Who holds how much, without those whose process is gone: a driver frees what the dead held, some after a while. */
export function heldMemory(folder: string, now = Date.now()): (Claim & { alive: boolean })[] {
  const held: (Claim & { alive: boolean })[] = [];
  const files = existsSync(folder) ? readdirSync(folder) : [];
  for (const file of files.filter((name) => name.endsWith(".claim"))) {
    const path = join(folder, file);
    try {
      const claim: Claim = JSON.parse(readFileSync(path, "utf8"));
      const stat = readStat(claim.pid);
      const alive = stat !== undefined && stat.startTime === claim.startTime && stat.state !== "Z";
      if (!alive && diedSince(`${path}.dead`, now) >= claim.lingerMs) {
        for (const gone of [path, `${path}.dead`]) rmSync(gone, { force: true });
      } else held.push({ ...claim, alive });
    } catch {
      // Half written, or removed meanwhile.
    }
  }
  return held;
}

/** Milliseconds since somebody first saw it dead. */
function diedSince(mark: string, now: number): number {
  const seen = statSync(mark, { throwIfNoEntry: false });
  if (!seen) writeFileSync(mark, "");
  return seen ? Math.max(0, now - seen.mtimeMs) : 0;
}

/** MiB that are free; undefined for a GPU that the folder does not know. */
export function freeMib(folder: string, uuid: string): { free: number; total: number } | undefined {
  const gpu = readGpus(folder).find((one) => one.uuid === uuid);
  if (!gpu) return undefined;
  const used = heldMemory(folder).reduce((sum, claim) => sum + (claim.uuid === uuid ? claim.mib : 0), 0);
  return { free: Math.max(0, gpu.totalMiB - used), total: gpu.totalMiB };
}
