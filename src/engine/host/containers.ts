import { type Outcome, ok, warn } from "./finding.ts";
import type { Machine } from "./machine.ts";
import { installCommand, surroundings } from "./system.ts";

/** docker or podman: there, answering, able to hand out the GPU. They are needed for engines in containers alone. */
export async function checkContainers(machine: Machine, hasGpu: boolean): Promise<Outcome> {
  const docker = machine.program("docker");
  const podman = machine.program("podman");
  if (!docker && !podman) return ok("neither docker nor podman; needed only to run engines in containers");
  const answers = await Promise.all([docker && askDocker(machine, docker), podman && askPodman(machine, podman)]);
  const found = answers.filter((answer) => typeof answer === "object");
  const working = found.find((answer) => "version" in answer);
  if (!working) return found.find((answer) => "problem" in answer)?.problem ?? ok("no container runtime answers");
  const detail = `${working.name} ${working.version}`;
  if (!hasGpu) return ok(detail);
  if (working.gpu || hasCdi(machine)) return ok(`${detail}, hands out the GPU`);
  const toolkit = machine.program("nvidia-ctk");
  const install = toolkit
    ? ""
    : `add NVIDIA's repository (https://github.com/NVIDIA/nvidia-container-toolkit), then: ${installCommand(machine, { debian: "nvidia-container-toolkit", fedora: "nvidia-container-toolkit" })} && `;
  const configure =
    working.name === "docker"
      ? "sudo nvidia-ctk runtime configure --runtime=docker && sudo systemctl restart docker"
      : "sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml";
  return warn(`${detail} cannot hand out the GPU: the NVIDIA container toolkit is not set up`, install + configure);
}

type Answer = { name: "docker" | "podman"; version: string; gpu: boolean } | { problem: Outcome };

async function askDocker(machine: Machine, docker: string): Promise<Answer> {
  const result = await machine.run([docker, "info", "--format", "{{.ServerVersion}} {{json .Runtimes}}"], 4_000);
  const version = /^(\d[\w.+~-]*)/.exec(result.stdout.trim())?.[1];
  if (result.code === 0 && version) return { name: "docker", version, gpu: /"nvidia"/.test(result.stdout) };
  const said = result.stdout + result.stderr;
  if (/permission denied/i.test(said)) {
    return {
      problem: warn(
        "docker does not let this user in",
        `sudo usermod -aG docker ${machine.env.USER ?? "$USER"}, then sign in again`,
      ),
    };
  }
  if (result.timedOut) return { problem: warn("docker does not answer", "sudo systemctl restart docker") };
  const start =
    surroundings(machine) === "plain"
      ? "sudo systemctl enable --now docker"
      : "start the docker service (sudo service docker start)";
  return { problem: warn("docker is installed and its service does not run", start) };
}

async function askPodman(machine: Machine, podman: string): Promise<Answer> {
  const result = await machine.run([podman, "--version"], 4_000);
  const version = /(\d+\.[\w.+~-]*)/.exec(result.stdout)?.[1];
  return result.code === 0 && version
    ? { name: "podman", version, gpu: false }
    : { problem: warn("podman is installed and does not run", `${podman} info`) };
}

/** Descriptions of devices for containers (CDI), which both take. */
const hasCdi = (machine: Machine): boolean =>
  ["/etc/cdi", "/var/run/cdi", "/run/cdi"].some((folder) =>
    machine.names(folder).some((name) => /nvidia.*\.(ya?ml|json)$/.test(name)),
  );
