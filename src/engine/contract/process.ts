import type { ExitInfo, LaunchPlan, LogLine } from "./adapter.ts";

/** What must be known to find every process of a launch again, also by another Vitrine after this one was killed. */
export interface LaunchRecord {
  id: string;
  engineId: string;
  /** Absent until it was spawned. */
  pid?: number;
  /** Field 22 of /proc/PID/stat: tells a reused pid from ours. */
  pidStartTime?: number;
  /** /proc/sys/kernel/random/boot_id: after a reboot there is nothing to reap. */
  bootId: string;
  /** The folder of its cgroup, where it has one. */
  cgroup?: string;
  titlePrefix: string;
  socketPath?: string;
  container?: { runtime: "docker" | "podman"; name: string };
  gpus: string[];
  startedAt: number;
}

export interface EngineProcess {
  readonly record: LaunchRecord;
  readonly exited: Promise<ExitInfo>;
  /** Settles as soon as the process is gone, while `exited` still waits for its last words. */
  readonly gone?: Promise<unknown>;
  /** Asks it to end: SIGTERM to the first process, which drains by itself. */
  terminate(): void;
  /** The last lines, oldest first; at most `count`. */
  tail(count: number): LogLine[];
}

export interface ReapReport {
  /** Pids that had to be killed. */
  killed: number[];
  /** Pids that are still there (in an uninterruptible wait, say). */
  left: number[];
}

/** Starts processes so that each can be found and ended whole. */
export interface ProcessHost {
  /**
   * @param prepared is called with the record before the process exists, and again once its pid is known: store it
   * @throws Error when the program cannot be started
   */
  launch(
    plan: LaunchPlan,
    launch: { id: string; engineId: string; gpus: string[] },
    hooks: { prepared(record: LaunchRecord): void; line(line: LogLine): void },
  ): Promise<EngineProcess>;
  /** Kills everything that belongs to the launch, waits until it is gone, and removes its socket and cgroup. Idempotent. */
  reap(record: LaunchRecord, signal?: AbortSignal): Promise<ReapReport>;
}
