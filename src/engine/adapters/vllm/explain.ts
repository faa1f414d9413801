import type { ExitInfo, Failure, LogLine } from "../../contract.ts";
import type { VllmSettings } from "../../settings.ts";
import { commonFailures } from "../common-failures.ts";
import {
  explainExit,
  failureOf,
  findFailure,
  lastException,
  lastWords,
  outOfHostMemory,
  type Rule,
  signalOf,
} from "../failure.ts";
import { containerFailures } from "./container-failures.ts";
import { hostFailures } from "./host-failures.ts";
import { memoryFailures } from "./memory-failures.ts";
import { modelFailures } from "./model-failures.ts";
import { settingFailures } from "./setting-failures.ts";

const rules: Rule<VllmSettings>[] = [
  ...memoryFailures,
  ...modelFailures,
  ...settingFailures,
  ...containerFailures,
  ...hostFailures,
  ...commonFailures,
];

/** What is left to say when only the death of a part is on record. */
const partDied: Rule<unknown>[] = [
  {
    pattern:
      /Engine core proc(?:ess)? (\S+) died|EngineDeadError|WorkerProc .*died|EngineCore encountered an issue|Worker proc \S+ died/,
    draft: () => ({
      code: "died",
      reason: "A part of vLLM died, and its log does not say of what.",
      fix: "It is started again; if that repeats, look for “Out of memory” in `dmesg` and update the engine.",
      retryable: true,
    }),
  },
];

/** vLLM's last line is always the useless one: its log is read upward for the cause. */
export function explainVllm(exit: ExitInfo, tail: readonly LogLine[], settings: VllmSettings, now: number): Failure {
  // The kernel's own count is surer than any text.
  if (exit.oomKilled) return failureOf(outOfHostMemory("vLLM"), now, lastWords(tail));
  const cause = findFailure(rules, tail, settings, now);
  if (cause) return cause;
  const tells = signalOf(exit) !== undefined || lastException(tail) !== undefined;
  return (tells ? undefined : findFailure(partDied, tail, undefined, now)) ?? explainExit("vLLM", exit, tail, now);
}
