import { type Outcome, ok, warn } from "./finding.ts";
import type { Machine } from "./machine.ts";

/** Which package manager's commands mend this machine. */
export type Family = "debian" | "ubuntu" | "fedora" | "other";

export function osFamily(machine: Machine): Family {
  const release = machine.text("/etc/os-release") ?? "";
  const ids = ["ID", "ID_LIKE"].map((name) => field(release, name)).join(" ");
  if (/\bubuntu\b/.test(ids)) return "ubuntu";
  if (/\bdebian\b/.test(ids)) return "debian";
  return /\b(fedora|rhel|centos)\b/.test(ids) ? "fedora" : "other";
}

const field = (release: string, name: string): string =>
  new RegExp(`^${name}="?([^"\\n]*)"?$`, "m").exec(release)?.[1] ?? "";

/** The command that installs packages here; both where the system is neither. */
export function installCommand(machine: Machine, packages: { debian: string; fedora: string }): string {
  const debian = `sudo apt install ${packages.debian}`;
  const fedora = `sudo dnf install ${packages.fedora}`;
  switch (osFamily(machine)) {
    case "debian":
    case "ubuntu":
      return debian;
    case "fedora":
      return fedora;
    case "other":
      return `Debian, Ubuntu: ${debian}; Fedora: ${fedora}`;
  }
}

/** `container` under docker, podman or systemd-nspawn, `wsl` under Windows. */
export function surroundings(machine: Machine): "container" | "wsl" | "plain" {
  if (
    machine.exists("/.dockerenv") ||
    machine.exists("/run/.containerenv") ||
    machine.exists("/run/systemd/container")
  ) {
    return "container";
  }
  return /microsoft/i.test(machine.text("/proc/version") ?? "") ? "wsl" : "plain";
}

/** Which system this is, and whether it is one that engines are built for. */
export function checkSystem(machine: Machine): Outcome {
  const release = machine.text("/etc/os-release") ?? "";
  const name = field(release, "PRETTY_NAME") || "Linux";
  const kernel = machine.text("/proc/sys/kernel/osrelease") ?? "";
  const place = surroundings(machine);
  const where = { container: ", in a container", wsl: ", under Windows (WSL)", plain: "" }[place];
  const detail = `${name}${kernel ? `, kernel ${kernel}` : ""}, ${process.arch}${where}`;
  if (field(release, "ID") === "alpine") {
    return warn(
      `${detail}: vLLM's packages need glibc, which Alpine lacks`,
      "use a Debian or Ubuntu system, or run the engine in a container",
    );
  }
  if (place === "container" && machine.text("/proc/1/comm") === "vitrine") {
    return warn(
      `${detail}, and nothing there ends what killed programs leave behind`,
      "start the container with an init: docker run --init",
    );
  }
  return ok(detail);
}
