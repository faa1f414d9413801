import { existsSync, readdirSync } from "node:fs";
import { type Env, lastLine, onPath, runProgram } from "./program.ts";

export type RuntimeName = "docker" | "podman";

/** The container runtime of this machine, and whether it can hand a GPU on. */
export interface ContainerRuntime {
  name: RuntimeName;
  executable: string;
  version: string | null;
  /** `unreachable`: the program is there, its service does not answer us. */
  state: "ok" | "unreachable";
  gpu: "yes" | "no" | "unknown";
  /** What is wrong, and what to do. */
  problem?: string;
}

const limitMs = 5_000;
const deviceSpecs = ["/etc/cdi", "/var/run/cdi"];

const toolkit =
  "Install the NVIDIA Container Toolkit (package nvidia-container-toolkit), then run: sudo nvidia-ctk runtime configure --runtime=docker && sudo systemctl restart docker";
const podmanToolkit =
  "Install the NVIDIA Container Toolkit (package nvidia-container-toolkit), then run: sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml";

/**
 * Docker where its service answers, else podman, else whatever of them is there but does not answer.
 * @param specFolders where device descriptions (CDI) of GPUs lie
 * @returns undefined when neither is on PATH
 */
export async function containerRuntime(
  env: Env,
  only?: RuntimeName,
  specFolders: readonly string[] = deviceSpecs,
): Promise<ContainerRuntime | undefined> {
  const names: RuntimeName[] = only ? [only] : ["docker", "podman"];
  const found: ContainerRuntime[] = [];
  for (const name of names) {
    const executable = onPath(name, env)[0];
    if (executable === undefined) continue;
    const runtime = await (name === "docker"
      ? docker(executable, env, specFolders)
      : podman(executable, env, specFolders));
    if (runtime.state === "ok") return runtime;
    found.push(runtime);
  }
  return found[0];
}

async function docker(executable: string, env: Env, specFolders: readonly string[]): Promise<ContainerRuntime> {
  const format = "{{.ServerVersion}}|{{range $name, $_ := .Runtimes}}{{$name}} {{end}}";
  const { code, stdout, stderr } = await ask(executable, ["info", "--format", format], env);
  if (code !== 0) {
    const denied = /permission denied/i.test(stderr);
    return {
      name: "docker",
      executable,
      version: null,
      state: "unreachable",
      gpu: "unknown",
      problem: denied
        ? "Docker is installed, and this user may not use it. Add the user to the group docker (sudo usermod -aG docker USER), then sign in again."
        : "Docker is installed, and its service does not answer. Start it: sudo systemctl start docker.",
    };
  }
  const [version = "", runtimes = ""] = lastLine(stdout).split("|");
  const gpu = runtimes.split(" ").includes("nvidia") || hasGpuSpec(specFolders);
  return {
    name: "docker",
    executable,
    version: version || null,
    state: "ok",
    gpu: gpu ? "yes" : "no",
    ...(gpu ? {} : { problem: `Docker cannot hand a GPU to a container. ${toolkit}` }),
  };
}

async function podman(executable: string, env: Env, specFolders: readonly string[]): Promise<ContainerRuntime> {
  const { code, stdout, stderr } = await ask(executable, ["info", "--format", "{{.Version.Version}}"], env);
  if (code !== 0) {
    return {
      name: "podman",
      executable,
      version: null,
      state: "unreachable",
      gpu: "unknown",
      problem: `Podman is installed and does not work: ${lastLine(stderr) || "it did not answer in time"}. Try: podman info.`,
    };
  }
  const gpu = hasGpuSpec(specFolders);
  return {
    name: "podman",
    executable,
    version: lastLine(stdout) || null,
    state: "ok",
    gpu: gpu ? "yes" : "no",
    ...(gpu ? {} : { problem: `Podman cannot hand a GPU to a container. ${podmanToolkit}` }),
  };
}

/** Images of vLLM that are here already, `name:tag`; nothing is pulled. */
export async function vllmImages(
  runtime: ContainerRuntime,
  env: Env,
): Promise<{ image: string; version: string | null }[]> {
  if (runtime.state !== "ok") return [];
  const { code, stdout } = await ask(runtime.executable, ["image", "ls", "--format", "{{.Repository}}:{{.Tag}}"], env);
  if (code !== 0) return [];
  return stdout
    .split("\n")
    .map((line) => line.trim())
    .filter((image) => /(?:^|\/)vllm[^/]*:/.test(image) && !image.endsWith(":<none>"))
    .map((image) => ({ image, version: /:v?(\d+\.\d+[^:]*)$/.exec(image)?.[1] ?? null }));
}

const ask = (executable: string, args: string[], env: Env) =>
  runProgram([executable, ...args], { env, timeoutMs: limitMs });

function hasGpuSpec(folders: readonly string[]): boolean {
  return folders.some(
    (folder) => existsSync(folder) && readdirSync(folder).some((name) => /nvidia.*\.(?:ya?ml|json)$/.test(name)),
  );
}
