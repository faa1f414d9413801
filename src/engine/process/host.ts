import { statSync } from "node:fs";
import { homedir } from "node:os";
import type { Clock } from "../../platform/clock.ts";
import type { Logger } from "../../platform/logger.ts";
import type { DataPaths } from "../../platform/paths.ts";
import type { EngineProcess, ExitInfo, LaunchPlan, LaunchRecord, LogLine, ProcessHost } from "../contract.ts";
import { cgroupSupport, currentGroup, errorCode, groupPath, makeGroup, oomKills, removeGroup } from "./cgroup.ts";
import { childEnvironment } from "./environment.ts";
import { guessLevel } from "./level.ts";
import { type Output, readOutput } from "./output.ts";
import { launchMarker } from "./ownership.ts";
import { bootId, readStat } from "./proc.ts";
import { reap } from "./reap.ts";

export interface ProcessHostParts {
  clock: Clock;
  log: Logger;
  paths: DataPaths;
  /** False: process groups alone, as where control groups cannot be had. */
  cgroups?: boolean;
  /** Ours; a small part of it is passed on. Left out: the process's own. */
  env?: Record<string, string | undefined>;
  /** How long `reap` goes on before it reports what is left. Milliseconds. */
  reapDeadlineMs?: number;
}

/** The program could not be started; the message is for people. `code` is the system's: ENOENT, EACCES, … */
export class LaunchError extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "LaunchError";
    this.code = code;
  }
}

/** The last lines are kept with the process, whatever the log does. */
const tailLines = 500;
/** What was written before the end still arrives within this time, also where descendants hold the pipes open. */
const lastWordsMs = 300;

/** Starts engines, each in a control group or at least a session of its own, and ends them whole. */
export function createProcessHost(parts: ProcessHostParts): ProcessHost {
  const { clock, log } = parts;
  const ours = parts.env ?? Bun.env;
  const outputs = new Map<string, Output[]>();

  const host: ProcessHost = {
    async launch(plan, launch, hooks) {
      const [program, ...args] = plan.argv;
      if (program === undefined) throw new LaunchError("EINVAL", "The command line is empty.");
      const env = childEnvironment(ours, { ...plan.env, [launchMarker]: launch.id }, homedir());
      const path = findProgram(program, env.PATH ?? "", plan.cwd);
      const group = parts.cgroups === false ? undefined : plannedGroup(launch.id);
      let record = newRecord(plan, launch, group, clock.now());
      hooks.prepared(record);
      const withoutGroup = () => {
        const { cgroup: _, ...rest } = record;
        record = rest;
        hooks.prepared(record);
      };
      if (group && !tryMakeGroup(group, log)) withoutGroup();
      const oomBefore = oomKills(record.cgroup ?? currentGroup());
      const argv = [path, ...args];
      const child = spawnInGroup(argv, plan, env, record.cgroup, log, withoutGroup);
      try {
        record = withPid(record, child.pid);
        hooks.prepared(record);
      } catch (error) {
        void child.stdout.cancel();
        void child.stderr.cancel();
        await reap(record, { log, deadlineMs: 5_000 });
        throw error;
      }

      const tail: LogLine[] = [];
      const hear = (stream: LogLine["stream"]) => (text: string) => {
        const line: LogLine = { at: clock.now(), stream, level: guessLevel(text), text };
        tail.push(line);
        if (tail.length > tailLines * 2) tail.splice(0, tail.length - tailLines);
        try {
          hooks.line(line);
        } catch (error) {
          log.error({ launch: launch.id, err: error }, "a listener failed on a line of an engine");
        }
      };
      const streams = [readOutput(child.stdout, hear("stdout")), readOutput(child.stderr, hear("stderr"))];
      outputs.set(launch.id, streams);
      const ended = Promise.all(streams.map((stream) => stream.ended)).then(() => void outputs.delete(launch.id));

      const exited = child.exited.then(async (): Promise<ExitInfo> => {
        await Promise.race([ended, Bun.sleep(lastWordsMs)]);
        const exit: ExitInfo = child.signalCode
          ? { code: null, signal: String(child.signalCode) }
          : { code: child.exitCode, signal: null };
        const oomAfter = oomKills(record.cgroup ?? currentGroup());
        if (oomBefore === undefined || oomAfter === undefined) return exit;
        return { ...exit, oomKilled: exit.signal === "SIGKILL" && oomAfter > oomBefore };
      });

      const started: EngineProcess = {
        record,
        exited,
        gone: child.exited,
        terminate: () => child.kill("SIGTERM"),
        tail: (count) => (count > 0 ? tail.slice(-Math.min(count, tailLines)) : []),
      };
      return started;
    },

    async reap(record, signal) {
      const report = await reap(record, { log, deadlineMs: parts.reapDeadlineMs ?? 20_000, signal });
      // What still holds a pipe now cannot be killed; nothing it says matters any more.
      for (const output of outputs.get(record.id) ?? []) output.stop();
      return report;
    },
  };
  return host;
}

