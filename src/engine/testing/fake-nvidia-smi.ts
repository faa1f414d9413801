import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { quote } from "./executable.ts";
import { type FakeGpu, writeGpus } from "./gpu-memory.ts";

export interface FakeNvidiaSmiOptions {
  gpus: FakeGpu[];
  driver?: string;
  cuda?: string;
  /** Never answers. */
  hang?: boolean;
  /** Prints this and ends with the code. */
  fail?: { text: string; code: number };
  /** UUIDs that have fallen off the bus. */
  lost?: string[];
  /** Values as they are printed, by UUID or for `all`: `{ all: { "power.draw": "[N/A]" } }`. */
  values?: Record<string, Record<string, string>>;
  /** The same for the list of processes. */
  appValues?: Record<string, string>;
  /** Fields that this driver refuses. */
  unknownFields?: string[];
  /** Processes of others that hold memory. */
  processes?: { uuid: string; pid: number; mib: number; name: string }[];
}

export interface FakeNvidiaSmi {
  /** The program's path; its folder may be put on PATH. */
  program: string;
  /** For `gpuFolder` of a stand-in's script: memory follows the stand-ins that live. */
  gpuFolder: string;
  /** Changes what it says from now on; loops that run see it, too. */
  set(change: Partial<FakeNvidiaSmiOptions>): void;
}

const main = join(import.meta.dir, "nvidia-smi.ts");

/** Writes a program named `nvidia-smi` into the folder. */
export function fakeNvidiaSmi(folder: string, options: FakeNvidiaSmiOptions): FakeNvidiaSmi {
  const gpuFolder = join(folder, "gpu-memory");
  const file = join(folder, "nvidia-smi.json");
  const program = join(folder, "nvidia-smi");
  let state = options;
  mkdirSync(folder, { recursive: true });
  const save = () => {
    writeGpus(gpuFolder, state.gpus);
    writeFileSync(file, JSON.stringify({ ...state, gpuFolder }));
  };
  save();
  writeFileSync(
    program,
    `#!/bin/sh\nFAKE_NVIDIA_SMI=${quote(file)} exec ${quote(process.execPath)} ${quote(main)} "$@"\n`,
  );
  chmodSync(program, 0o755);
  return {
    program,
    gpuFolder,
    set(change) {
      state = { ...state, ...change };
      save();
    },
  };
}
