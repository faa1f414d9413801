import type { GpuSnapshot } from "../contract.ts";
import { refusedField } from "../gpu/index.ts";
import { fail, type Outcome, ok, warn } from "./finding.ts";
import type { Machine } from "./machine.ts";
import { osFamily, surroundings } from "./system.ts";

/** The first driver that runs CUDA 13, which vLLM's packages are built for since 0.20. */
const wantedDriver = 580;

/** The NVIDIA driver: there, answering, new enough. */
export function checkDriver(machine: Machine, snapshot: GpuSnapshot): Outcome {
  const [reason, fix] = reasonAndFix(snapshot.detail ?? "The driver did not answer.");
  if (snapshot.state === "absent") {
    return warn(
      `${reason} The built-in patterns and remote models work; running a model here needs an NVIDIA GPU, or llama.cpp on the CPU.`,
      fix,
    );
  }
  if (snapshot.state === "failed") return fail(reason, fix ?? "nvidia-smi");
  const { driver, cuda } = snapshot;
  if (driver === undefined) return warn("the driver does not tell its version", "nvidia-smi");
  const detail = `NVIDIA ${driver}${cuda ? `, CUDA up to ${cuda}` : ""}`;
  if (Number.parseInt(driver, 10) < wantedDriver) {
    return warn(
      `${detail}: current vLLM is built for CUDA 13 and needs driver ${wantedDriver} or newer`,
      update(machine),
    );
  }
  return snapshot.detail ? fail(`${detail}. ${reason}`, fix) : ok(detail);
}

function update(machine: Machine): string {
  if (surroundings(machine) === "wsl") return "in Windows, install the newest NVIDIA driver, then: wsl --shutdown";
  if (surroundings(machine) === "container") return "update the NVIDIA driver of the host";
  switch (osFamily(machine)) {
    case "ubuntu":
      return `sudo apt install nvidia-driver-${wantedDriver}-open && sudo reboot`;
    case "fedora":
      return "sudo dnf upgrade --refresh akmod-nvidia && sudo reboot (packages from RPM Fusion)";
    case "debian":
    case "other":
      return "add NVIDIA's package repository (https://developer.nvidia.com/cuda-downloads), then: sudo apt install nvidia-open && sudo reboot";
  }
}

/** The monitor's details are a sentence on what is wrong and, after it, what to do. */
function reasonAndFix(detail: string): [string, string | undefined] {
  const end = /[.:] (?=[A-Z])/.exec(detail);
  if (!end) return [detail, undefined];
  return [detail.slice(0, end.index + 1), detail.slice(end.index + 2)];
}

/** Whether this user may open the devices that CUDA opens. Undefined without a driver. */
export function checkDevices(machine: Machine): Outcome | undefined {
  if (!machine.exists("/dev/nvidiactl")) return undefined;
  if (!machine.exists("/dev/nvidia-uvm")) {
    return fail("/dev/nvidia-uvm is missing, so no program can compute on the GPU", "sudo nvidia-modprobe -u -c=0");
  }
  const devices = machine.names("/dev").filter((name) => /^nvidia(\d+|ctl|-uvm)$/.test(name));
  const closed = devices.map((name) => `/dev/${name}`).find((path) => !machine.usable(path));
  if (closed === undefined) return ok(`${devices.length} devices may be used`);
  const group = groupName(machine, machine.owner(closed)?.group);
  return fail(
    `this user may not use ${closed}${group ? `, which belongs to the group ${group}` : ""}`,
    `sudo usermod -aG ${group ?? "video"} ${machine.env.USER ?? "$USER"}, then sign in again`,
  );
}

function groupName(machine: Machine, id: number | undefined): string | undefined {
  // A device of root's own group is not opened by joining that.
  if (id === undefined || id === 0) return undefined;
  return new RegExp(`^([^:\\n]+):[^:]*:${id}:`, "m").exec(machine.text("/etc/group") ?? "")?.[1];
}

const healthFields = [
  "persistence_mode",
  "display_active",
  "retired_pages.pending",
  "ecc.errors.uncorrected.volatile.total",
  "gpu_recovery_action",
];

/**
 * Memory errors, a GPU that asks for a reset, and persistence: without it a GPU that nobody uses is initialised anew for
 * each program, which takes seconds. Undefined where the driver does not tell.
 */
export async function checkHealth(machine: Machine, snapshot: GpuSnapshot, smi: string | undefined) {
  if (snapshot.state !== "ok" || smi === undefined) return undefined;
  const rows = await healthRows(machine, smi);
  if (!rows) return undefined;
  const broken = rows.findIndex(
    (row) => row["retired_pages.pending"] === "Yes" || Number(row["ecc.errors.uncorrected.volatile.total"]) > 0,
  );
  if (broken >= 0) {
    return fail(
      `GPU ${broken} reports memory errors that could not be corrected`,
      `sudo nvidia-smi --gpu-reset -i ${broken}, or sudo reboot; if they come back, have the GPU replaced`,
    );
  }
  const asking = rows.findIndex(({ gpu_recovery_action: action }) => /^(reset|reboot|drain)/i.test(action ?? ""));
  if (asking >= 0) {
    return fail(
      `GPU ${asking} asks for recovery (${rows[asking]?.gpu_recovery_action})`,
      `stop what uses it, then: sudo nvidia-smi --gpu-reset -i ${asking}, or sudo reboot`,
    );
  }
  // With a screen on it, the GPU is awake anyway.
  if (rows.some((row) => row.persistence_mode === "Disabled" && row.display_active !== "Enabled")) {
    return warn(
      "the driver lets idle GPUs go to sleep (persistence mode is off), so that each start and each reading takes longer",
      "sudo systemctl enable --now nvidia-persistenced, or until the next reboot: sudo nvidia-smi -pm 1",
    );
  }
  return ok("no memory errors, the driver stays awake");
}

/** A record of the fields for each GPU; a field that this driver does not know is left out. */
async function healthRows(machine: Machine, smi: string): Promise<Record<string, string>[] | undefined> {
  let fields = healthFields;
  while (fields.length > 0) {
    const query = [smi, `--query-gpu=${fields.join(",")}`, "--format=csv,noheader,nounits"];
    const { code, stdout, stderr } = await machine.run(query, 4_000);
    const refused = refusedField(stdout + stderr);
    if (code === 0) {
      return stdout
        .trim()
        .split("\n")
        .map((line) => Object.fromEntries(line.split(",").map((part, place) => [fields[place] ?? "", part.trim()])));
    }
    if (refused === undefined || !fields.includes(refused)) return undefined;
    fields = fields.filter((field) => field !== refused);
  }
  return undefined;
}
