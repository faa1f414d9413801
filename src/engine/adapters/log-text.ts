/** The levels that a line's own prefix names. */
export type PrefixLevel = "debug" | "info" | "warning" | "error";

export interface LogText {
  /** Without colours, prefixes and overwritten parts of a progress bar. */
  text: string;
  /** What the prefix says; undefined for bare lines (tracebacks, progress bars). */
  level: PrefixLevel | undefined;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are made of
const colours = /\u001b\[[0-9;?]*[A-Za-z]/g;
/** `(EngineCore_DP0 pid=123) `, `(Worker_TP1 pid=9) `, `(RayWorkerWrapper pid=3, ip=10.0.0.2) `. */
const processPrefix = /^\((?:[A-Za-z][\w.:-]*)(?: pid=\d+(?:, ip=[\w.:]+)?)?\)\s?/;
/** `INFO 11-21 02:46:00 [core.py:77] `, also without the place. */
const vllmPrefix = /^(DEBUG|INFO|WARNING|ERROR|CRITICAL)\s+\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?\s?(?:\[[^\]]*\]\s?)?/;
/** uvicorn's `INFO:     `. */
const uvicornPrefix = /^(DEBUG|INFO|WARNING|ERROR|CRITICAL):\s+/;

/** Takes a raw line of an engine's output apart. */
export function readLogText(raw: string): LogText {
  let text = raw.replace(colours, "").replace(/\r+$/, "");
  // A progress bar overwrites itself: what counts is what it wrote last.
  text = text.slice(text.lastIndexOf("\r") + 1);
  let level: PrefixLevel | undefined;
  for (let stripped = true; stripped; ) {
    stripped = false;
    const process = processPrefix.exec(text);
    if (process) {
      text = text.slice(process[0].length);
      stripped = true;
    }
    const named = vllmPrefix.exec(text) ?? uvicornPrefix.exec(text);
    if (named?.[1]) {
      text = text.slice(named[0].length);
      level = named[1] === "CRITICAL" ? "error" : levels[named[1]];
      stripped = true;
    }
  }
  return { text, level };
}

const levels: Record<string, PrefixLevel> = { DEBUG: "debug", INFO: "info", WARNING: "warning", ERROR: "error" };

const units: Record<string, number> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
  TIB: 2 ** 40,
};

/** "1,234" → 1234; NaN for anything else. */
export const readNumber = (text: string): number => Number(text.replaceAll(",", ""));

/** Bytes of "14.2" and "GiB"; undefined where that is no amount. */
export function readBytes(amount: string | undefined, unit: string | undefined): number | undefined {
  const factor = units[unit?.toUpperCase() ?? ""];
  const number = amount === undefined ? Number.NaN : readNumber(amount);
  return factor === undefined || !Number.isFinite(number) || number < 0 ? undefined : Math.round(number * factor);
}
