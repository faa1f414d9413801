import { readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";

/** One process as /proc/PID/stat shows it; see proc_pid_stat(5). */
export interface ProcessStat {
  pid: number;
  /** At most 15 bytes of its name. */
  comm: string;
  state: string;
  parent: number;
  group: number;
  session: number;
  threads: number;
  /** Clock ticks since the boot; with the pid it names a process beyond doubt until the next boot. */
  startTime: number;
  kernel: boolean;
}

const kernelThread = 0x00200000;

/** @returns undefined where the text is not such a line */
export function parseStat(text: string): ProcessStat | undefined {
  // The name stands in parentheses and may itself hold blanks and parentheses.
  const open = text.indexOf("(");
  const close = text.lastIndexOf(")");
  if (open < 0 || close < open) return undefined;
  const rest = text.slice(close + 2).split(" ");
  const field = (number: number): number => Number(rest[number - 3]);
  return {
    pid: Number(text.slice(0, open)),
    comm: text.slice(open + 1, close),
    state: rest[0] ?? "",
    parent: field(4),
    group: field(5),
    session: field(6),
    threads: field(20),
    startTime: field(22),
    kernel: (field(9) & kernelThread) !== 0,
  };
}

/**
 * Reads it at once. /proc/PID/stat never blocks, unlike `environ` and `cmdline` of a process that hangs in a driver.
 * @returns undefined when there is no such process
 */
export function readStat(pid: number): ProcessStat | undefined {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * Whether it still runs or holds anything. A zombie with one thread does not; with more, the other threads still end,
 * as they do for long inside a driver.
 */
export const isAlive = (stat: ProcessStat): boolean => stat.state !== "X" && (stat.state !== "Z" || stat.threads > 1);

/** Changes with each boot; "unknown" where the kernel does not tell. */
export function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "unknown";
  }
}

/** Every living process that is not a part of the kernel. Gives the loop its turn while it looks. */
export async function listProcesses(): Promise<ProcessStat[]> {
  const names = await readdir("/proc").catch(() => []);
  const found: ProcessStat[] = [];
  let read = 0;
  for (const name of names) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const stat = readStat(pid);
    if (stat && !stat.kernel && isAlive(stat)) found.push(stat);
    if (++read % 200 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return found;
}

/**
 * `environ` or `cmdline` of a process: parts that end in NUL.
 * @returns undefined when it may not be read, is gone, or does not answer within a second (its memory is locked while
 *   it hangs in the kernel; the read then waits in another thread and not here)
 */
export async function readParts(pid: number, file: "environ" | "cmdline"): Promise<string[] | undefined> {
  let timer: Timer | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, 1_000, undefined);
  });
  const read = readFile(`/proc/${pid}/${file}`, "utf8").then(
    (text) => text.split("\0"),
    () => undefined,
  );
  const parts = await Promise.race([read, late]);
  clearTimeout(timer);
  return parts;
}
