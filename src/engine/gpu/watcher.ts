import type { Clock } from "../../platform/clock.ts";
import { type CommandRunner, commandEnv } from "./command.ts";
import { type GpuRow, gpuArguments, parseGpuRow } from "./query.ts";

export interface WatcherEnd {
  /** Rounds it gave before it ended. */
  rounds: number;
  /** It said nothing for too long and was killed. */
  stalled: boolean;
}

interface WatcherOptions {
  program: string;
  env: Record<string, string | undefined>;
  everySeconds: number;
  /** Silence after which it counts as stalled: until the first round, which may wait for the driver, and later. */
  firstMs: number;
  silenceMs: number;
  without: ReadonlySet<string>;
  onRound(rows: GpuRow[]): void;
  onEnd(end: WatcherEnd): void;
}

/**
 * One long-lived `nvidia-smi -l N`: while somebody watches it spares starting the program, and with it initialising the
 * driver, for each reading. Should this process be killed, the next round finds nobody at the pipe's end and ends it.
 * @returns what ends it; `onEnd` is then not called
 */
export function startWatcher(context: { clock: Clock; runner: CommandRunner }, options: WatcherOptions): () => void {
  const { clock, runner } = context;
  let rows: GpuRow[] = [];
  let rounds = 0;
  let over = false;
  let child: Bun.Subprocess<"ignore", "pipe", "ignore">;
  try {
    child = Bun.spawn([options.program, ...gpuArguments(options.without), "-l", String(options.everySeconds)], {
      env: commandEnv(options.env),
      stdin: "ignore",
      stdout: "pipe",
      stderr: "ignore",
    });
  } catch {
    const cancel = clock.after(0, () => options.onEnd({ rounds: 0, stalled: false }));
    return cancel;
  }
  let cancelStall = () => {};
  const rearm = () => {
    cancelStall();
    const limit = rounds === 0 ? options.firstMs : options.silenceMs;
    cancelStall = clock.after(limit, () => finish(true, true));
  };
  const finish = (stalled: boolean, tell: boolean) => {
    if (over) return;
    over = true;
    cancelStall();
    if (child.exitCode === null) runner.abandon(child);
    if (tell) options.onEnd({ rounds, stalled });
  };
  const endRound = () => {
    const complete = rows;
    rows = [];
    rounds += 1;
    rearm();
    options.onRound(complete);
  };
  const take = (line: string) => {
    const row = parseGpuRow(line, options.without);
    if (!row || over) return;
    // A GPU that is there again begins the next round: the count was wrong or is not known.
    if (rows.some(({ reading }) => reading.index === row.reading.index)) endRound();
    rows.push(row);
    if (rows.length === row.count) endRound();
  };

  rearm();
  void readLines(child.stdout, take)
    .catch(() => {})
    .then(() => finish(false, true));
  return () => finish(false, false);
}

async function readLines(stream: ReadableStream<Uint8Array>, take: (line: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = (lines.pop() ?? "").slice(-65_536);
    for (const line of lines) take(line);
  }
}
