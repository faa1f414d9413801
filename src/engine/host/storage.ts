import { dirname } from "node:path";
import { fail, gib, type Outcome, ok, size, warn } from "./finding.ts";
import type { Machine } from "./machine.ts";

/** Under this Vitrine does not start. */
const leastBytes = 32 * 1024 ** 2;
/** A small model that is good for this work, and a large one. */
const smallModel = gib(20);

/** The disk of the data folder: database, logs, caches. */
export function checkDisk(machine: Machine, dataDir: string): Outcome {
  const disk = machine.disk(existing(machine, dataDir));
  if (!disk) return warn("the disk does not tell how much room it has");
  if (disk.totalFiles > 0 && disk.freeFiles < 1_000) {
    return fail(
      `only ${disk.freeFiles} more files fit on the disk of ${dataDir}, however much space is free`,
      "find the folder with the many small files: sudo du --inodes -x / | sort -n | tail",
    );
  }
  const free = size(disk.freeBytes);
  if (disk.freeBytes < leastBytes) return fail(`${free} free`, "free some space or move the data folder (--data)");
  if (disk.freeBytes < gib(1)) return warn(`only ${free} free`, "free some space soon");
  return ok(`${free} free`);
}

/** The disk that weights go to, which may be another one. */
export function checkWeightsDisk(machine: Machine, modelsDir: string, hasGpu: boolean): Outcome {
  const disk = machine.disk(existing(machine, modelsDir));
  if (!disk) return warn(`the disk of ${modelsDir} does not tell how much room it has`);
  const detail = `${size(disk.freeBytes)} free for weights in ${modelsDir}`;
  if (disk.freeBytes >= smallModel || !hasGpu) return ok(detail);
  return warn(
    `${detail}; one model takes 6 to 140 GB`,
    `free some space, or put the folder on a larger disk: mv ${modelsDir} /LARGE/models && ln -s /LARGE/models ${modelsDir}`,
  );
}

/** Processes of one engine on several GPUs talk through shared memory; containers have 64 MiB of it unless told. */
export function checkSharedMemory(machine: Machine, gpus: number): Outcome | undefined {
  const disk = machine.disk("/dev/shm");
  if (!disk) return gpus > 1 ? warn("/dev/shm is missing", "sudo mount -t tmpfs -o size=8G tmpfs /dev/shm") : undefined;
  const detail = `${size(disk.totalBytes)} in /dev/shm`;
  if (gpus < 2 || disk.totalBytes >= gib(2)) return ok(detail);
  return warn(
    `${detail}, too little for a model over several GPUs`,
    "in a container: --ipc=host or --shm-size=8g; otherwise: sudo mount -o remount,size=8G /dev/shm",
  );
}

/** The nearest folder that is there. */
function existing(machine: Machine, path: string): string {
  return machine.exists(path) || path === dirname(path) ? path : existing(machine, dirname(path));
}
