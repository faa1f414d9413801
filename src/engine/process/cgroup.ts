import { accessSync, constants, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";

/** Whether processes can be put into control groups of their own, and what to do where they cannot. */
export type CgroupSupport = { usable: true; path: string } | { usable: false; reason: string; fix: string };

/** Groups that Vitrine makes begin with this; no other group is ever killed. */
const groupPrefix = "vitrine-";

const withoutGroups = "Until then Vitrine ends engines through process groups and a search of /proc.";
const delegate =
  "Run Vitrine as a systemd service with Delegate=yes in its [Service] section, " +
  "or by hand with: systemd-run --user --scope -p Delegate=yes vitrine serve.";

/**
 * The folder of our own control group (version 2), as the kernel tells it.
 *
 * `/proc/self/mountinfo` has `… ROOT MOUNTPOINT … - cgroup2 …` (octal escapes for blanks), `/proc/self/cgroup` has
 * `0::PATH`; PATH counts from the hierarchy's root, and what a mount shows begins at ROOT. See cgroups(7).
 * @returns undefined where no version 2 hierarchy is mounted or it does not show our group
 */
export function ownGroup(mountinfo: string, selfCgroup: string): string | undefined {
  const own = /^0::(\/.*)$/m.exec(selfCgroup)?.[1];
  if (own === undefined || own.startsWith("/..")) return undefined;
  for (const line of mountinfo.split("\n")) {
    const [left, right] = line.split(" - ");
    if (!right?.startsWith("cgroup2 ")) continue;
    const [, , , root, mountPoint] = (left ?? "").split(" ").map(unescapeOctal);
    if (root === undefined || mountPoint === undefined) continue;
    const below = relative(root, own);
    if (below === ".." || below.startsWith("../")) continue;
    return join(mountPoint, below);
  }
  return undefined;
}

const unescapeOctal = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));

/** The folder of the group that this process is in; undefined where there is none to be seen. */
export function currentGroup(): string | undefined {
  try {
    return ownGroup(readFileSync("/proc/self/mountinfo", "utf8"), readFileSync("/proc/self/cgroup", "utf8"));
  } catch {
    return undefined;
  }
}

/** Tries it: makes a group below our own and removes it again. Takes well under a millisecond. */
export function cgroupSupport(): CgroupSupport {
  if (process.platform !== "linux") {
    return { usable: false, reason: "This is not Linux, and control groups exist only there.", fix: withoutGroups };
  }
  const own = currentGroup();
  if (own === undefined) {
    return {
      usable: false,
      reason: "No control group hierarchy of version 2 is mounted.",
      fix: `Boot with systemd.unified_cgroup_hierarchy=1, or mount it: mount -t cgroup2 none /sys/fs/cgroup/unified. ${withoutGroups}`,
    };
  }
  const probe = join(own, `${groupPrefix}probe-${process.pid}`);
  try {
    // A child moves into a group only where its parent's group may be written, too.
    accessSync(join(own, "cgroup.procs"), constants.W_OK);
    mkdirSync(probe);
    rmdirSync(probe);
    return { usable: true, path: own };
  } catch (error) {
    const code = errorCode(error);
    if (code === "EROFS") {
      return {
        usable: false,
        reason: `The control groups at ${own} can only be read, as is usual in a container.`,
        fix: `Give the container control groups that it may write (podman run --cgroups=split --security-opt unmask=/sys/fs/cgroup). ${withoutGroups}`,
      };
    }
    const why =
      code === "EACCES" || code === "EPERM" ? "belongs to another user" : `does not take new groups (${code})`;
    return { usable: false, reason: `Our control group ${own} ${why}.`, fix: `${delegate} ${withoutGroups}` };
  }
}

/** Where the group of a launch is to be; it is made by `makeGroup`. */
export const groupPath = (own: string, launchId: string): string =>
  join(own, groupPrefix + launchId.replace(/[^A-Za-z0-9_-]/g, "_"));

export const makeGroup = (path: string): void => mkdirSync(path);

/** Whether a stored path may be a group that Vitrine made, and one that this process is not in. */
function isOurs(path: string): boolean {
  if (!basename(path).startsWith(groupPrefix)) return false;
  const own = currentGroup();
  if (own === undefined) return false;
  if (own === path || own.startsWith(`${path}/`)) return false;
  try {
    // Only in a control group is there such a file.
    accessSync(join(path, "cgroup.procs"), constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** The living processes of the group and of all groups below it; empty where it is gone. */
export function groupProcesses(path: string): number[] {
  if (!isOurs(path)) return [];
  const found: number[] = [];
  for (const group of tree(path)) {
    try {
      for (const pid of readFileSync(join(group, "cgroup.procs"), "utf8").split("\n")) {
        // 0 stands for a process outside of our pid namespace.
        if (Number(pid) > 1) found.push(Number(pid));
      }
    } catch {
      // Removed meanwhile.
    }
  }
  return found;
}

/** SIGKILL for everything in the group. */
export function killGroup(path: string): void {
  if (!isOurs(path)) return;
  try {
    writeFileSync(join(path, "cgroup.kill"), "1");
  } catch {
    // Before Linux 5.14 there is no such file; the caller repeats until the group is empty.
    for (const pid of groupProcesses(path)) {
      try {
        if (pid !== process.pid) process.kill(pid, "SIGKILL");
      } catch {
        // It ended by itself.
      }
    }
  }
}

/** Whether a process is left in it (`populated 1`); false where it is gone. */
export function groupPopulated(path: string): boolean {
  if (!isOurs(path)) return false;
  try {
    return /^populated 1$/m.test(readFileSync(join(path, "cgroup.events"), "utf8"));
  } catch {
    return false;
  }
}

/** Removes the empty group and those below it. @returns whether it is gone */
export function removeGroup(path: string): boolean {
  if (!isOurs(path)) return true;
  for (const group of tree(path).reverse()) {
    try {
      rmdirSync(group);
    } catch (error) {
      if (errorCode(error) !== "ENOENT") return false;
    }
  }
  return true;
}

function tree(path: string): string[] {
  try {
    const below = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return [path, ...below.flatMap((entry) => tree(join(path, entry.name)))];
  } catch {
    return [];
  }
}

/**
 * How many processes the kernel's out-of-memory killer has ended in the group, or in the nearest group above it that
 * counts memory (`oom_kill` of memory.events); undefined where none does.
 */
export function oomKills(group: string | undefined): number | undefined {
  for (let at = group; at !== undefined && at.length > 1; at = dirname(at)) {
    try {
      const text = readFileSync(join(at, "memory.events"), "utf8");
      return Number(/^oom_kill (\d+)$/m.exec(text)?.[1] ?? 0);
    } catch {
      // The memory controller is not on here.
    }
  }
  return undefined;
}

export function errorCode(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return "unknown";
}
