import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "../../platform/clock.ts";
import { silentLogger } from "../../platform/logger.ts";
import { temporaryFolder } from "../../platform/testing.ts";
import type { GpuSnapshot } from "../contract.ts";
import { createGpuMonitor, type GpuMonitorOptions } from "./monitor.ts";

/** One GPU as the stand-in tells it; fields are what the driver would print. */
export const gpuLine = (fields: Partial<Record<string, string>> = {}): string =>
  [
    ["index", "0"],
    ["uuid", "GPU-1f0c2a3e-0000-0000-0000-000000000001"],
    ["count", "1"],
    ["memory.total", "46068"],
    ["memory.used", "1200"],
    ["memory.free", "44868"],
    ["utilization.gpu", "17"],
    ["temperature.gpu", "41"],
    ["power.draw", "88.31"],
    ["power.limit", "350.00"],
    ["compute_cap", "8.9"],
    ["mig.mode.current", "[N/A]"],
    ["driver_version", "580.95.05"],
    ["name", "NVIDIA L40S"],
  ]
    .map(([name = "", usual]) => fields[name] ?? usual)
    .join(", ");

export const firstGpu = "GPU-1f0c2a3e-0000-0000-0000-000000000001";
export const secondGpu = "GPU-1f0c2a3e-0000-0000-0000-000000000002";

/** A program that stands in for `nvidia-smi`: a real child process that answers what the test put into files. */
export interface FakeNvidiaSmi {
  program: string;
  folder: string;
  gpus(...lines: string[]): void;
  processes(...lines: string[]): void;
  /** The answer to `-L`. */
  list(...lines: string[]): void;
  /** The answer to no arguments. */
  table(...lines: string[]): void;
  /** Text that is printed instead of any answer, with this exit code. */
  fail(text: string, code: number): void;
  hang(): void;
  mend(): void;
  /** Lets the looping child (`-l`) print a round; resolves once the child has taken the order. */
  round(): Promise<void>;
  /** Arguments of every call so far. */
  calls(): string[];
  /** The pid of the looping child. */
  loopPid(): number;
  remove(): void;
}

export function fakeNvidiaSmi(): FakeNvidiaSmi {
  const folder = temporaryFolder();
  const path = (name: string) => join(folder.path, name);
  const program = path("nvidia-smi");
  writeFileSync(
    program,
    `#!/bin/sh
cd '${folder.path}' || exit 1
printf '%s\\n' "$*" >> calls
if [ -e hang ]; then exec sleep 600; fi
if [ -e failure ]; then cat failure; exit "$(cat code)"; fi
case "$*" in
  *" -l "*) echo $$ > pid; cat gpus; while read -r order < orders; do cat gpus; done ;;
  *--query-gpu*) cat gpus ;;
  *--query-compute-apps*) cat processes ;;
  -L) cat list ;;
  *) cat table ;;
esac
`,
  );
  chmodSync(program, 0o755);
  Bun.spawnSync(["mkfifo", path("orders")]);
  const put = (name: string, lines: string[]) => writeFileSync(path(name), lines.map((line) => `${line}\n`).join(""));
  put("gpus", [gpuLine()]);
  put("processes", []);
  put("list", []);
  put("table", ["| NVIDIA-SMI 580.95.05    Driver Version: 580.95.05    CUDA Version: 13.0     |"]);
  put("calls", []);
  return {
    program,
    folder: folder.path,
    gpus: (...lines) => put("gpus", lines),
    processes: (...lines) => put("processes", lines),
    list: (...lines) => put("list", lines),
    table: (...lines) => put("table", lines),
    fail(text, code) {
      put("failure", [text]);
      put("code", [String(code)]);
    },
    hang: () => put("hang", []),
    mend() {
      for (const name of ["hang", "failure"]) rmSync(path(name), { force: true });
    },
    async round() {
      const orders = await open(path("orders"), "w");
      await orders.write("go\n");
      await orders.close();
    },
    calls: () => readFileSync(path("calls"), "utf8").split("\n").slice(0, -1),
    loopPid: () => (existsSync(path("pid")) ? Number(readFileSync(path("pid"), "utf8")) : 0),
    remove: folder.remove,
  };
}

/** Fields of a second GPU of the same kind. */
export const secondLine = { index: "1", uuid: secondGpu, count: "2" };

/** A monitor over the stand-in that reads when it is asked, and what it publishes as something to wait for. */
export function watchedMonitor(smi: FakeNvidiaSmi, options: Partial<GpuMonitorOptions> = {}) {
  const snapshots: GpuSnapshot[] = [];
  const waiting: (() => void)[] = [];
  const monitor = createGpuMonitor({
    clock: systemClock,
    log: silentLogger,
    nvidiaSmi: smi.program,
    root: smi.folder,
    polling: false,
    onSnapshot(snapshot) {
      snapshots.push(snapshot);
      for (const wake of waiting.splice(0)) wake();
    },
    ...options,
  });
  const published = async (count: number): Promise<GpuSnapshot> => {
    while (snapshots.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
    const found = snapshots[count - 1];
    if (!found) throw new Error("no snapshot");
    return found;
  };
  return { monitor, snapshots, published };
}
