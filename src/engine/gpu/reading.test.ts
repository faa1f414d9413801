import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "../../platform/clock.ts";
import { silentLogger } from "../../platform/logger.ts";
import { temporaryFolder } from "../../platform/testing.ts";
import type { GpuMonitor, GpuSnapshot } from "../contract.ts";
import { createGpuMonitor, type GpuMonitorOptions } from "./index.ts";
import {
  type FakeNvidiaSmi,
  fakeNvidiaSmi,
  firstGpu,
  gpuLine,
  secondGpu,
  secondLine,
  watchedMonitor,
} from "./testing.ts";

let smi: FakeNvidiaSmi;
let monitors: GpuMonitor[] = [];
beforeEach(() => {
  smi = fakeNvidiaSmi();
});
afterEach(() => {
  for (const monitor of monitors) monitor.close();
  monitors = [];
  smi.remove();
});

function watch(options: Partial<GpuMonitorOptions> = {}) {
  const watched = watchedMonitor(smi, options);
  monitors.push(watched.monitor);
  return watched;
}

const mebibyte = 1024 * 1024;

describe("a reading", () => {
  test("tells what the driver tells", async () => {
    smi.processes(`${firstGpu}, 4711, 1100, /usr/bin/python3, odd name`, `${firstGpu}, 12, [N/A], [Not Found]`);
    mkdirSync(join(smi.folder, "proc/12"), { recursive: true });
    writeFileSync(join(smi.folder, "proc/12/comm"), "vitrine-a::Engi\n");
    const snapshot = await watch().monitor.read();
    expect(snapshot).toMatchObject({ state: "ok", driver: "580.95.05", cuda: "13.0" });
    expect(snapshot.detail).toBeUndefined();
    expect(snapshot.gpus).toEqual([
      {
        uuid: firstGpu,
        index: 0,
        name: "NVIDIA L40S",
        memoryTotalBytes: 46068 * mebibyte,
        memoryUsedBytes: 1200 * mebibyte,
        memoryFreeBytes: 44868 * mebibyte,
        utilization: 17,
        temperatureC: 41,
        powerW: 88.31,
        powerLimitW: 350,
        computeCapability: "8.9",
        processes: [
          { pid: 4711, name: "/usr/bin/python3, odd name", memoryBytes: 1100 * mebibyte },
          { pid: 12, name: "vitrine-a::Engi", memoryBytes: null },
        ],
      },
    ]);
  });

  test.each<[string, Record<string, string>, object]>([
    ["a name with a comma", { name: "NVIDIA Graphics Device, rev 2" }, { name: "NVIDIA Graphics Device, rev 2" }],
    ["no name", { name: "[Unknown Error]" }, { name: "NVIDIA GPU" }],
    ["a temperature of 65535", { "temperature.gpu": "65535" }, { temperatureC: null }],
    ["a temperature of 0", { "temperature.gpu": "0" }, { temperatureC: null }],
    [
      "more used than there is",
      { "memory.used": "99999" },
      { memoryUsedBytes: null, memoryFreeBytes: 44868 * mebibyte },
    ],
    ["negative free memory", { "memory.free": "-1" }, { memoryFreeBytes: null }],
    ["memory of nothing", { "memory.total": "0" }, { memoryTotalBytes: null }],
    ["memory without end", { "memory.total": "17592186044415" }, { memoryTotalBytes: null }],
    ["load over 100", { "utilization.gpu": "4294967295" }, { utilization: null }],
    ["no power under load", { "power.draw": "0.00", "utilization.gpu": "97" }, { powerW: null, utilization: 97 }],
    ["power far beyond the limit", { "power.draw": "701.5" }, { powerW: null, powerLimitW: 350 }],
    ["a spike beyond the limit", { "power.draw": "372.0" }, { powerW: 372 }],
    ["ERR!", { "power.draw": "ERR!", "temperature.gpu": "ERR!" }, { powerW: null, temperatureC: null }],
    ["[N/A]", { "power.limit": "[N/A]", "utilization.gpu": "[N/A]" }, { powerLimitW: null, utilization: null }],
    ["[Not Supported]", { "power.draw": "[Not Supported]" }, { powerW: null }],
    ["[Insufficient Permissions]", { "memory.used": "[Insufficient Permissions]" }, { memoryUsedBytes: null }],
    ["a comma as decimal point", { compute_cap: "8" }, { computeCapability: null }],
    ["no capability", { compute_cap: "[Unknown Error]" }, { computeCapability: null }],
    ["a tenth generation", { compute_cap: "12.0" }, { computeCapability: "12.0" }],
  ])("says unknown rather than guess: %s", async (_name, fields, expected) => {
    smi.gpus(gpuLine(fields));
    const { state, gpus } = await watch().monitor.read();
    expect(state).toBe("ok");
    expect(gpus[0]).toMatchObject(expected);
  });

  const noMemory = { "memory.total": "[N/A]", "memory.used": "[N/A]", "memory.free": "[N/A]" };
  test("takes the system's memory where a chip is known to share it, and says so", async () => {
    mkdirSync(join(smi.folder, "proc"), { recursive: true });
    writeFileSync(join(smi.folder, "proc/meminfo"), "MemTotal:  1000 kB\nMemFree: 1 kB\nMemAvailable:    400 kB\n");
    smi.gpus(gpuLine({ ...noMemory, name: "NVIDIA GB10", count: "2" }), gpuLine({ ...secondLine, ...noMemory }));
    const { gpus } = await watch().monitor.read();
    expect(
      gpus.map(({ name, memoryTotalBytes, memoryUsedBytes, memoryFreeBytes }) => ({
        name,
        memoryTotalBytes,
        memoryUsedBytes,
        memoryFreeBytes,
      })),
    ).toEqual([
      {
        name: "NVIDIA GB10 (shares the system's memory)",
        memoryTotalBytes: 1000 * 1024,
        memoryUsedBytes: 600 * 1024,
        memoryFreeBytes: 400 * 1024,
      },
      { name: "NVIDIA L40S", memoryTotalBytes: null, memoryUsedBytes: null, memoryFreeBytes: null },
    ]);
  });

  test("asks for the CUDA version once, and again after the driver was updated", async () => {
    const { monitor } = watch();
    const headers = () => smi.calls().filter((call) => call === "").length;
    await monitor.read();
    await monitor.read();
    expect(headers()).toBe(1);
    smi.gpus(gpuLine({ driver_version: "610.43.02" }));
    smi.table("| NVIDIA-SMI 610.43.02    KMD Version: 610.43.02    CUDA UMD Version: 13.3     |");
    await monitor.read();
    expect(await monitor.read()).toMatchObject({ driver: "610.43.02", cuda: "13.3" });
    await monitor.read();
    expect(headers()).toBe(2);
  });

  describe("of a GPU in MIG mode", () => {
    const gpu = { name: "NVIDIA A100", "mig.mode.current": "Enabled", "utilization.gpu": "[N/A]", count: "2" };
    const list = [
      `GPU 0: NVIDIA A100 (UUID: ${firstGpu})`,
      "  MIG 3g.20gb     Device  0: (UUID: MIG-aaaaaaaa-0000-0000-0000-000000000000)",
      "  MIG 1g.5gb      Device  1: (UUID: MIG-bbbbbbbb-0000-0000-0000-000000000000)",
      `GPU 1: NVIDIA L40S (UUID: ${secondGpu})`,
    ];
    const table = [
      "| NVIDIA-SMI 610.43.02    KMD Version: 610.43.02    CUDA UMD Version: 13.3     |",
      "| GPU  GI  CI  MIG |              Shared Memory-Usage |        Vol|",
      "|  0    2   0   0  |   4864MiB / 19968MiB    | 42      0 |  3   0    2    0    0 |",
      "|                  |      2MiB / 32767MiB    |           |                       |",
      "|  0    7   0   1  |     12MiB /  4864MiB    | 14      0 |  1   0    0    0    0 |",
    ];

    test("is one of each slice, with its own memory", async () => {
      smi.gpus(gpuLine(gpu), gpuLine(secondLine));
      smi.processes(`${firstGpu}, 4711, 1100, python3`);
      smi.list(...list);
      smi.table(...table);
      const snapshot = await watch().monitor.read();
      expect(snapshot.cuda).toBe("13.3");
      expect(snapshot.gpus).toMatchObject([
        {
          uuid: "MIG-aaaaaaaa-0000-0000-0000-000000000000",
          index: 0,
          name: "NVIDIA A100 MIG 3g.20gb",
          memoryTotalBytes: 19968 * mebibyte,
          memoryUsedBytes: 4864 * mebibyte,
          memoryFreeBytes: 15104 * mebibyte,
          utilization: null,
          processes: [],
        },
        { uuid: "MIG-bbbbbbbb-0000-0000-0000-000000000000", name: "NVIDIA A100 MIG 1g.5gb" },
        { uuid: secondGpu, name: "NVIDIA L40S", memoryTotalBytes: 46068 * mebibyte },
      ]);
      expect(snapshot.detail).toBeUndefined();
    });

    test("without slices is none that can be used", async () => {
      smi.gpus(gpuLine(gpu), gpuLine(secondLine));
      smi.list(...list.filter((line) => line.startsWith("GPU")));
      const { gpus, detail } = await watch().monitor.read();
      expect(gpus[0]).toMatchObject({ name: "NVIDIA A100 (MIG without instances)", memoryTotalBytes: null });
      expect(detail).toContain("sudo nvidia-smi -i 0 -mig 0");
    });
  });

  test("does without a field that the driver does not know", async () => {
    writeFileSync(
      join(smi.folder, "nvidia-smi"),
      `#!/bin/sh
case "$*" in
  *compute_cap*) echo 'Field "compute_cap" is not a valid field to query.'; exit 2 ;;
  *--query-gpu*) echo '0, ${firstGpu}, 1, 8192, 10, 8182, 0, 30, 10.0, 100.0, [N/A], 470.57, NVIDIA A2' ;;
esac
`,
    );
    const { state, driver, gpus } = await watch().monitor.read();
    expect({ state, driver }).toEqual({ state: "ok", driver: "470.57" });
    expect(gpus[0]).toMatchObject({ name: "NVIDIA A2", computeCapability: null, memoryTotalBytes: 8192 * mebibyte });
  });
});

