import { gib, type Outcome, ok, size, warn } from "./finding.ts";
import type { Machine } from "./machine.ts";

/** The machine's memory; weights pass through it on their way to the GPU. */
export function checkMemory(machine: Machine, hasGpu: boolean): Outcome {
  const text = machine.text("/proc/meminfo") ?? "";
  const bytes = (field: string) => {
    const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(text)?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
  };
  const total = bytes("MemTotal");
  const available = bytes("MemAvailable");
  if (total === undefined || available === undefined) return warn("the system does not tell how much memory it has");
  const swap = bytes("SwapTotal") ?? 0;
  const limit = Number(machine.text("/sys/fs/cgroup/memory.max") ?? Number.NaN);
  const limited = limit < total;
  const detail = `${size(available)} of ${size(total)} available, ${swap > 0 ? `${size(swap)} swap` : "no swap"}${limited ? `; this container may use ${size(limit)}` : ""}`;
  if (available < gib(0.5))
    return warn(
      `${detail}: nearly used up`,
      "see what takes it, and stop what is not needed: ps aux --sort=-rss | head",
    );
  if (hasGpu && Math.min(total, limited ? limit : total) < gib(8)) {
    return warn(
      `${detail}; loading a model wants 8 GiB or more`,
      limited
        ? "give the container more memory: --memory=16g"
        : "add swap: sudo fallocate -l 16G /swapfile && sudo chmod 600 /swapfile && sudo mkswap /swapfile && sudo swapon /swapfile",
    );
  }
  return ok(detail);
}

/** Each stream and each file takes one. */
const wantedFiles = 4_096;

export function checkOpenFiles(machine: Machine): Outcome | undefined {
  const [, soft] = /^Max open files\s+(\S+)/m.exec(machine.text("/proc/self/limits") ?? "") ?? [];
  if (soft === undefined) return undefined;
  if (soft === "unlimited" || Number(soft) >= wantedFiles) return ok(`${soft} open files allowed`);
  return warn(
    `only ${soft} open files allowed, and each open stream takes one`,
    "LimitNOFILE=65536 in the service unit, or before a start by hand: ulimit -n 65536",
  );
}

/** Sign-in and certificates depend on the time. */
export async function checkTime(machine: Machine): Promise<Outcome> {
  const now = new Date(machine.clock.now());
  const year = now.getUTCFullYear();
  if (year < 2026 || year > 2100) {
    return {
      state: "fail",
      detail: `this machine believes it is ${year}: sign-in would fail`,
      fix: "sudo timedatectl set-ntp true, or without a network: sudo date -u -s 'YYYY-MM-DD HH:MM'",
    };
  }
  const detail = now.toISOString();
  const timedatectl = machine.program("timedatectl");
  const answer = timedatectl
    ? await machine.run([timedatectl, "show", "-p", "NTPSynchronized", "--value"], 2_000)
    : undefined;
  // Without an answer (a container) the clock is somebody else's business.
  if (answer?.code !== 0) return ok(detail);
  if (answer.stdout.trim() === "yes") return ok(`${detail}, synchronised`);
  return warn(
    `${detail}, not synchronised with a time server`,
    "sudo timedatectl set-ntp true; without a network this is as expected",
  );
}
