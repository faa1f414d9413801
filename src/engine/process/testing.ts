import { systemClock } from "../../platform/clock.ts";
import { silentLogger } from "../../platform/logger.ts";
import { dataPaths } from "../../platform/paths.ts";
import { temporaryFolder } from "../../platform/testing.ts";
import type { EngineProcess, LaunchPlan, LaunchRecord, LogLine, ProcessHost } from "../contract.ts";
import { createProcessHost, type ProcessHostParts } from "./host.ts";
import { isAlive, readStat } from "./proc.ts";

/** A process host over a folder of its own that remembers what it stored and heard. */
export interface Bench {
  host: ProcessHost;
  folder: string;
  /** As a Vitrine would have stored them: the newest of each launch. */
  records: Map<string, LaunchRecord>;
  lines: LogLine[];
  /** Resolves with the first line, past or future, that matches. */
  heard(pattern: RegExp): Promise<RegExpExecArray>;
  /** Runs a shell script as an engine. */
  run(script: string, change?: Partial<LaunchPlan>): Promise<EngineProcess>;
  /** Reaps everything that was started. */
  dispose(): Promise<void>;
}

export function createBench(options: Partial<ProcessHostParts> = {}): Bench {
  const folder = temporaryFolder();
  const host = createProcessHost({ clock: systemClock, log: silentLogger, paths: dataPaths(folder.path), ...options });
  const records = new Map<string, LaunchRecord>();
  const lines: LogLine[] = [];
  const waiting = new Set<() => void>();
  return {
    host,
    folder: folder.path,
    records,
    lines,
    heard(pattern) {
      return new Promise((resolve) => {
        const look = () => {
          for (const line of lines) {
            const found = pattern.exec(line.text);
            if (!found) continue;
            waiting.delete(look);
            return resolve(found);
          }
        };
        waiting.add(look);
        look();
      });
    },
    run(script, change = {}) {
      const id = Bun.randomUUIDv7().slice(-12);
      const plan: LaunchPlan = {
        argv: ["sh", "-c", script],
        env: {},
        cwd: folder.path,
        endpoint: { kind: "tcp", host: "127.0.0.1", port: 1 },
        titlePrefix: `vitrine-${id}`,
        shown: script,
        ...change,
      };
      return host.launch(
        plan,
        { id, engineId: "test", gpus: [] },
        {
          prepared: (record) => records.set(record.id, record),
          line(line) {
            lines.push(line);
            for (const look of [...waiting]) look();
          },
        },
      );
    },
    async dispose() {
      for (const record of records.values()) await host.reap(record);
      folder.remove();
    },
  };
}

export function isRunning(pid: number): boolean {
  const stat = readStat(pid);
  return stat !== undefined && isAlive(stat);
}
