import { basename, dirname } from "node:path";
import { type PlanContext, SettingsError } from "../../contract.ts";

/** Where things lie inside the container. */
const inside = { model: "/model", cache: "/cache", sockets: "/run/vitrine", templates: "/templates" } as const;

export interface ContainerPlaces {
  model: string;
  cache: string;
  socket: string;
  chatTemplate?: string;
}

export interface ContainerCommand {
  runtime: "docker" | "podman";
  name: string;
  /** Up to and with the image and what its `vllm` is called by. */
  argv: string[];
}

const runtimeOf = (executable: string): "docker" | "podman" =>
  basename(executable).includes("podman") ? "podman" : "docker";

/** The paths that vLLM is told of when it runs in a container. */
export function containerPlaces(
  modelPath: string,
  socketPath: string,
  chatTemplate: string | undefined,
): ContainerPlaces {
  return {
    model: `${inside.model}/${basename(modelPath)}`,
    cache: inside.cache,
    socket: `${inside.sockets}/${basename(socketPath)}`,
    ...(chatTemplate === undefined ? {} : { chatTemplate: `${inside.templates}/${basename(chatTemplate)}` }),
  };
}

/**
 * `docker run` or `podman run` with the GPUs by UUID, the model read-only, and no network: the socket comes out through
 * its folder, and vLLM's own parts talk over the container's loopback. Nothing is pulled: a start must not wait for, or
 * depend on, the network.
 * @param variables `NAME=value`, or `NAME` alone for one that the runtime takes from its own environment
 * @throws SettingsError for a path that a mount cannot carry
 */
export function containerCommand(
  context: PlanContext,
  image: string,
  executable: string,
  mounts: { model: string; chatTemplate?: string },
  variables: readonly string[],
  network: "none" | "host",
): ContainerCommand {
  const runtime = runtimeOf(executable);
  const name = `vitrine-${context.launchId}`;
  const places = containerPlaces(mounts.model, context.socketPath, mounts.chatTemplate);
  const user = context.user ?? ownUser();
  return {
    runtime,
    name,
    argv: [
      executable,
      "run",
      "--rm",
      "--init",
      "--pull=never",
      "--name",
      name,
      "--network",
      network,
      ...gpuArguments(runtime, context.gpus),
      ...(runtime === "podman" ? ["--security-opt", "label=disable"] : []),
      "--security-opt",
      "no-new-privileges",
      ...(user && user.uid !== 0
        ? [...(runtime === "podman" ? ["--userns", "keep-id"] : []), "--user", `${user.uid}:${user.gid}`]
        : []),
      // Tensor parallel workers exchange through shared memory; the default of 64 MB ends in bus errors.
      "--shm-size",
      "16g",
      "--ulimit",
      "memlock=-1",
      "--pids-limit",
      "-1",
      "--volume",
      mount(mounts.model, places.model, "ro"),
      "--volume",
      mount(context.cacheDir, places.cache),
      "--volume",
      mount(dirname(context.socketPath), inside.sockets),
      ...(mounts.chatTemplate === undefined || places.chatTemplate === undefined
        ? []
        : ["--volume", mount(mounts.chatTemplate, places.chatTemplate, "ro")]),
      ...variables.flatMap((variable) => ["--env", variable]),
      "--entrypoint",
      "vllm",
      image,
    ],
  };
}

/** A user without an entry in the image's /etc/passwd has no home and no name; torch and triton ask for both. */
export const containerIdentity = (cache: string): Record<string, string> => ({
  HOME: `${cache}/home`,
  USER: "vitrine",
  LOGNAME: "vitrine",
});

function ownUser(): { uid: number; gid: number } | undefined {
  const [uid, gid] = [process.getuid?.(), process.getgid?.()];
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

function gpuArguments(runtime: "docker" | "podman", gpus: readonly string[]): string[] {
  if (gpus.length === 0) return [];
  if (runtime === "podman") return gpus.flatMap((uuid) => ["--device", `nvidia.com/gpu=${uuid}`]);
  // Docker reads the value as CSV, so the list of devices needs quotes of its own.
  return ["--gpus", `"device=${gpus.join(",")}"`];
}

function mount(source: string, target: string, mode?: "ro"): string {
  if (source.includes(":") || target.includes(":")) {
    throw new SettingsError(
      `A container cannot be given ${source}, because its path holds a colon; move it elsewhere.`,
    );
  }
  return [source, target, ...(mode ? [mode] : [])].join(":");
}
