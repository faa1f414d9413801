import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FailureName } from "./failures.ts";

/** In the order in which a start passes them; what a script may slow down, stop at or fail in. */
export const standInPhases = [
  "configure",
  "initialise",
  "load",
  "compile",
  "cache",
  "capture",
  "warm",
  "serve",
] as const;
export type StandInPhase = (typeof standInPhases)[number];

/** How a process ends. */
export interface StandInEnd {
  /** Default 1. */
  code?: number;
  /** Instead of a code: "SIGSEGV", "SIGKILL", … */
  signal?: NodeJS.Signals;
  /** A known failure, in the engine's own words. */
  failure?: FailureName;
  /** Lines for its log, as they are. */
  text?: string[];
}

/** Once it is ready, after so many requests have begun, or so many milliseconds. */
export interface StandInTrigger {
  afterRequests?: number;
  afterMs?: number;
}

/** How the stand-in behaves; an empty one behaves well and starts within a few milliseconds. */
export interface StandInScript {
  /** What `--version`, `/version` and the log say. */
  version?: string;
  /** Milliseconds of each phase: one number for all (default 3), or by name. */
  phaseMs?: number | Partial<Record<StandInPhase, number>>;
  /** Never leaves this phase, and says nothing more. `serve`: it never opens its port. */
  stall?: StandInPhase;
  /** Ends in this phase. */
  exit?: StandInEnd & { phase: StandInPhase };
  /** Ends after it was ready; `when` tells how far the last request gets. */
  die?: StandInEnd & StandInTrigger & { when?: "start" | "middle" | "end" };
  /** Takes requests and never answers; `/health` stays 200, the iterations stand still. */
  hang?: StandInTrigger;
  /** SIGTERM does nothing. */
  ignoreTerm?: boolean;
  /** Milliseconds that shutting down takes longer than its requests do. */
  drainMs?: number;
  /** Workers in sessions of their own that survive SIGTERM and the end of the others, and hold GPU memory. */
  orphans?: number;
  /** The name in `/v1/models` instead of the right one. */
  servedName?: string;
  /** What the model could do at most; the answer to `--max-model-len auto`. */
  maxModelLen?: number;
  /** Unknown flags are taken. */
  lenient?: boolean;
  /** Looks for config.json and weights in the model's folder, as the real one does. */
  checkFiles?: boolean;
  metrics?: "malformed" | "absent" | "old";
  /** Pace of each answer; as fast as it can by default. */
  tokensPerSecond?: number;
  /** Milliseconds before the first token. */
  firstTokenMs?: number;
  answer?: { text?: string; reasoning?: string };
  /** A file to which one JSON line is added when a request begins and one when it ends; see `readRequests`. */
  requestLog?: string;
  /** Where processes tell how much memory of which GPU they hold; see `fakeNvidiaSmi`. */
  gpuFolder?: string;
  /** MiB on each GPU; left out, its memory times `--gpu-memory-utilization`. */
  gpuMemoryMib?: number;
  /** After the end of its process the memory stays taken for so long. */
  gpuLingerMs?: number;
}

/**
 * What it was told: by a file that the executable names, by `stand-in.json` in or beside the model, by the environment
 * (`STAND_IN_SCRIPT`, JSON); the later ones win, field by field.
 */
export function loadScript(env: Record<string, string | undefined>, model: string | undefined): StandInScript {
  const files = [env.STAND_IN_SCRIPT_FILE, model && besideModel(model)];
  const told = files.map((file) => (file && existsSync(file) ? readFileSync(file, "utf8") : "{}"));
  const scripts = [...told, env.STAND_IN_SCRIPT ?? "{}"].map((text): StandInScript => JSON.parse(text));
  const script = Object.assign({}, ...scripts);
  return { ...(env.STAND_IN_GPU_DIR ? { gpuFolder: env.STAND_IN_GPU_DIR } : {}), ...script };
}

function besideModel(model: string): string | undefined {
  const isFolder = statSync(model, { throwIfNoEntry: false })?.isDirectory();
  if (isFolder === undefined) return undefined;
  return join(isFolder ? model : dirname(model), "stand-in.json");
}

export function phaseMs(script: StandInScript, phase: StandInPhase): number {
  if (typeof script.phaseMs === "number") return script.phaseMs;
  return script.phaseMs?.[phase] ?? 3;
}
