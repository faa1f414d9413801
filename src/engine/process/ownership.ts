import type { LaunchRecord } from "../contract.ts";
import { listProcesses, type ProcessStat, readParts, readStat } from "./proc.ts";

/** In the environment of every process of a launch; inherited, also by those that leave its session. */
export const launchMarker = "VITRINE_LAUNCH";

/**
 * Every living process that is shown to belong to the launch. Never this process, never one without a proof:
 *
 * 1. it is the recorded pid with the recorded start time;
 * 2. its environment holds the launch's marker;
 * 3. its title begins with the launch's prefix (programs that set titles overwrite the environment they show);
 * 4. it is in the process group and session that the recorded process led.
 */
export async function findProcesses(record: LaunchRecord): Promise<ProcessStat[]> {
  const all = await listProcesses();
  // No process of the launch can be older than its first one.
  const since = record.pidStartTime ?? 0;
  const candidates = all.filter((one) => one.pid !== process.pid && one.pid > 1 && one.startTime >= since);
  const proven = await Promise.all(candidates.map((one) => belongs(one, record)));
  return candidates.filter((_, index) => proven[index]);
}

/** Whether `stat` still describes the process of that pid: asked right before a signal is sent. */
export function isSame(stat: ProcessStat): boolean {
  return readStat(stat.pid)?.startTime === stat.startTime;
}

async function belongs(stat: ProcessStat, record: LaunchRecord): Promise<boolean> {
  if (isRecorded(stat, record)) return true;
  // In this order: a program that is just being replaced shows no environment for a moment, and then no title either.
  const title = (await readParts(stat.pid, "cmdline"))?.[0] ?? "";
  const environ = await readParts(stat.pid, "environ");
  const marker = environ?.find((part) => part.startsWith(`${launchMarker}=`));
  // A marker decides either way: another launch's process is never ours, whatever it calls itself.
  if (marker !== undefined) return marker === `${launchMarker}=${record.id}`;
  if (title !== "" && [title, stat.comm].some((name) => hasTitle(name, record.titlePrefix))) return true;
  // An environment that can be read and lacks the marker speaks against it; one that was overwritten says nothing.
  const intact = environ?.some((part) => part.startsWith("PATH=")) === true;
  return !intact && inLedGroup(stat, record);
}

const isRecorded = (stat: ProcessStat, record: LaunchRecord): boolean =>
  record.pid !== undefined && stat.pid === record.pid && stat.startTime === record.pidStartTime;

/** `vitrine-a` is not the prefix of `vitrine-ab::EngineCore`; and a prefix that says little proves nothing. */
function hasTitle(title: string, prefix: string): boolean {
  if (prefix.length < 9 || !title.startsWith(prefix)) return false;
  const next = title[prefix.length];
  return next === undefined || !/[A-Za-z0-9._-]/.test(next);
}

/** The number of a group is not given to a new process while a member lives; a leader with another start is another. */
function inLedGroup(stat: ProcessStat, record: LaunchRecord): boolean {
  if (record.pid === undefined || stat.group !== record.pid || stat.session !== record.pid) return false;
  const leader = readStat(record.pid);
  return leader === undefined || leader.startTime === record.pidStartTime;
}
