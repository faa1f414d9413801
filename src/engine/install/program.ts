import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

export type Env = Record<string, string | undefined>;

export interface ProgramResult {
  /** Null when it was killed or could not be started. */
  code: number | null;
  stdout: string;
  stderr: string;
  timedOut: boolean;
}

/** Whether it is a file that we may run. */
export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Every program of this name on PATH, first match first. */
export function onPath(name: string, env: Env): string[] {
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder.startsWith("/"));
  return [...new Set(folders)].map((folder) => join(folder, name)).filter(isProgram);
}

export interface ProgramOptions {
  env: Env;
  timeoutMs: number;
  cwd?: string;
  signal?: AbortSignal | undefined;
  /** Told of each line of both streams as it comes. */
  onLine?: ((line: string) => void) | undefined;
}

const mostKept = 200_000;

/**
 * Runs a program to its end in a process group of its own, so that a time-out or an abort ends what it started as well.
 * Never throws: a program that cannot be started has code null and the reason in `stderr`.
 */
export async function runProgram(argv: string[], options: ProgramOptions): Promise<ProgramResult> {
  const { env, timeoutMs, cwd, signal, onLine } = options;
  let child: Bun.Subprocess<"ignore", "pipe", "pipe">;
  try {
    child = Bun.spawn(argv, {
      env,
      ...(cwd === undefined ? {} : { cwd }),
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
      detached: true,
    });
  } catch (error) {
    return { code: null, stdout: "", stderr: error instanceof Error ? error.message : String(error), timedOut: false };
  }
  let timedOut = false;
  const kill = () => killGroup(child.pid);
  const timer = setTimeout(() => {
    timedOut = true;
    kill();
  }, timeoutMs);
  if (signal?.aborted) kill();
  signal?.addEventListener("abort", kill, { once: true });
  try {
    const [stdout, stderr] = await Promise.all([read(child.stdout, onLine), read(child.stderr, onLine)]);
    await child.exited;
    return { code: child.signalCode === null ? child.exitCode : null, stdout, stderr, timedOut };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", kill);
  }
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}

async function read(stream: ReadableStream<Uint8Array>, onLine?: (line: string) => void): Promise<string> {
  const decoder = new TextDecoder();
  let kept = "";
  let rest = "";
  for await (const chunk of stream) {
    const text = decoder.decode(chunk, { stream: true });
    kept = (kept + text).slice(-mostKept);
    const lines = (rest + text).split(/\r\n|\r|\n/);
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") onLine?.(line);
  }
  if (rest.trim() !== "") onLine?.(rest);
  return kept;
}

/** The last line that says something. */
export const lastLine = (text: string): string =>
  text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .at(-1) ?? "";
