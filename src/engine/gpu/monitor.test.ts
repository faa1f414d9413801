import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ManualClock, systemClock } from "../../platform/clock.ts";
import { silentLogger } from "../../platform/logger.ts";
import { createMetrics } from "../../platform/metrics.ts";
import { temporaryFolder } from "../../platform/testing.ts";
import type { GpuMonitor, GpuSnapshot } from "../contract.ts";
import { createGpuMonitor, type GpuMonitorOptions, gpuMetrics } from "./index.ts";
import { type FakeNvidiaSmi, fakeNvidiaSmi, firstGpu, gpuLine, secondGpu } from "./testing.ts";

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

const second = { index: "1", uuid: secondGpu, count: "2" };
const mebibyte = 1024 * 1024;

/** A monitor over the stand-in, and the snapshots it publishes as something to wait for. */
function watch(options: Partial<GpuMonitorOptions> = {}) {
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
  monitors.push(monitor);
  const published = async (count: number): Promise<GpuSnapshot> => {
    while (snapshots.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
    const found = snapshots[count - 1];
    if (!found) throw new Error("no snapshot");
    return found;
  };
  return { monitor, snapshots, published };
}

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
    smi.gpus(gpuLine({ ...noMemory, name: "NVIDIA GB10", count: "2" }), gpuLine({ ...second, ...noMemory }));
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
      smi.gpus(gpuLine(gpu), gpuLine(second));
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
      smi.gpus(gpuLine(gpu), gpuLine(second));
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

describe("a driver that hangs", () => {
  test("costs a caller 5 seconds, is killed after 20, and is not joined by another child", async () => {
    smi.hang();
    const clock = new ManualClock();
    const { monitor } = watch({ clock });
    const first = monitor.read();
    const same = monitor.read();
    await clock.advance(5_000);
    expect((await first).detail).toContain("within 5 s");
    expect(await same).toMatchObject({ state: "failed", gpus: [] });
    expect(monitor.latest().detail).toContain("not been read yet");
    const late = monitor.read();
    await clock.advance(5_000);
    await late;
    expect(smi.calls().length).toBeLessThanOrEqual(3);
    await clock.advance(10_000);
    expect(monitor.latest()).toMatchObject({ state: "failed", detail: expect.stringContaining("hangs") });
  });

  test("answers late, and the answer counts then", async () => {
    const clock = new ManualClock();
    const { monitor, published } = watch({ clock });
    smi.hang();
    const asked = monitor.read();
    await clock.advance(5_000);
    expect((await asked).state).toBe("failed");
    await clock.advance(15_000);
    expect((await published(1)).detail).toContain("hangs");
    smi.mend();
    // The killed children end as soon as the kernel has taken them down.
    let snapshot = await monitor.read();
    while (snapshot.state !== "ok") snapshot = await monitor.read();
    expect(snapshot.gpus).toHaveLength(1);
  });
});

describe("a GPU that is gone", () => {
  test("is missed by name while the others work on", async () => {
    const { monitor } = watch();
    smi.gpus(gpuLine({ count: "2" }), gpuLine({ ...second, name: "NVIDIA A10" }));
    expect((await monitor.read()).gpus).toHaveLength(2);
    smi.gpus(gpuLine());
    const snapshot = await monitor.read();
    expect(snapshot.state).toBe("ok");
    expect(snapshot.gpus.map(({ uuid }) => uuid)).toEqual([firstGpu]);
    expect(snapshot.detail).toContain("GPU 1 (NVIDIA A10) was there before");
    smi.gpus(gpuLine({ count: "2" }), gpuLine({ ...second, name: "NVIDIA A10" }));
    expect((await monitor.read()).detail).toBeUndefined();
  });

  test("keeps the driver from listing the others, which are then asked for one by one", async () => {
    const { monitor } = watch();
    smi.gpus(gpuLine({ count: "2" }), gpuLine({ ...second, name: "NVIDIA A10" }));
    await monitor.read();
    writeFileSync(
      smi.program,
      `#!/bin/sh
case "$*" in
  *"-i ${secondGpu}"*) echo "${gpuLine({ ...second, name: "NVIDIA A10" })}" ;;
  *) echo "Unable to determine the device handle for GPU0: 0000:0A:00.0: Unknown Error"; exit 15 ;;
esac
`,
    );
    const snapshot = await monitor.read();
    expect(snapshot.gpus.map(({ uuid }) => uuid)).toEqual([secondGpu]);
    expect(snapshot.detail).toContain("GPU 0 (NVIDIA L40S) was there before");
  });

  test("was the only one", async () => {
    const { monitor } = watch();
    await monitor.read();
    smi.fail("No devices were found", 6);
    const snapshot = await monitor.read();
    expect(snapshot).toMatchObject({ state: "failed", driver: "580.95.05", gpus: [] });
    expect(snapshot.detail).toContain("GPU 0 (NVIDIA L40S) was there before");
  });

  test("says itself that it is lost", async () => {
    smi.gpus(gpuLine({ "memory.used": "[GPU is lost]", "utilization.gpu": "[GPU is lost]" }));
    const snapshot = await watch().monitor.read();
    expect(snapshot.gpus[0]).toMatchObject({ memoryUsedBytes: null, utilization: null });
    expect(snapshot.detail).toContain("fallen off the bus");
  });
});

describe("by itself", () => {
  const minutes = (count: number) => count * 60_000;

  test("reads at once, then every half minute, and not after close", async () => {
    const clock = new ManualClock();
    const { monitor, published, snapshots } = watch({ clock, polling: true });
    expect(monitor.latest()).toMatchObject({ state: "absent", gpus: [] });
    await clock.advance(0);
    await published(1);
    await clock.advance(29_000);
    expect(snapshots).toHaveLength(1);
    await clock.advance(1_000);
    await published(2);
    monitor.close();
    await clock.advance(minutes(60));
    expect(snapshots).toHaveLength(2);
    expect(clock.pending).toBe(0);
  });

  test("watches through one long-lived child, and lets it go when nobody watches any more", async () => {
    const clock = new ManualClock();
    const { monitor, published } = watch({ clock, polling: true });
    monitor.setPace("watched");
    await published(1);
    await published(2);
    expect(smi.calls().filter((call) => call.includes(" -l 2"))).toHaveLength(1);
    smi.gpus(gpuLine({ "utilization.gpu": "99" }));
    await smi.round();
    expect((await published(3)).gpus[0]?.utilization).toBe(99);
    const pid = smi.loopPid();
    await clock.advance(minutes(2));
    await ended(pid);
  });

  test("keeps reading when the child dies, and when it is killed for its silence", async () => {
    const clock = new ManualClock();
    const { monitor, published, snapshots } = watch({ clock, polling: true });
    monitor.setPace("watched");
    await published(2);
    process.kill(smi.loopPid(), "SIGKILL");
    await published(4);
    expect(smi.calls().filter((call) => call.includes(" -l 2"))).toHaveLength(2);
    await smi.round();
    await published(5);
    const pid = smi.loopPid();
    await clock.advance(7_000);
    await ended(pid);
    await published(6);
    expect(snapshots.every(({ state }) => state === "ok")).toBe(true);
  });

  test("asks one by one where the long-lived child does not live long", async () => {
    writeFileSync(
      smi.program,
      `#!/bin/sh
cd '${smi.folder}' && echo "$*" >> calls
case "$*" in *--query-gpu*) cat gpus ;; esac
`,
    );
    const clock = new ManualClock();
    const { monitor, published, snapshots } = watch({ clock, polling: true });
    monitor.setPace("watched");
    // Each of the two children gives a round and is followed by a reading.
    await published(5);
    await clock.advance(1_900);
    expect(snapshots).toHaveLength(5);
    await clock.advance(100);
    await published(6);
    expect(smi.calls().filter((call) => call.includes(" -l 2"))).toHaveLength(2);
  });

  test("knows two GPUs of one round from two rounds of one", async () => {
    const { monitor, published } = watch({ clock: new ManualClock(), polling: true });
    smi.gpus(gpuLine({ count: "2" }), gpuLine(second));
    monitor.setPace("watched");
    await published(1);
    expect((await published(2)).gpus.map(({ index }) => index)).toEqual([0, 1]);
    await smi.round();
    expect((await published(3)).gpus.map(({ index }) => index)).toEqual([0, 1]);
  });
});

async function ended(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

test("Prometheus gets a gauge for each number, and NaN for what is unknown or gone", async () => {
  const metrics = createMetrics();
  const { monitor } = watch();
  gpuMetrics(metrics, monitor);
  expect(metrics.text()).toContain("vitrine_gpus 0");
  smi.gpus(gpuLine({ "power.draw": "[N/A]" }));
  await monitor.read();
  const labels = `{gpu="0",uuid="${firstGpu}",name="NVIDIA L40S"}`;
  expect(metrics.text()).toContain(`vitrine_gpu_utilization_ratio${labels} 0.17\n`);
  expect(metrics.text()).toContain(`vitrine_gpu_power_watts${labels} NaN\n`);
  expect(metrics.text()).toContain("vitrine_gpus 1\n");
  smi.fail("No devices were found", 6);
  await monitor.read();
  expect(metrics.text()).toContain(`vitrine_gpu_utilization_ratio${labels} NaN\n`);
});
