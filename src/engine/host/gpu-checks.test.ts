import { afterEach, describe, expect, test } from "bun:test";
import type { GpuReading, GpuSnapshot } from "../contract.ts";
import { checkDevices, checkDriver, checkHealth } from "./driver.ts";
import { checkGpu } from "./gpus.ts";
import {
  debian,
  type Expected,
  expectOutcome,
  fedora,
  oneGpu,
  type SickMachine,
  sickMachine,
  snapshot,
  ubuntu,
} from "./testing.ts";

const made: { remove(): void }[] = [];
afterEach(() => {
  for (const one of made.splice(0)) one.remove();
});

function machine(parts: SickMachine) {
  const one = sickMachine(parts);
  made.push(one);
  return one.machine;
}

const gibibyte = 1024 ** 3;

describe("the driver", () => {
  test.each<[string, Partial<GpuSnapshot>, SickMachine, Expected]>([
    ["new enough", {}, { files: debian }, ["ok", "NVIDIA 580.95.05, CUDA up to 13.0"]],
    [
      "old on Ubuntu",
      { driver: "550.54.14", cuda: "12.4" },
      { files: ubuntu },
      ["warn", "needs driver 580", "nvidia-driver-580-open"],
    ],
    ["old on Fedora", { driver: "570.1" }, { files: fedora }, ["warn", "570.1", "dnf upgrade"]],
    ["old on Debian", { driver: "535.183.01" }, { files: debian }, ["warn", "535", "nvidia-open"]],
    [
      "old under Windows",
      { driver: "552.22" },
      { files: { "/proc/version": "Linux version 5.15.0-microsoft-standard-WSL2" } },
      ["warn", "552.22", "in Windows"],
    ],
    [
      "absent",
      {
        state: "absent",
        detail: "This machine has no NVIDIA GPU, or it is not passed through to this system.",
        gpus: [],
      },
      {},
      ["warn", "built-in patterns and remote models work"],
    ],
    [
      "failed",
      {
        state: "failed",
        detail: "The NVIDIA driver was updated and the old one is still loaded. Restart the machine: sudo reboot",
        gpus: [],
      },
      {},
      ["fail", "still loaded.", "Restart the machine: sudo reboot"],
    ],
    [
      "there, and a GPU gone",
      { detail: "GPU 1 (NVIDIA A10) was there before and does not answer any more. See what the kernel says" },
      {},
      ["fail", "GPU 1 (NVIDIA A10)", "See what the kernel says"],
    ],
  ])("%s", (_name, fields, parts, expected) => {
    expectOutcome(checkDriver(machine(parts), snapshot(fields)), expected);
  });
});

describe("the devices", () => {
  const all = { "/dev/nvidiactl": "", "/dev/nvidia0": "", "/dev/nvidia-uvm": "" };
  test("are not looked at without a driver", () => expect(checkDevices(machine({}))).toBeUndefined());
  test("may be used", () => expectOutcome(checkDevices(machine({ files: all })), ["ok", "3 devices"]));
  test("lack the one for computing", () => {
    expectOutcome(checkDevices(machine({ files: { "/dev/nvidiactl": "" } })), [
      "fail",
      "nvidia-uvm",
      "nvidia-modprobe",
    ]);
  });
  test("are closed to this user", () => {
    const one = machine({ files: { ...all, "/etc/group": "root:x:0:\nrender:x:105:bo\n" } });
    const closed = (group: number) => ({
      ...one,
      usable: (path: string) => path !== "/dev/nvidia0",
      owner: () => ({ user: 0, group, mode: 0o660 }),
    });
    expectOutcome(checkDevices(closed(105)), ["fail", "belongs to the group render", "usermod -aG render ada"]);
    expectOutcome(checkDevices(closed(0)), ["fail", "may not use /dev/nvidia0", "usermod -aG video ada"]);
  });
});

