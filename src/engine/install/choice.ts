import { basename, isAbsolute } from "node:path";
import type { Failure } from "../contract.ts";
import type { EngineSettings } from "../settings.ts";
import { containerRuntime, vllmImages } from "./container.ts";
import { type EngineInstall, isDefault } from "./find.ts";
import { type Env, isProgram, onPath } from "./program.ts";
import { versionBeside } from "./version.ts";

/** What to run for an engine; for a container the runtime's program, with the version of the image. */
export type ExecutableChoice = { executable: string; version: string | null } | { failure: Failure };

/**
 * The program for these settings: the one they name, else the best that is installed.
 * @param installs as `findInstalls` returns them, best first
 * @param parts `now` in milliseconds since 1970, for the failure
 */
export async function chooseExecutable(
  settings: EngineSettings,
  installs: readonly EngineInstall[],
  parts: { env: Env; now: number },
): Promise<ExecutableChoice> {
  const missing = (reason: string, fix: string): ExecutableChoice => ({
    failure: { code: "executable_missing", reason, fix, retryable: false, at: parts.now },
  });
  switch (settings.adapter) {
    case "remote":
      return missing(
        "A remote engine runs elsewhere; no program of this machine belongs to it.",
        "Start it over there.",
      );
    case "command": {
      const [name = ""] = settings.argv;
      const executable = isAbsolute(name) ? name : onPath(name, parts.env)[0];
      if (executable !== undefined && isProgram(executable)) return { executable, version: null };
      return missing(
        `The program ${name} of this engine's command is not there, or may not be run.`,
        "Correct the command in the engine's settings; a whole path is best.",
      );
    }
    case "vllm":
      if (settings.container) return inContainer(settings.container, parts.env, missing);
      return onHost(settings, installs, missing);
    case "llamacpp":
      return onHost(settings, installs, missing);
    default:
      return settings satisfies never;
  }
}

type Missing = (reason: string, fix: string) => ExecutableChoice;

function onHost(
  settings: Extract<EngineSettings, { adapter: "vllm" | "llamacpp" }>,
  installs: readonly EngineInstall[],
  missing: Missing,
): ExecutableChoice {
  const { adapter, executable } = settings;
  if (executable !== undefined) {
    if (!isProgram(executable)) {
      return missing(
        `The program that this engine is set to, ${executable}, is not there, or may not be run.`,
        "Correct it in the engine's settings, or leave it out to use the installed one.",
      );
    }
    const known = installs.find((install) => install.executable === executable);
    return { executable, version: known?.version ?? versionBeside(executable) ?? null };
  }
  const install = installs.find((one) => isDefault(one, adapter));
  if (install) return { executable: install.executable, version: install.version };
  return adapter === "vllm"
    ? missing(
        "vLLM is not installed on this machine.",
        "Install it into an environment of its own with: vitrine engine install",
      )
    : missing(
        "llama-server, the server of llama.cpp, was not found on PATH.",
        "Install it (brew install llama.cpp, or a build from the releases of ggml-org/llama.cpp), or name the program in the engine's settings.",
      );
}

async function inContainer(
  container: { runtime: "auto" | "docker" | "podman"; image: string },
  env: Env,
  missing: Missing,
): Promise<ExecutableChoice> {
  const only = container.runtime === "auto" ? undefined : container.runtime;
  const runtime = await containerRuntime(env, only);
  if (!runtime) {
    return missing(
      `This engine is set to run in a container, and ${only ?? "neither docker nor podman"} was${only ? " not" : ""} found.`,
      `Install ${only ?? "docker or podman"}, or run the engine without a container.`,
    );
  }
  if (runtime.state !== "ok") {
    const [reason = "", ...fix] = (runtime.problem ?? "").split(/(?<=\.) /);
    return missing(reason, fix.join(" ") || "Run vitrine doctor for the exact steps.");
  }
  const image = (await vllmImages(runtime, env)).find((one) => one.image === container.image);
  const version = image?.version ?? /:v?(\d+\.\d+[^:@]*)/.exec(basename(container.image))?.[1] ?? null;
  return { executable: runtime.executable, version };
}
