import type { Clock } from "../../platform/clock.ts";

export interface CommandResult {
  /** Null when it was killed, also for running out of time. */
  code: number | null;
  stdout: string;
  stderr: string;
  timedOut: boolean;
  /** Wall time in milliseconds. */
  tookMs: number;
}

export interface CommandRunner {
  /** Runs a program to its end or to the limit. Never throws: a program that cannot be started has code 127. */
  run(argv: readonly string[], limitMs: number): Promise<CommandResult>;
  /** Children that were killed and are still there: they hang in the kernel. */
  readonly hanging: number;
  /** Kills a child and lets it go: nobody waits for it, and after a second it counts as hanging until the kernel lets it go too. */
  abandon(child: Bun.Subprocess): void;
  /** Kills what still runs; later calls fail at once. */
  close(): void;
}

/** A killed child that is still there after this hangs in the kernel. */
const killMs = 1_000;
/** More output than any of our questions has an answer for. */
const outputLimit = 1024 * 1024;

/**
 * Runs short-lived programs with a time limit. A child that does not end is killed, and if the kernel will not let it
 * go (a driver that hangs leaves it in an uninterruptible wait), it is left behind and counted; nobody waits for it.
 */
export function createCommandRunner(context: {
  clock: Clock;
  env?: Record<string, string | undefined>;
}): CommandRunner {
  const running = new Map<Bun.Subprocess<"ignore", "pipe", "pipe">, () => void>();
  let hanging = 0;
  let closed = false;

  const abandon = (child: Bun.Subprocess) => {
    child.kill("SIGKILL");
    child.unref();
    let counted = false;
    const cancel = context.clock.after(killMs, () => {
      counted = true;
      hanging += 1;
    });
    const gone = () => {
      cancel();
      if (counted) hanging -= 1;
    };
    void child.exited.then(gone, gone);
  };

  return {
    abandon,
    get hanging() {
      return hanging;
    },
    async run(argv, limitMs) {
      const startedAt = context.clock.now();
      const nothing = { stdout: "", tookMs: 0, timedOut: false };
      if (closed) return { ...nothing, code: null, stderr: "closed" };
      if (limitMs <= 0) return { ...nothing, code: null, stderr: "", timedOut: true };
      let child: Bun.Subprocess<"ignore", "pipe", "pipe">;
      try {
        child = Bun.spawn([...argv], {
          env: commandEnv(context.env ?? Bun.env),
          stdin: "ignore",
          stdout: "pipe",
          stderr: "pipe",
        });
      } catch (error) {
        return { ...nothing, code: 127, stderr: error instanceof Error ? error.message : String(error) };
      }
      const stdout = collect(child.stdout);
      const stderr = collect(child.stderr);
      const timedOut = await new Promise<boolean>((resolve) => {
        const cancel = context.clock.after(limitMs, () => resolve(true));
        running.set(child, () => resolve(true));
        void Promise.all([child.exited, stdout.done, stderr.done]).then(() => {
          cancel();
          resolve(false);
        });
      });
      running.delete(child);
      if (timedOut) {
        abandon(child);
        stdout.stop();
        stderr.stop();
      }
      return {
        code: timedOut ? null : child.exitCode,
        stdout: stdout.text(),
        stderr: stderr.text(),
        timedOut,
        tookMs: context.clock.now() - startedAt,
      };
    },
    close() {
      closed = true;
      for (const stop of running.values()) stop();
    },
  };
}

/** What such programs need of our environment; keys and passwords that are in it concern none of them. */
const passedOn = /^(PATH|HOME|USER|LOGNAME|TMPDIR|LD_LIBRARY_PATH|(XDG|DBUS|DOCKER|CONTAINER|NVIDIA|CUDA)_\w+)$/;

/** A small environment, in which numbers are written with a point and messages in English. */
export function commandEnv(env: Record<string, string | undefined>): Record<string, string> {
  const kept: Record<string, string> = { LC_ALL: "C" };
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && passedOn.test(name)) kept[name] = value;
  }
  return kept;
}

function collect(stream: ReadableStream<Uint8Array>): { done: Promise<void>; text(): string; stop(): void } {
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  let text = "";
  const read = async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      if (text.length < outputLimit) text += decoder.decode(value, { stream: true });
    }
  };
  return {
    done: read().catch(() => {}),
    text: () => text,
    stop: () => void reader.cancel().catch(() => {}),
  };
}
