import { isNull } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "../../platform/database.ts";
import { engineLaunches } from "../schema.ts";
import { type Outcome, ok, warn } from "./finding.ts";
import type { Machine } from "./machine.ts";

const record = z.object({
  id: z.string(),
  engineId: z.string(),
  pid: z.number().optional(),
  pidStartTime: z.number().optional(),
  bootId: z.string(),
  titlePrefix: z.string(),
});
export type StoredLaunch = z.infer<typeof record>;

/** Launches of which something may be left, as the database has them. */
export function openLaunches(db: Db): StoredLaunch[] {
  return db
    .select({ record: engineLaunches.record })
    .from(engineLaunches)
    .where(isNull(engineLaunches.reapedAt))
    .all()
    .flatMap((row) => record.safeParse(parsed(row.record)).data ?? []);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The processes that are still there of these launches: the recorded one, and those with its title. */
export function launchProcesses(machine: Machine, launches: readonly StoredLaunch[]): number[] {
  const boot = machine.text("/proc/sys/kernel/random/boot_id");
  const current = launches.filter(({ bootId }) => bootId === boot);
  if (current.length === 0) return [];
  return machine
    .names("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => current.some((launch) => belongs(machine, pid, launch)));
}

function belongs(machine: Machine, pid: number, launch: StoredLaunch): boolean {
  const stat = machine.text(`/proc/${pid}/stat`);
  if (!stat) return false;
  // See proc_pid_stat(5): the name in parentheses, then state (3) and, as field 22, the start time.
  const close = stat.lastIndexOf(")");
  const fields = stat.slice(close + 2).split(" ");
  if (fields[0] === "Z" || fields[0] === "X") return false;
  if (pid === launch.pid) return Number(fields[22 - 3]) === launch.pidStartTime;
  const prefix = launch.titlePrefix.slice(0, 15);
  const name = stat.slice(stat.indexOf("(") + 1, close);
  return prefix.length >= 9 && name.startsWith(prefix) && !/^[\w.-]/.test(name.slice(prefix.length));
}

/** Engines that a Vitrine which was killed left running, and which hold GPU memory. */
export function checkLaunches(machine: Machine, dataDir: string, launches: readonly StoredLaunch[]): Outcome {
  const pids = launchProcesses(machine, launches);
  if (pids.length === 0) return ok("no engine runs");
  const processes = pids.length === 1 ? "1 process" : `${pids.length} processes`;
  const server = machine.text(`${dataDir}/running`);
  if (server && machine.text(`/proc/${server}/comm`) !== undefined) return ok(`${processes} of running engines`);
  return warn(
    `${processes} of engines left from a Vitrine that does not run any more (pids ${pids.join(", ")})`,
    `start Vitrine, which ends or takes over what it finds, or end them: kill -9 ${pids.join(" ")}`,
  );
}
