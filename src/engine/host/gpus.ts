import type { GpuProcess, GpuReading } from "../contract.ts";
import { gib, type Outcome, ok, size, warn } from "./finding.ts";

/** Processes of our engines carry this in their titles. */
const ourTitle = /(^|\/)vitrine(-|$)/;

/** vLLM's kernels begin with Turing; bfloat16, and with it many models, with Ampere. */
const vllmCapability = 7.5;
const bfloat16Capability = 8;

/**
 * One GPU: its size, whether vLLM runs on it, and who holds its memory.
 * @param ours whether a pid belongs to one of our launches, where the title does not tell
 */
export function checkGpu(gpu: GpuReading, ours: (pid: number) => boolean): Outcome {
  const { name, memoryTotalBytes: total, memoryFreeBytes: free, memoryUsedBytes: used, processes } = gpu;
  const capability = gpu.computeCapability;
  const detail = [
    name,
    total === null ? "memory unknown" : `${size(total)}${free === null ? "" : ` (${size(free)} free)`}`,
    capability === null ? "compute capability unknown" : `compute capability ${capability}`,
    gpu.temperatureC === null ? "" : `${gpu.temperatureC} °C`,
    gpu.powerW === null
      ? ""
      : `${Math.round(gpu.powerW)}${gpu.powerLimitW === null ? "" : ` of ${Math.round(gpu.powerLimitW)}`} W`,
  ]
    .filter(Boolean)
    .join(", ");

  if (capability !== null && Number(capability) < vllmCapability) {
    return warn(`${detail}: vLLM needs ${vllmCapability}`, "run models here with llama.cpp (llama-server)");
  }
  const others = processes.filter((one) => !isOurs(one, ours));
  const held = others.reduce((sum, { memoryBytes }) => sum + (memoryBytes ?? 0), 0);
  if (others.length > 0 && (total === null || held > total * 0.08 || others.some((one) => one.memoryBytes === null))) {
    return warn(
      `${detail}. Held by ${others.map(described).join(", ")}`,
      `an engine wants 92 % of the memory: stop what is not needed: kill ${others.map(({ pid }) => pid).join(" ")}`,
    );
  }
  if (processes.length === 0 && total !== null && used !== null && used > Math.max(total * 0.08, gib(1))) {
    return warn(
      `${detail}. ${size(used)} are in use by programs that cannot be seen from here (a desktop, a container, another user)`,
      "see who it is, as root on the host: sudo fuser -v /dev/nvidia*",
    );
  }
  if (capability !== null && Number(capability) < bfloat16Capability) {
    return warn(
      `${detail}: no bfloat16, which many models need`,
      'choose quantised models, or add the argument "--dtype half"',
    );
  }
  const mine = processes.filter((one) => isOurs(one, ours));
  return ok(mine.length === 0 ? detail : `${detail}. Vitrine's own: ${mine.map(described).join(", ")}`);
}

const isOurs = ({ pid, name }: GpuProcess, ours: (pid: number) => boolean): boolean => ourTitle.test(name) || ours(pid);

const described = ({ pid, name, memoryBytes }: GpuProcess): string =>
  `${name} (pid ${pid}${memoryBytes === null ? "" : `, ${size(memoryBytes)}`})`;
