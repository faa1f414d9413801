import type { ExitInfo, Failure, FailureCode, LogLine } from "../contract.ts";
import { readLogText } from "./log-text.ts";

/** A failure without its moment and its evidence. */
export interface Draft {
  code: FailureCode;
  reason: string;
  fix: string;
  retryable?: boolean;
  retryWith?: NonNullable<Failure["retryWith"]>;
}

/** One text that engines are known to end with, and what it means. */
export interface Rule<C> {
  pattern: RegExp;
  /** A `consequence` counts only where no cause is in sight: another process died of the real one. */
  rank?: "consequence";
  /** Undefined when the line only looks like it. */
  draft(match: RegExpExecArray, context: C): Draft | undefined;
}

/** Only the end of a log says why it ended. */
const searched = 600;
const longestEvidence = 500;

interface ReadLine {
  text: string;
  /** Notices quote settings and warn of what did not happen in the end; they are no causes. */
  mayBeCause: boolean;
}

function read(tail: readonly LogLine[]): ReadLine[] {
  return tail.slice(-searched).map((line) => {
    const { text, level } = readLogText(line.text);
    return { text: text.trimEnd(), mayBeCause: level === undefined || level === "error" };
  });
}

/** A quoted text as the end of a sentence: one full stop, whatever it ends in. */
export const sentence = (text: string | undefined): string => `${(text ?? "").trim().replace(/[\s.:;,]+$/, "")}.`;

const clip = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length - 1)}…` : text);

/**
 * Reads a log upward for the first line that a rule knows; causes before consequences.
 * @returns undefined when no rule knows any of its lines
 */
export function findFailure<C>(
  rules: readonly Rule<C>[],
  tail: readonly LogLine[],
  context: C,
  now: number,
): Failure | undefined {
  const lines = read(tail);
  for (const rank of [undefined, "consequence"] as const) {
    const ranked = rules.filter((rule) => rule.rank === rank);
    for (const { text, mayBeCause } of lines.toReversed()) {
      if (!mayBeCause || text === "") continue;
      for (const rule of ranked) {
        const match = rule.pattern.exec(text);
        const draft = match ? rule.draft(match, context) : undefined;
        if (draft) return failureOf(draft, now, text);
      }
    }
  }
  return undefined;
}

export function failureOf(draft: Draft, now: number, evidence?: string): Failure {
  const { code, reason, fix, retryable, retryWith } = draft;
  return {
    code,
    reason,
    fix,
    retryable: retryable ?? false,
    ...(retryWith === undefined ? {} : { retryWith }),
    ...(evidence === undefined || evidence.trim() === "" ? {} : { evidence: clip(evidence.trim(), longestEvidence) }),
    at: now,
  };
}

/** `ValueError: text`, `torch.cuda.OutOfMemoryError: text`: the last line of a Python traceback. */
const exception = /^\s*((?:[a-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Exit|Interrupt|Warning)?): (.+)$/;
const looksLikeException = /(?:Error|Exception)$/;
/** They say that something else went wrong, or that somebody ended the process. */
const uselessExceptions =
  /Engine core initialization failed|EngineCore encountered an issue|WorkerProc initialization failed|Failed to start (?:the )?(?:engine|worker)|died unexpectedly|Executor failed|cancelled/i;

/** The last exception that says something; undefined when there is none. */
export function lastException(tail: readonly LogLine[]): { name: string; message: string; line: string } | undefined {
  for (const { text, mayBeCause } of read(tail).toReversed()) {
    if (!mayBeCause) continue;
    const [, name, message] = exception.exec(text) ?? [];
    if (name === undefined || message === undefined || !looksLikeException.test(name)) continue;
    if (uselessExceptions.test(message) || name === "CancelledError" || name.endsWith(".CancelledError")) continue;
    return { name, message, line: text.trim() };
  }
  return undefined;
}

/** What Python and its libraries say whenever a process ends, well or not. */
const noise =
  /leaked|resource_tracker|warnings\.warn|UserWarning|destroy_process_group|^\s*\[W\d|nanobind|^ - |^\s*$|^Process \w+:$|refleaks/;

/** The last line that a person may learn something from. */
export function lastWords(tail: readonly LogLine[]): string | undefined {
  return read(tail)
    .toReversed()
    .find(({ text, mayBeCause }) => mayBeCause && /\w/.test(text) && !uselessExceptions.test(text) && !noise.test(text))
    ?.text;
}

const signalNumbers: Record<number, string> = {
  1: "SIGHUP",
  2: "SIGINT",
  3: "SIGQUIT",
  4: "SIGILL",
  6: "SIGABRT",
  7: "SIGBUS",
  8: "SIGFPE",
  9: "SIGKILL",
  11: "SIGSEGV",
  13: "SIGPIPE",
  15: "SIGTERM",
};

/** The signal that ended it, also when a shell or a container reports it as 128 + its number. */
export function signalOf(exit: ExitInfo): string | undefined {
  if (exit.signal !== null) return exit.signal;
  return exit.code !== null && exit.code > 128 ? signalNumbers[exit.code - 128] : undefined;
}

/**
 * What an exit says by itself, when no line of the log does.
 * @param label how sentences call the engine
 */
export function explainExit(label: string, exit: ExitInfo, tail: readonly LogLine[], now: number): Failure {
  const signal = signalOf(exit);
  if (exit.oomKilled || (signal === "SIGKILL" && exit.oomKilled !== false && saysOomKilled(tail))) {
    return failureOf(outOfHostMemory(label), now, lastWords(tail));
  }
  const raised = lastException(tail);
  if (signal !== undefined) return failureOf(signalDraft(label, signal), now, raised?.line ?? lastWords(tail));
  const said = raised === undefined ? undefined : `${raised.name}: ${raised.message}`;
  if (exit.code === 0) {
    return failureOf(
      {
        code: "exited",
        reason: `${label} ended by itself and reported success, although nobody had stopped it${said === undefined ? "" : `; its last error was “${clip(said, 200)}”`}.`,
        fix: "It is started again; if that repeats, read the end of its log.",
        retryable: true,
      },
      now,
      raised?.line ?? lastWords(tail),
    );
  }
  if (exit.code === 126 || exit.code === 127) {
    return failureOf(
      {
        code: "executable_missing",
        reason: `${label} could not be started: the program is missing or may not be run.`,
        fix: "Check the program's path in the engine's settings, or install the engine again with `vitrine engine install`.",
      },
      now,
      lastWords(tail),
    );
  }
  return failureOf(
    {
      code: "died",
      reason: `${label} ended with exit code ${exit.code ?? "unknown"}${said === undefined ? "." : `: ${sentence(clip(said, 300))}`}`,
      fix: "Read the end of its log; if nothing there can be changed in the settings, start it again.",
      retryable: true,
    },
    now,
    raised?.line ?? lastWords(tail),
  );
}

export const outOfHostMemory = (label: string): Draft => ({
  code: "host_memory",
  reason: `${label} was killed because the machine's main memory ran out.`,
  fix: "Free main memory or add swap, stop another engine, or choose a smaller model; a smaller KV cache helps on a processor.",
});

