import type { Channel } from "./channel.ts";
import type { ConsoleLevel } from "./protocol.ts";
import { describe, formatArguments } from "./serialise.ts";
import { projectPositions } from "./stacks.ts";

const levels: ConsoleLevel[] = ["debug", "log", "info", "warn", "error"];
const perSecond = 100;

/** Sends what code writes to the console to the page as well, at most a hundred lines a second. */
export function captureConsole(channel: Channel): void {
  let sent = 0;
  let windowStart = 0;

  /** @returns false when there have been too many in this second */
  const send = (level: ConsoleLevel, args: string[]): boolean => {
    const now = performance.now();
    if (now - windowStart > 1000) {
      windowStart = now;
      sent = 0;
    }
    sent++;
    if (sent > perSecond) return false;
    const full = sent === perSecond;
    const shown = full ? ["More than a hundred lines a second were written; the rest is left out."] : args;
    const position = projectPositions(new Error().stack ?? "")[0] ?? null;
    channel.send({ type: "console", level: full ? "warn" : level, args: shown, position });
    return true;
  };

  for (const level of levels) {
    const native = console[level].bind(console);
    console[level] = (...args: unknown[]) => {
      // The browser's own console is as easily flooded, and its process is not only the frame's.
      if (send(level, formatArguments(args))) native(...args);
    };
  }
  console.table = (data: unknown) => void send("log", [describe(data)]);
  console.assert = (holds: unknown, ...args: unknown[]) => {
    if (!holds) send("error", ["Assertion failed", ...formatArguments(args)]);
  };
}
