import type { LogLine } from "../contract.ts";

const pattern = /^(\d+) (\d{4}-\d\d-\d\dT[\d:.]+Z) (stdout|stderr) (debug|info|warning|error) (.*)$/s;

/** One line of a log file: `SEQ TIME STREAM LEVEL TEXT`, for people with a pager as much as for us. */
export const formatLine = (line: LogLine & { seq: number }): string =>
  `${line.seq} ${new Date(line.at).toISOString()} ${line.stream} ${line.level} ${line.text.replace(/[\r\n]+/g, " ")}\n`;

/** @returns undefined for a line that was cut off or is not ours */
export function parseLine(text: string): (LogLine & { seq: number }) | undefined {
  const [, seq, time, stream, level, rest] = pattern.exec(text) ?? [];
  if (seq === undefined || time === undefined || rest === undefined) return undefined;
  const at = Date.parse(time);
  if (!Number.isFinite(at) || (stream !== "stdout" && stream !== "stderr")) return undefined;
  if (level !== "debug" && level !== "info" && level !== "warning" && level !== "error") return undefined;
  return { seq: Number(seq), at, stream, level, text: rest };
}
