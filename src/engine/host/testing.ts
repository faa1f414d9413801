import { expect } from "bun:test";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { ManualClock } from "../../platform/clock.ts";
import { temporaryFolder } from "../../platform/testing.ts";
import type { GpuReading, GpuSnapshot } from "../contract.ts";
import type { CommandResult } from "../gpu/index.ts";
import type { Outcome } from "./finding.ts";
import { type Machine, thisMachine } from "./machine.ts";

export interface SickMachine {
  /** Text of files by absolute path. */
  files?: Record<string, string>;
  /** What programs on PATH answer, by name: output, or output and exit code. */
  programs?: Record<string, string | Partial<CommandResult>>;
  env?: Record<string, string>;
}

/** A machine made of files below a folder of its own and of programs that only answer. */
export function sickMachine({ files = {}, programs = {}, env = {} }: SickMachine): {
  machine: Machine;
  root: string;
  remove(): void;
} {
  const folder = temporaryFolder();
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(folder.path, path)), { recursive: true });
    writeFileSync(join(folder.path, path), text);
  };
  for (const [path, text] of Object.entries(files)) put(path, text);
  for (const name of Object.keys(programs)) {
    put(`/usr/bin/${name}`, "");
    chmodSync(join(folder.path, "usr/bin", name), 0o755);
  }
  const machine = thisMachine({
    clock: new ManualClock(Date.UTC(2026, 5, 1)),
    env: { PATH: "/usr/local/bin:/usr/bin", USER: "ada", ...env },
    root: folder.path,
    async run(argv) {
      const answer = programs[basename(argv[0] ?? "")];
      const usual = { code: 0, stdout: "", stderr: "", timedOut: false, tookMs: 1 };
      if (answer === undefined) return { ...usual, code: 127 };
      return typeof answer === "string" ? { ...usual, stdout: answer } : { ...usual, ...answer };
    },
  });
  return { machine, root: folder.path, remove: folder.remove };
}

export const debian = { "/etc/os-release": 'PRETTY_NAME="Debian GNU/Linux 12"\nID=debian\n' };
export const ubuntu = { "/etc/os-release": 'PRETTY_NAME="Ubuntu 24.04"\nID=ubuntu\nID_LIKE=debian\n' };
export const fedora = { "/etc/os-release": 'PRETTY_NAME="Fedora Linux 42"\nID=fedora\n' };

const gibibyte = 1024 ** 3;

export const oneGpu = (fields: Partial<GpuReading> = {}): GpuReading => ({
  uuid: "GPU-1",
  index: 0,
  name: "NVIDIA L40S",
  memoryTotalBytes: 45 * gibibyte,
  memoryUsedBytes: 0,
  memoryFreeBytes: 45 * gibibyte,
  utilization: 0,
  temperatureC: 40,
  powerW: 80,
  powerLimitW: 350,
  computeCapability: "8.9",
  processes: [],
  ...fields,
});

export const snapshot = (fields: Partial<GpuSnapshot> = {}): GpuSnapshot => ({
  at: 0,
  state: "ok",
  driver: "580.95.05",
  cuda: "13.0",
  gpus: [oneGpu()],
  ...fields,
});

/** State, a part of the detail, and a part of the fix; without a fix there must be none. */
export type Expected = [state: Outcome["state"], detail: string, fix?: string];

export function expectOutcome(outcome: Outcome | undefined, [state, detail, fix]: Expected): void {
  expect(outcome).toMatchObject({ state, detail: expect.stringContaining(detail) });
  if (fix === undefined) expect(outcome).not.toHaveProperty("fix");
  else expect(outcome).toMatchObject({ fix: expect.stringContaining(fix) });
}
