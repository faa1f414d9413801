import type { LogLine } from "../contract.ts";

const levels: Record<string, LogLine["level"]> = {
  DEBUG: "debug",
  TRACE: "debug",
  INFO: "info",
  NOTICE: "info",
  WARN: "warning",
  WARNING: "warning",
  ERROR: "error",
  CRITICAL: "error",
  FATAL: "error",
};

/** vLLM: `(EngineCore pid=7) WARNING 01-31 12:00:00 [core.py:12] …`; uvicorn: `INFO:     …`; many: `[ERROR] …`. */
const named = /^(?:\([^()]*\)\s*)?(?:[\d:., TZ-]+)?[[(]?(DEBUG|TRACE|INFO|NOTICE|WARN(?:ING)?|ERROR|CRITICAL|FATAL)\b/;
/** Python's last line of a traceback: `torch.OutOfMemoryError: …`. */
const raised = /^(?:\([^()]*\)\s*)?(?:Traceback \(most recent call last\)|[\w.]*(?:Error|Exception|Interrupt)(?::|$))/;
const bad = /^(?:\S+: )*(?:error|fatal|panic)\b\s*:|\b(?:segmentation fault|core dumped|out of memory)\b/i;
const doubtful = /^(?:\S+: )*warn(?:ing)?\b\s*:|\b\w*Warning: /i;

/** How grave a line is, guessed from how engines usually write. */
export function guessLevel(text: string): LogLine["level"] {
  const name = named.exec(text)?.[1];
  if (name !== undefined) return levels[name] ?? "info";
  if (raised.test(text) || bad.test(text)) return "error";
  return doubtful.test(text) ? "warning" : "info";
}
