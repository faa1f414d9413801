import { type Failure, type FailureCode, SettingsError } from "../contract.ts";
import type { EngineSettings } from "../settings.ts";

const make = (at: number, code: FailureCode, retryable: boolean, reason: string, fix: string): Failure => ({
  code,
  reason,
  fix,
  retryable,
  at,
});

const seconds = (ms: number): string => {
  const whole = Math.round(ms / 1000);
  return whole >= 120 ? `${Math.round(whole / 60)} minutes` : `${whole} seconds`;
};

export const stalled = (settings: EngineSettings, at: number): Failure =>
  make(
    at,
    "start_stalled",
    true,
    `Nothing moved for ${seconds(settings.startStallSeconds * 1000)} while it started, and it does not answer.`,
    "Read the end of its log. If this model needs longer pauses on this disk, raise the stall time in its settings.",
  );

export const tooLong = (settings: EngineSettings, at: number): Failure =>
  make(
    at,
    "start_too_long",
    false,
    `It was not ready after ${seconds(settings.startCapSeconds * 1000)}, the longest time that a start may take.`,
    "Read its log to see which phase takes so long, or raise the limit in its settings.",
  );

export const hung = (at: number, forMs: number): Failure =>
  make(
    at,
    "hung",
    true,
    `Requests were pending and nothing moved for ${seconds(forMs)}: the engine hung and was ended.`,
    "It is started again. If that repeats, update the engine and the GPU driver.",
  );

export const mute = (at: number, strikes: number): Failure =>
  make(
    at,
    "hung",
    true,
    `It did not produce one token in ${strikes} attempts of 10 seconds each: the engine hung and was ended.`,
    "It is started again. If that repeats, update the engine and the GPU driver.",
  );

export const lost = (at: number): Failure =>
  make(
    at,
    "unreachable",
    true,
    "The server stopped answering.",
    "Check that it runs and that this machine reaches it; it is used again as soon as it answers.",
  );

export const silentRemote = (at: number): Failure =>
  make(
    at,
    "unreachable",
    true,
    "The server at this address does not answer.",
    "Check the address and that the server runs; it is used as soon as it answers.",
  );

export const slowPreflight = (at: number): Failure =>
  make(
    at,
    "unknown",
    true,
    "Looking at the model's files and the GPUs took longer than five minutes.",
    "Check that the disk with the models and the GPU driver answer; vitrine doctor looks at both.",
  );

export const neverLaunched = (at: number): Failure =>
  make(
    at,
    "unknown",
    true,
    "The engine's process could not be started within a minute.",
    "Check the load of this machine and its disks.",
  );

export const noRoom = (at: number, label: string, holder: string, pinned: boolean): Failure =>
  make(
    at,
    "gpu_busy",
    false,
    `${holder} holds the GPU that ${label} needs, and there is no room for both.`,
    `${pinned ? `${holder} is pinned. ` : ""}Stop ${holder} first, swap the two, or let ${label} use another GPU.`,
  );

/** A failure that ends the attempts says how many there were. */
export function givenUp(failure: Failure, attempts: number, why: "in a row" | "within half an hour"): Failure {
  return {
    ...failure,
    reason: `${failure.reason} It failed ${attempts} times ${why} and is not tried again by itself.`,
  };
}

/** Memory of the GPU is what is missing: another engine may hold it. */
export const isAboutRoom = ({ code }: Failure): boolean =>
  code === "gpu_busy" || code === "no_kv_memory" || code === "out_of_memory";

export const brokenPreflight = (at: number): Failure =>
  make(at, "unknown", true, "Looking before the start failed.", "Read Vitrine's own log for the cause.");

/** @param how "exit code 1", "SIGSEGV" */
export const unexplained = (at: number, how: string): Failure =>
  make(at, "died", true, `The engine ended with ${how}.`, "Read the end of its log.");

/** Why no process came to be. */
export function notLaunched(at: number, error: unknown): Failure {
  if (error instanceof SettingsError) {
    return make(at, "bad_setting", false, error.message, "Change the engine's settings, then start it again.");
  }
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (["ENOENT", "EACCES", "ENOEXEC"].includes(code)) {
    const fix = "Install the engine, or name another program in its settings.";
    return make(at, "executable_missing", false, message, fix);
  }
  if (/^(ENOSPC|EDQUOT|SQLITE_FULL)/.test(code)) {
    return make(at, "disk_full", false, "The disk is full: a start cannot be written down.", "Free some space on it.");
  }
  if (code === "ENOMEM") {
    return make(at, "host_memory", true, message, "End other programs on this machine, or add memory.");
  }
  const reason = code === "" ? "The engine's process could not be started." : message;
  return make(at, "unknown", true, reason, "Read Vitrine's own log for the cause.");
}
