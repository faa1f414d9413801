import type { ExitInfo, Failure, LogLine } from "../../contract.ts";
import type { VllmSettings } from "../../settings.ts";
import { commonFailures } from "../common-failures.ts";
import { explainExit, failureOf, findFailure, outOfHostMemory, type Rule } from "../failure.ts";
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
  {
    pattern:
      /Engine core proc(?:ess)? (\S+) died|EngineDeadError|WorkerProc .*died|EngineCore encountered an issue|Worker proc \S+ died/,
    rank: "consequence",
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
  if (exit.oomKilled) return failureOf(outOfHostMemory("vLLM"), now, tail.at(-1)?.text);
  const found = findFailure(rules, tail, settings, now);
  if (found && !(found.code === "died" && vague(found))) return found;
  const byExit = explainExit("vLLM", exit, tail, now);
  return found && byExit.evidence === undefined
    ? found
    : byExit.code === "died" && found
      ? { ...found, ...better(byExit) }
      : byExit;
}

const vague = (failure: Failure): boolean => failure.reason.startsWith("A part of vLLM died");

/** An exception or a signal says more than that something died. */
const better = (failure: Failure): Partial<Failure> => ({ reason: failure.reason, fix: failure.fix });
