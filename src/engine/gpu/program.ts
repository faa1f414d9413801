import { accessSync, constants, readFileSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Beside PATH: the usual place, Windows' subsystem for Linux, and where container runtimes and some clouds put it. */
const places = [
  "/usr/bin",
  "/usr/local/bin",
  "/bin",
  "/usr/lib/wsl/lib",
  "/usr/local/nvidia/bin",
  "/opt/nvidia/bin",
  "/run/current-system/sw/bin",
];

/**
 * The path of `nvidia-smi`, or undefined. Looked for again at each call: a driver may be installed while we run.
 * @param root where all those folders lie; only a test names another place than `/`
 */
export function findNvidiaSmi(env: Record<string, string | undefined>, root = "/"): string | undefined {
  const onPath = (env.PATH ?? "").split(delimiter).filter((folder) => folder.startsWith("/"));
  return [...onPath, ...places].map((folder) => join(root, folder, "nvidia-smi")).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * What a process calls itself, at most 15 bytes. Not `cmdline`: reading that waits, and our event loop with it, for a
 * process that hangs in a driver.
 */
export function processName(pid: number, root = "/"): string | undefined {
  try {
    return readFileSync(join(root, "proc", String(pid), "comm"), "utf8").trim() || undefined;
  } catch {
    return undefined;
  }
}