describe("without an answer", () => {
  test.each<[string, number, GpuSnapshot["state"], string]>([
    [
      "Failed to initialize NVML: Driver/library version mismatch\nNVML library version: 580.95",
      18,
      "failed",
      "reboot",
    ],
    ["No devices were found", 6, "absent", "dmesg"],
    ["NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.", 9, "failed", "modprobe nvidia"],
    ["Failed to initialize NVML: Insufficient Permissions", 4, "failed", "usermod"],
    ["Failed to initialize NVML: GPU access blocked by the operating system", 17, "failed", "wsl --update"],
    ["Failed to initialize NVML: Unknown Error", 255, "failed", "start the container again"],
    ["NVIDIA-SMI couldn't find libnvidia-ml.so library in your system.", 12, "failed", "--gpus all"],
    ["Unable to determine the device handle for GPU 0000:0A:00.0: GPU is lost.", 15, "failed", "fallen off the bus"],
    ["something new", 3, "failed", "something new"],
    ["", 0, "failed", "said nothing"],
  ])("%p (exit code %p) is %p", async (text, code, state, part) => {
    smi.fail(text, code);
    const snapshot = await watch().monitor.read();
    expect(snapshot.state).toBe(state);
    expect(snapshot.detail).toContain(part);
    expect(snapshot.gpus).toEqual([]);
  });

  test.each<[string, Record<string, string>, GpuSnapshot["state"], string]>([
    ["nothing at all", {}, "absent", "no NVIDIA GPU"],
    ["a driver without its tool", { "proc/driver/nvidia/version": "NVRM" }, "failed", "nvidia-utils"],
    ["Windows below", { "dev/dxg": "" }, "failed", "wsl --update"],
    [
      "a GPU without a driver",
      { "sys/bus/pci/devices/0000:01:00.0/vendor": "0x10de\n", "sys/bus/pci/devices/0000:01:00.0/class": "0x030000\n" },
      "absent",
      "ubuntu-drivers",
    ],
    [
      "a network card of the same maker",
      { "sys/bus/pci/devices/0000:01:00.0/vendor": "0x10de\n", "sys/bus/pci/devices/0000:01:00.0/class": "0x020000\n" },
      "absent",
      "no NVIDIA GPU",
    ],
  ])("no nvidia-smi and %s", async (_name, files, state, part) => {
    const root = temporaryFolder();
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(root.path, path, ".."), { recursive: true });
      writeFileSync(join(root.path, path), text);
    }
    const context = { clock: systemClock, log: silentLogger, root: root.path, polling: false };
    const snapshot = await createGpuMonitor({ ...context, env: { PATH: "/usr/bin" } }).read();
    root.remove();
    expect(snapshot).toMatchObject({ state, gpus: [], detail: expect.stringContaining(part) });
  });

  test("a program that cannot be run", async () => {
    const snapshot = await watch({ nvidiaSmi: join(smi.folder, "missing") }).monitor.read();
    expect(snapshot).toMatchObject({ state: "failed", detail: expect.stringContaining("cannot be run") });
  });
});
