import { type Dirent, readdirSync, statSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { type EngineEndpoint, type LaunchPlan, type PlanContext, SettingsError } from "../../contract.ts";
import type { LlamacppSettings } from "../../settings.ts";
import { commandLine } from "../command-line.ts";

/** Older builds know no "all"; no model has so many layers. */
const allLayers = "999";

/** Flags that Vitrine sets itself, because it would otherwise not reach or recognise the server. */
const ours = new Set([
  "--host",
  "--port",
  "-a",
  "--alias",
  "-m",
  "--model",
  "--api-key",
  "--api-key-file",
  "--api-prefix",
]);

/** @throws SettingsError with a sentence when the settings make no command line */
export function planLlamacpp(context: PlanContext): LaunchPlan {
  const { settings, executable, gpus } = context;
  if (settings.adapter !== "llamacpp") throw new SettingsError("These settings are not for llama.cpp.");
  if (context.modelPath === undefined) {
    throw new SettingsError("llama.cpp needs a model: choose one, or give the path of a .gguf file.");
  }
  if (executable === undefined) {
    throw new SettingsError("llama-server was not found; install llama.cpp, or name the program in the settings.");
  }
  const forbidden = settings.extraArgs.find((argument) => ours.has(argument.split("=", 1)[0] ?? ""));
  if (forbidden !== undefined) {
    throw new SettingsError(`Remove ${forbidden.split("=", 1)[0]} from the extra arguments: Vitrine sets it itself.`);
  }
  const model = modelFile(context.modelPath, settings.variant);
  // A path is taken for a socket by its ending.
  const endpoint: EngineEndpoint = context.socketPath.endsWith(".sock")
    ? { kind: "unix", path: context.socketPath }
    : { kind: "tcp", host: "127.0.0.1", port: context.port };
  const argv = [
    executable,
    "-m",
    model,
    "--alias",
    settings.servedName,
    ...(endpoint.kind === "unix" ? ["--host", endpoint.path] : ["--host", "127.0.0.1", "--port", String(context.port)]),
    "-c",
    settings.contextLength === "auto" ? "0" : String(settings.contextLength),
    "-np",
    String(settings.parallel),
    ...layers(settings, gpus.length),
    ...projector(settings, model),
    ...(settings.threads === undefined ? [] : ["-t", String(settings.threads)]),
    "--jinja",
    "--metrics",
    "--no-webui",
    ...settings.extraArgs,
  ];
  const env = {
    CUDA_VISIBLE_DEVICES: gpus.join(","),
    // Without it each of the parallel requests gets but its part of the context. Older builds pass over the variable.
    LLAMA_ARG_KV_UNIFIED: "1",
    NO_COLOR: "1",
    ...settings.env,
  };
  return {
    argv,
    env,
    cwd: context.scratchDir,
    endpoint,
    // It sets no titles of its own.
    titlePrefix: `vitrine-${context.launchId}`,
    shown: commandLine(argv, env),
  };
}

function layers(settings: LlamacppSettings, gpuCount: number): string[] {
  if (gpuCount === 0) return ["--device", "none", "-ngl", "0"];
  return ["-ngl", settings.gpuLayers === "all" ? allLayers : String(settings.gpuLayers)];
}

function projector(settings: LlamacppSettings, model: string): string[] {
  if (!settings.vision) return [];
  if (settings.mmproj !== undefined) {
    return ["--mmproj", isAbsolute(settings.mmproj) ? settings.mmproj : join(dirname(model), settings.mmproj)];
  }
  const found = ggufFiles(dirname(model)).find(isProjector);
  if (found === undefined) {
    throw new SettingsError(
      "To take images, llama.cpp needs a projector file (mmproj) beside the model; name it in the settings.",
    );
  }
  return ["--mmproj", join(dirname(model), found)];
}

/**
 * The file to load: the path itself, or the one that a folder holds. Of a model in parts it is the first part; of several
 * models the one whose name holds the variant's.
 */
function modelFile(path: string, variant: string | undefined): string {
  if (!isFolder(path)) return path;
  const candidates = ggufFiles(path).filter((name) => !isProjector(name) && !laterPart.test(name));
  const named = variant === undefined ? [] : candidates.filter((name) => plainName(name).includes(plainName(variant)));
  const [chosen, another] = named.length > 0 ? named : candidates;
  if (chosen === undefined) throw new SettingsError(`There is no .gguf file in ${path}.`);
  if (another !== undefined) {
    throw new SettingsError(`${path} holds several models (${candidates.join(", ")}); give the path of one of them.`);
  }
  return join(path, chosen);
}

const laterPart = /-(?!00001-)\d{5}-of-\d{5}\.gguf$/;
const isProjector = (name: string): boolean => /mmproj/i.test(name);
const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "");

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function ggufFiles(folder: string): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries
    .filter((entry) => !entry.isDirectory() && entry.name.endsWith(".gguf"))
    .map((entry) => entry.name)
    .sort();
}
