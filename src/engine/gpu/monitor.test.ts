import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { ManualClock } from "../../platform/clock.ts";
import { createMetrics } from "../../platform/metrics.ts";
import type { GpuMonitor } from "../contract.ts";
import { type GpuMonitorOptions, gpuMetrics } from "./index.ts";
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

describe("a driver that hangs", () => {
  test("costs a caller 5 seconds, is killed after 20, and is not joined by another child", async () => {
    smi.hang();
    const clock = new ManualClock();
    const { monitor, published } = watch({ clock });
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
    expect(await published(1)).toMatchObject({ state: "failed", detail: expect.stringContaining("hangs") });
    expect(monitor.latest().state).toBe("failed");
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
    smi.gpus(gpuLine({ count: "2" }), gpuLine({ ...secondLine, name: "NVIDIA A10" }));
    expect((await monitor.read()).gpus).toHaveLength(2);
    smi.gpus(gpuLine());
    const snapshot = await monitor.read();
    expect(snapshot.state).toBe("ok");
    expect(snapshot.gpus.map(({ uuid }) => uuid)).toEqual([firstGpu]);
    expect(snapshot.detail).toContain("GPU 1 (NVIDIA A10) was there before");
    smi.gpus(gpuLine({ count: "2" }), gpuLine({ ...secondLine, name: "NVIDIA A10" }));
    expect((await monitor.read()).detail).toBeUndefined();
  });

  test("keeps the driver from listing the others, which are then asked for one by one", async () => {
    const { monitor } = watch();
    smi.gpus(gpuLine({ count: "2" }), gpuLine({ ...secondLine, name: "NVIDIA A10" }));
    await monitor.read();
    writeFileSync(
      smi.program,
      `#!/bin/sh
case "$*" in
  *"-i ${secondGpu}"*) echo "${gpuLine({ ...secondLine, name: "NVIDIA A10" })}" ;;
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
    smi.gpus(gpuLine({ count: "2" }), gpuLine(secondLine));
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
