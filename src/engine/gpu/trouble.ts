import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Trouble {
  state: "absent" | "failed";
  /** What is wrong and what to do, in plain words. */
  detail: string;
}

/** Messages of `nvidia-smi` (on stdout or stderr) and what to do about them; the first that matches is taken. */
const known: readonly (readonly [RegExp, Trouble["state"], string])[] = [
  [
    /driver\/library version mismatch/i,
    "failed",
    "The NVIDIA driver was updated and the old one is still loaded. Restart the machine: sudo reboot",
  ],
  [
    /no devices were found/i,
    "absent",
    "The NVIDIA driver is loaded and finds no GPU. See what the kernel says: sudo dmesg | grep -iE 'nvrm|xid'",
  ],
  [
    /gpu is lost|fallen off the bus/i,
    "failed",
    "A GPU has fallen off the bus. Restart the machine (sudo reboot); if it happens again, look at power, heat and seating: sudo dmesg | grep -i xid",
  ],
  [
    /requires reset/i,
    "failed",
    "A GPU has to be reset. Stop what uses it, then: sudo nvidia-smi --gpu-reset, or restart the machine: sudo reboot",
  ],
  [
    /unable to determine the device handle/i,
    "failed",
    "The driver cannot reach one of the GPUs any more. Restart the machine (sudo reboot) and look at what the kernel said: sudo dmesg | grep -i xid",
  ],
  [
    /blocked by the operating system/i,
    "failed",
    "Windows does not let this Linux use the GPU. In Windows, update the NVIDIA driver, then run: wsl --update; wsl --shutdown",
  ],
  [
    /insufficient permissions/i,
    "failed",
    "This user may not use the GPU devices. Look at who may: ls -l /dev/nvidia*; as a rule: sudo usermod -aG video,render $USER, then sign in again",
  ],
  [
    /couldn't find libnvidia-ml|libnvidia-ml\.so|shared libraries/i,
    "failed",
    "A library of the NVIDIA driver is missing (libnvidia-ml.so). Install the driver again; in a container, start it with GPU support: --gpus all",
  ],
  [
    /couldn't communicate with the nvidia driver|driver not loaded|driver is not loaded/i,
    "failed",
    "The NVIDIA driver is installed and not running, often after a kernel update. Try: sudo modprobe nvidia; if that fails, install the driver again and restart",
  ],
  [
    /failed to initialize nvml: unknown error/i,
    "failed",
    "The GPU devices cannot be opened. In a container this happens after the host reloads its services: start the container again",
  ],
];

/** What output and exit code of a failed `nvidia-smi` mean. */
export function explainFailure(output: string, code: number | null): Trouble {
  for (const [pattern, state, detail] of known) if (pattern.test(output)) return { state, detail };
  const said = output
    .split("\n")
    .map((line) => line.trim())
    .find((line) => line !== "");
  return {
    state: "failed",
    detail: `nvidia-smi ended with ${code ?? "a signal"}${said ? ` and said: ${said.slice(0, 200)}` : " and said nothing"}. Run it by hand: nvidia-smi`,
  };
}

export const hangs: Trouble = {
  state: "failed",
  detail:
    "The NVIDIA driver does not answer: nvidia-smi hangs. See what the kernel says (sudo dmesg | grep -iE 'nvrm|xid') and restart the machine: sudo reboot",
};

/** Why there is no `nvidia-smi`. @param root where /proc, /dev and /sys lie; only a test names another place than "/" */
export function explainMissing(root: string): Trouble {
  if (existsSync(join(root, "proc/driver/nvidia/version")) || existsSync(join(root, "dev/nvidiactl"))) {
    return {
      state: "failed",
      detail:
        "The NVIDIA driver is there and its tool nvidia-smi is not. Install nvidia-utils of the same version; in a container set NVIDIA_DRIVER_CAPABILITIES=compute,utility",
    };
  }
  if (existsSync(join(root, "dev/dxg"))) {
    return {
      state: "failed",
      detail:
        "This Linux runs under Windows and its GPU tools are missing. In Windows, install the NVIDIA driver, then run: wsl --update; wsl --shutdown",
    };
  }
  if (hasNvidiaHardware(root)) {
    return {
      state: "absent",
      detail:
        "An NVIDIA GPU is built in and has no driver. Ubuntu: sudo ubuntu-drivers install; Debian: sudo apt install nvidia-driver; Fedora (with RPM Fusion): sudo dnf install akmod-nvidia xorg-x11-drv-nvidia-cuda; then restart",
    };
  }
  return { state: "absent", detail: "This machine has no NVIDIA GPU, or it is not passed through to this system." };
}

/** Whether a display or compute device of NVIDIA (vendor 10de, class 03) is on the PCI bus. */
export function hasNvidiaHardware(root: string): boolean {
  const folder = join(root, "sys/bus/pci/devices");
  const read = (...parts: string[]) => {
    try {
      return readFileSync(join(folder, ...parts), "utf8").trim();
    } catch {
      return "";
    }
  };
  try {
    return readdirSync(folder).some(
      (device) => read(device, "vendor") === "0x10de" && read(device, "class").startsWith("0x03"),
    );
  } catch {
    return false;
  }
}
