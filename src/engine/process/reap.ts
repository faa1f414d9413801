import { lstatSync, rmdirSync, unlinkSync } from "node:fs";
import { dirname } from "node:path";
import type { Logger } from "../../platform/logger.ts";
import type { LaunchRecord, ReapReport } from "../contract.ts";
import { groupPopulated, groupProcesses, killGroup, removeGroup } from "./cgroup.ts";
import { findProcesses, isSame } from "./ownership.ts";
import { bootId } from "./proc.ts";
import { isTemporarySocketFolder } from "./socket-path.ts";

export interface ReapOptions {
  log: Logger;
  /** How long it goes on killing and looking; milliseconds. */
  deadlineMs: number;
  signal?: AbortSignal | undefined;
}

const containerTimeoutMs = 30_000;

/**
 * Ends everything that belongs to a launch, from its record alone: also what an earlier, killed Vitrine started.
 * Asking politely is past; this is SIGKILL until two looks in a row find nothing.
 */
export async function reap(record: LaunchRecord, options: ReapOptions): Promise<ReapReport> {
  const killed = new Set<number>();
  // After a reboot no process is left, and every number means something else.
  const sameBoot = record.bootId === bootId();
  const container = record.container ? removeContainer(record.container, options.log) : undefined;
  const left = sameBoot ? await killAll(record, killed, options) : [];
  await container;
  if (record.socketPath) removeSocket(record.socketPath);
  if (killed.size > 0 || left.length > 0) {
    options.log.info({ launch: record.id, killed: [...killed], left }, "ended the processes of a launch");
  }
  return { killed: [...killed], left };
}

async function killAll(record: LaunchRecord, killed: Set<number>, options: ReapOptions): Promise<number[]> {
  const { cgroup } = record;
  const end = performance.now() + options.deadlineMs;
  for (let clean = 0, round = 0; ; round++) {
    const alive = new Set<number>(cgroup ? groupProcesses(cgroup) : []);
    if (cgroup && (alive.size > 0 || groupPopulated(cgroup))) {
      killGroup(cgroup);
      for (const pid of alive) killed.add(pid);
    }
    for (const stat of await findProcesses(record)) {
      alive.add(stat.pid);
      if (isSame(stat) && kill(stat.pid)) killed.add(stat.pid);
    }
    clean = alive.size === 0 && !(cgroup && groupPopulated(cgroup)) ? clean + 1 : 0;
    // An emptied group may stay busy for a moment.
    if (clean >= 2 && (!cgroup || removeGroup(cgroup))) return [];
    if (performance.now() > end || options.signal?.aborted) return [...alive];
    await Bun.sleep(Math.min(5 * 2 ** Math.min(round, 6), 200));
  }
}

function kill(pid: number): boolean {
  try {
    process.kill(pid, "SIGKILL");
    return true;
  } catch {
    return false;
  }
}

/** A path that is not a socket any more is left alone. */
function removeSocket(path: string): void {
  try {
    if (lstatSync(path).isSocket()) unlinkSync(path);
  } catch {
    // Gone already.
  }
  if (!isTemporarySocketFolder(dirname(path))) return;
  try {
    rmdirSync(dirname(path));
  } catch {
    // Gone already.
  }
}

async function removeContainer(container: NonNullable<LaunchRecord["container"]>, log: Logger): Promise<void> {
  try {
    const child = Bun.spawn([container.runtime, "rm", "--force", container.name], {
      stdin: "ignore",
      stdout: "ignore",
      stderr: "ignore",
      timeout: containerTimeoutMs,
      killSignal: "SIGKILL",
    });
    const code = await child.exited;
    // 1 is also what docker says of a container that is gone.
    if (code !== 0) log.debug({ container: container.name, code }, "removing a container did nothing");
  } catch (error) {
    log.warn({ container: container.name, err: error }, "the container runtime could not be started to remove it");
  }
}