describe("the GPUs' health", () => {
  test.each<[string, string, Expected]>([
    ["well", "Enabled, Disabled, No, 0, None\n", ["ok", "stays awake"]],
    ["asleep", "Disabled, Disabled, [N/A], [N/A]\n", ["warn", "persistence", "nvidia-persistenced"]],
    ["kept awake by a screen", "Disabled, Enabled, [N/A], [N/A]\n", ["ok", "no memory errors"]],
    ["memory errors", "Enabled, Disabled, No, 0\nEnabled, Disabled, No, 3\n", ["fail", "GPU 1", "gpu-reset"]],
    ["a GPU that wants a reset", "Enabled, Disabled, No, 0, Reset\n", ["fail", "GPU 0 asks", "--gpu-reset -i 0"]],
    ["pages to be retired", "Enabled, Disabled, Yes, 0\n", ["fail", "GPU 0", "gpu-reset"]],
  ])("%s", async (_name, stdout, expected) => {
    const one = machine({ programs: { "nvidia-smi": stdout } });
    expectOutcome(await checkHealth(one, snapshot(), "/usr/bin/nvidia-smi"), expected);
  });
});

test("health is asked without what an older driver does not know, and not at all where it knows nothing", async () => {
  const asked: string[] = [];
  const one = machine({});
  const run = (known: string[]) => async (argv: readonly string[]) => {
    const fields = (argv[1] ?? "").replace("--query-gpu=", "").split(",");
    asked.push(fields.join(","));
    const refused = fields.find((field) => !known.includes(field));
    const stdout = refused
      ? `Field "${refused}" is not a valid field to query.`
      : fields.map(() => "Disabled").join(",");
    return { code: refused ? 2 : 0, stdout, stderr: "", timedOut: false, tookMs: 1 };
  };
  const old = { ...one, run: run(["persistence_mode", "display_active"]) };
  expectOutcome(await checkHealth(old, snapshot(), "smi"), ["warn", "persistence", "nvidia-persistenced"]);
  expect(asked).toHaveLength(4);
  expect(await checkHealth({ ...one, run: run([]) }, snapshot(), "smi")).toBeUndefined();
});

describe("a GPU", () => {
  const process = (fields = {}) => ({ pid: 77, name: "python3", memoryBytes: 20 * gibibyte, ...fields });
  test.each<[string, Partial<GpuReading>, Expected]>([
    ["free", {}, ["ok", "NVIDIA L40S, 45.0 GiB (45.0 GiB free), compute capability 8.9, 40 °C, 80 of 350 W"]],
    [
      "unknown in everything",
      { memoryTotalBytes: null, memoryFreeBytes: null, computeCapability: null, temperatureC: null, powerW: null },
      ["ok", "memory unknown, compute capability unknown"],
    ],
    ["too old for vLLM", { computeCapability: "6.1" }, ["warn", "vLLM needs 7.5", "llama-server"]],
    ["without bfloat16", { computeCapability: "7.5" }, ["warn", "no bfloat16", "--dtype half"]],
    ["of the newest generation", { computeCapability: "12.0" }, ["ok", "12.0"]],
    ["held by somebody", { processes: [process()] }, ["warn", "Held by python3 (pid 77, 20.0 GiB)", "kill 77"]],
    [
      "held by somebody, nobody knows how much",
      { processes: [process({ memoryBytes: null })] },
      ["warn", "python3 (pid 77)", "kill 77"],
    ],
    ["held by somebody a little", { processes: [process({ memoryBytes: 1e8 })] }, ["ok", "NVIDIA L40S"]],
    [
      "held by our engine",
      { processes: [process({ name: "vitrine-a::EngineCore" })] },
      ["ok", "Vitrine's own: vitrine-a::EngineCore"],
    ],
    ["held by a pid of ours", { processes: [process({ pid: 4242 })] }, ["ok", "Vitrine's own: python3"]],
    ["held by nobody that is seen", { memoryUsedBytes: 20 * gibibyte }, ["warn", "cannot be seen from here", "fuser"]],
    ["held by a desktop", { memoryUsedBytes: gibibyte / 2 }, ["ok", "NVIDIA L40S"]],
  ])("%s", (_name, fields, expected) => {
    expectOutcome(
      checkGpu(oneGpu(fields), (pid) => pid === 4242),
      expected,
    );
  });
});
