import { claimMemory } from "./gpu-memory.ts";

/** A process of the engine beside the server: it does nothing but be there, under its title. */
export interface StandInChild {
  title: string;
  pid: number;
  process: Bun.Subprocess;
}

const idle = "setInterval(() => {}, 1e9)";
const deaf = `for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => {}); ${idle}`;

/**
 * Starts one. vLLM names its processes with setproctitle; here argv[0] is the title, which looks the same from outside.
 * @param apart in a session of its own with closed streams, deaf to SIGTERM: what a process group does not catch
 */
export function startChild(title: string, apart: boolean): StandInChild {
  const child = Bun.spawn([process.execPath, "-e", apart ? deaf : idle], {
    argv0: title,
    stdin: "ignore",
    stdout: "ignore",
    stderr: "ignore",
    detached: apart,
  });
  return { title, pid: child.pid, process: child };
}

/** Lets the processes hold memory, each on a GPU of its own; where there is no folder or no GPU, nothing. */
export function holdMemory(
  children: readonly StandInChild[],
  gpus: readonly string[],
  options: { folder: string | undefined; mib: (uuid: string) => number; lingerMs: number },
): void {
  const { folder } = options;
  if (folder === undefined) return;
  children.forEach((child, index) => {
    const uuid = gpus[index % Math.max(1, gpus.length)];
    if (uuid === undefined) return;
    const { pid, title: name } = child;
    claimMemory(folder, { pid, name, uuid, mib: options.mib(uuid), lingerMs: options.lingerMs });
  });
}
