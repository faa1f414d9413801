/**
 * A program that looks like `nvidia-smi` from outside, for tests: `--query-gpu`, `--query-compute-apps`, `-i`, `-l` and
 * the table. What it says comes from the file in `FAKE_NVIDIA_SMI`, and the memory from the stand-ins that live.
 */
import { readFileSync } from "node:fs";
import type { FakeNvidiaSmiOptions } from "./fake-nvidia-smi.ts";
import { type FakeGpu, heldMemory } from "./gpu-memory.ts";

const file = process.env.FAKE_NVIDIA_SMI ?? "";
const read = (): FakeNvidiaSmiOptions & { gpuFolder: string } => JSON.parse(readFileSync(file, "utf8"));
const argv = process.argv.slice(2);

function option(name: string): string | undefined {
  const inline = argv.find((argument) => argument.startsWith(`${name}=`));
  if (inline !== undefined) return inline.slice(name.length + 1);
  const at = argv.indexOf(name);
  return at < 0 ? undefined : argv[at + 1];
}

type Memory = { uuid: string; pid: number; mib: number; name: string };

function memory(state: FakeNvidiaSmiOptions & { gpuFolder: string }): { seen: Memory[]; used: Memory[] } {
  const held = heldMemory(state.gpuFolder);
  const foreign = state.processes ?? [];
  return { seen: [...held.filter((claim) => claim.alive), ...foreign], used: [...held, ...foreign] };
}

const separator = (format: string) => (format.includes("nounits") ? "" : " MiB");

function gpuValue(field: string, gpu: FakeGpu, index: number): string | undefined {
  const state = read();
  if (state.unknownFields?.includes(field)) return undefined;
  const told = state.values?.[gpu.uuid]?.[field] ?? state.values?.all?.[field];
  if (told !== undefined) return told;
  const used = memory(state).used.reduce((sum, one) => sum + (one.uuid === gpu.uuid ? one.mib : 0), 0);
  const busy = used > 0;
  const values: Record<string, string> = {
    index: String(index),
    uuid: gpu.uuid,
    gpu_uuid: gpu.uuid,
    name: gpu.name,
    gpu_name: gpu.name,
    count: String(state.gpus.length),
    "memory.total": String(gpu.totalMiB),
    "memory.used": String(Math.min(gpu.totalMiB, used)),
    "memory.free": String(Math.max(0, gpu.totalMiB - used)),
    "memory.reserved": "0",
    "utilization.gpu": busy ? "37" : "0",
    "utilization.memory": busy ? "12" : "0",
    "temperature.gpu": busy ? "58" : "34",
    "power.draw": busy ? "212.40" : "31.07",
    "power.limit": "350.00",
    "fan.speed": "[N/A]",
    compute_cap: "8.9",
    compute_mode: "Default",
    "mig.mode.current": "[N/A]",
    "ecc.mode.current": "[N/A]",
    persistence_mode: "Enabled",
    pstate: busy ? "P0" : "P8",
    driver_version: state.driver ?? "580.95.05",
    "pci.bus_id": `00000000:0${index + 1}:00.0`,
    serial: "[N/A]",
  };
  return values[field];
}

function queryGpus(fields: string[], format: string): number {
  const state = read();
  const wanted = option("-i")?.split(",");
  const gpus = state.gpus
    .map((gpu, index) => ({ gpu, index }))
    .filter(({ gpu, index }) => !wanted || wanted.includes(gpu.uuid) || wanted.includes(String(index)));
  const lost = gpus.find(({ gpu }) => state.lost?.includes(gpu.uuid));
  if (lost) {
    console.log(
      `Unable to determine the device handle for GPU${lost.index}: 0000:0${lost.index + 1}:00.0: GPU is lost.  Reboot the system to recover this GPU`,
    );
    return 15;
  }
  if (gpus.length === 0) {
    console.log("No devices were found");
    return 6;
  }
  if (!format.includes("noheader")) console.log(fields.join(", "));
  for (const { gpu, index } of gpus) {
    const row = fields.map((field) => gpuValue(field, gpu, index));
    const unknown = row.indexOf(undefined);
    if (unknown >= 0) {
      console.log(`Field "${fields[unknown]}" is not a valid field to query.`);
      return 2;
    }
    console.log(row.join(", "));
  }
  return 0;
}

function queryApps(fields: string[], format: string): number {
  const state = read();
  if (!format.includes("noheader")) console.log(fields.join(", "));
  for (const one of memory(state).seen) {
    const amount = `${one.mib}${separator(format)}`;
    const values: Record<string, string> = {
      gpu_uuid: one.uuid,
      pid: String(one.pid),
      used_memory: amount,
      used_gpu_memory: amount,
      process_name: one.name,
      name: one.name,
    };
    const unknown = fields.find((field) => values[field] === undefined);
    if (unknown !== undefined) {
      console.log(`Field "${unknown}" is not a valid field to query.`);
      return 2;
    }
    console.log(fields.map((field) => state.appValues?.[field] ?? values[field]).join(", "));
  }
  return 0;
}

function once(): number {
  const state = read();
  if (state.fail) {
    console.log(state.fail.text);
    return state.fail.code;
  }
  const format = option("--format") ?? "";
  const fields = (text: string) => text.split(",").map((field) => field.trim());
  const gpuQuery = option("--query-gpu");
  if (gpuQuery !== undefined) return queryGpus(fields(gpuQuery), format);
  const appQuery = option("--query-compute-apps");
  if (appQuery !== undefined) return queryApps(fields(appQuery), format);
  if (argv[0] === "-L" || argv[0] === "--list-gpus") {
    for (const [index, gpu] of state.gpus.entries()) console.log(`GPU ${index}: ${gpu.name} (UUID: ${gpu.uuid})`);
    return 0;
  }
  const driver = state.driver ?? "580.95.05";
  console.log(`| NVIDIA-SMI ${driver}    Driver Version: ${driver}    CUDA Version: ${state.cuda ?? "13.0"}     |`);
  return 0;
}

if (read().hang) await new Promise(() => setInterval(() => {}, 1e9));
const seconds = Number(option("-l") ?? option("--loop") ?? 0);
const everyMs = Number(option("-lms") ?? option("--loop-ms") ?? 0) || seconds * 1_000;
let code = once();
while (everyMs > 0 && code === 0) {
  await Bun.sleep(everyMs);
  if (read().hang) await new Promise(() => setInterval(() => {}, 1e9));
  code = once();
}
process.exit(code);