function plannedGroup(launchId: string): string | undefined {
  const support = cgroupSupport();
  return support.usable ? groupPath(support.path, launchId) : undefined;
}

function tryMakeGroup(path: string, log: Logger): boolean {
  try {
    makeGroup(path);
    return true;
  } catch (error) {
    log.warn({ cgroup: path, err: error }, "no control group for an engine; a process group has to do");
    return false;
  }
}

function newRecord(
  plan: LaunchPlan,
  launch: { id: string; engineId: string; gpus: string[] },
  cgroup: string | undefined,
  startedAt: number,
): LaunchRecord {
  return {
    id: launch.id,
    engineId: launch.engineId,
    bootId: bootId(),
    ...(cgroup !== undefined && { cgroup }),
    titlePrefix: plan.titlePrefix,
    ...(plan.endpoint.kind === "unix" && { socketPath: plan.endpoint.path }),
    ...(plan.container && { container: plan.container }),
    gpus: launch.gpus,
    startedAt,
  };
}

function withPid(record: LaunchRecord, pid: number): LaunchRecord {
  const pidStartTime = readStat(pid)?.startTime;
  return { ...record, pid, ...(pidStartTime !== undefined && { pidStartTime }) };
}

/** Into the group; where the system does not allow that (a seccomp filter, say), into a session of its own alone. */
function spawnInGroup(
  argv: string[],
  plan: LaunchPlan,
  env: Record<string, string>,
  cgroup: string | undefined,
  log: Logger,
  withoutGroup: () => void,
) {
  try {
    return spawn(argv, plan, env, cgroup);
  } catch (error) {
    if (cgroup === undefined || !(error instanceof LaunchError) || error.code === "ENOENT") throw error;
    log.warn({ cgroup, err: error }, "no process in a control group; a process group has to do");
    withoutGroup();
    return spawn(argv, plan, env, undefined);
  }
}

function spawn(argv: string[], plan: LaunchPlan, env: Record<string, string>, cgroup: string | undefined) {
  try {
    return Bun.spawn(argv, {
      cwd: plan.cwd,
      env,
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
      // A session of its own: a Ctrl-C in our terminal is not for the engine.
      detached: true,
      ...(cgroup !== undefined && { cgroup }),
    });
  } catch (error) {
    if (cgroup !== undefined) removeGroup(cgroup);
    throw launchError(argv[0] ?? "", error);
  }
}

/** @throws LaunchError: the system's own ENOENT does not tell a missing program from a missing folder */
function findProgram(program: string, path: string, cwd: string): string {
  if (!statSync(cwd, { throwIfNoEntry: false })?.isDirectory()) {
    throw new LaunchError("ENOENT", `The folder ${cwd}, in which the engine is to run, does not exist.`);
  }
  if (program.includes("/")) return program;
  const found = Bun.which(program, { PATH: path, cwd });
  if (found === null) throw new LaunchError("ENOENT", `The program ${program} was not found on PATH.`);
  return found;
}

function launchError(program: string, cause: unknown): LaunchError {
  const code = errorCode(cause);
  const why: Record<string, string> = {
    ENOENT: `The program ${program}, or the interpreter named in its first line, does not exist.`,
    EACCES: `The program ${program} may not be executed.`,
    ENOEXEC: `The file ${program} is not a program for this machine.`,
    E2BIG: "The command line and the environment together are too long.",
    EAGAIN: "The system allows no more processes.",
    ENOMEM: "There is not enough memory to start a process.",
  };
  return new LaunchError(code, why[code] ?? `The program ${program} could not be started (${code}).`, { cause });
}