const saysOomKilled = (tail: readonly LogLine[]): boolean =>
  tail.slice(-20).some(({ text }) => /oom[-_ ]?kill|out of memory: killed process/i.test(text));

function signalDraft(label: string, signal: string): Draft {
  switch (signal) {
    case "SIGKILL":
      return {
        code: "died",
        reason: `${label} was killed by SIGKILL from outside; the system does that when main memory runs out, and so may an administrator.`,
        fix: "Look for “Out of memory” in the output of `dmesg`; if it is there, choose a smaller model or free main memory.",
        retryable: true,
      };
    case "SIGTERM":
    case "SIGINT":
    case "SIGHUP":
      return {
        code: "died",
        reason: `${label} was ended by ${signal} from outside Vitrine.`,
        fix: "Nothing has to be changed; it is started again unless it was stopped on purpose.",
        retryable: true,
      };
    case "SIGILL":
      return {
        code: "died",
        reason: `${label} used an instruction that this processor does not have (SIGILL).`,
        fix: "Install a build of the engine that was made for this processor.",
      };
    case "SIGBUS":
      return {
        code: "died",
        reason: `${label} crashed with SIGBUS, most often because shared memory (/dev/shm) or a disk was full.`,
        fix: "Check the room in /dev/shm and on the disk with the weights; a container needs a larger --shm-size.",
        retryable: true,
      };
    default:
      return {
        code: "died",
        reason: `${label} crashed with ${signal}.`,
        fix: "It is started again; if that repeats, update the engine and the GPU driver, and check the GPU's memory for errors.",
        retryable: true,
      };
  }
}
