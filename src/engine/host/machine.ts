import { accessSync, constants, existsSync, readdirSync, readFileSync, statfsSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Clock } from "../../platform/clock.ts";
import { type CommandRunner, createCommandRunner } from "../gpu/index.ts";

export interface DiskSpace {
  freeBytes: number;
  totalBytes: number;
  /** 0 and 0 on file systems that do not count them. */
  freeFiles: number;
  totalFiles: number;
}

/** Everything that the checks see of the machine, so that a test can build a sick one. */
export interface Machine {
  clock: Clock;
  env: Record<string, string | undefined>;
  user: { id: number; groups: readonly number[] };
  run: CommandRunner["run"];
  /** Text of a file, trimmed; undefined when it cannot be read. Paths are absolute. */
  text(path: string): string | undefined;
  exists(path: string): boolean;
  names(folder: string): string[];
  owner(path: string): { user: number; group: number; mode: number } | undefined;
  usable(path: string): boolean;
  disk(path: string): DiskSpace | undefined;
  /** The first program of this name on PATH; a name that is a path already stands for itself. */
  program(name: string): string | undefined;
}

/** @param root where /proc, /dev, /sys and /etc lie, and the folders of PATH; only a test names another place than `/` */
export function thisMachine(context: {
  clock: Clock;
  env: Record<string, string | undefined>;
  root?: string;
  run?: CommandRunner["run"];
}): Machine {
  const { clock, env, root = "/" } = context;
  const at = (path: string) => (root === "/" ? path : join(root, path));
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch {
      return undefined;
    }
  };
  return {
    clock,
    env,
    user: { id: process.getuid?.() ?? -1, groups: process.getgroups?.() ?? [] },
    run: context.run ?? createCommandRunner({ clock, env }).run,
    text: (path) => attempt(() => readFileSync(at(path), "utf8").trim()),
    exists: (path) => existsSync(at(path)),
    names: (folder) => attempt(() => readdirSync(at(folder)).sort()) ?? [],
    owner: (path) =>
      attempt(() => {
        const { uid, gid, mode } = statSync(at(path));
        return { user: uid, group: gid, mode: mode & 0o777 };
      }),
    usable: (path) => may(at(path), constants.R_OK | constants.W_OK),
    disk: (path) =>
      attempt(() => {
        const { bavail, bsize, blocks, ffree, files } = statfsSync(at(path));
        return { freeBytes: bavail * bsize, totalBytes: blocks * bsize, freeFiles: ffree, totalFiles: files };
      }),
    program: (name) =>
      (name.startsWith("/")
        ? [name]
        : (env.PATH ?? "")
            .split(delimiter)
            .filter((folder) => folder.startsWith("/"))
            .map((folder) => join(folder, name))
      ).find((path) => may(at(path), constants.X_OK) && statSync(at(path)).isFile()),
  };
}

function may(path: string, how: number): boolean {
  try {
    accessSync(path, how);
    return true;
  } catch {
    return false;
  }
}
