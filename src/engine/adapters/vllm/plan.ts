import { existsSync } from "node:fs";
import { basename, dirname, isAbsolute, join } from "node:path";
import { type EngineEndpoint, type LaunchPlan, type PlanContext, SettingsError } from "../../contract.ts";
import type { VllmSettings } from "../../settings.ts";
import { commandLine } from "../command-line.ts";
import { vllmArguments } from "./arguments.ts";
import { containerCommand, containerIdentity, containerPlaces } from "./container.ts";
import { forbiddenVariable, titlePrefix, vllmEnvironment } from "./environment.ts";
import { forbiddenArgument, setsFlag } from "./flags.ts";

/** @throws SettingsError with a sentence when the settings make no command line */
export function planVllm(context: PlanContext): LaunchPlan {
  const { settings } = context;
  if (settings.adapter !== "vllm") throw new SettingsError("These settings are not for vLLM.");
  const { modelPath, executable } = checked(context, settings);
  return settings.container
    ? inContainer(context, settings, settings.container.image, modelPath, executable)
    : onHost(context, settings, modelPath, executable);
}

function onHost(context: PlanContext, settings: VllmSettings, modelPath: string, executable: string): LaunchPlan {
  const endpoint: EngineEndpoint = { kind: "unix", path: context.socketPath };
  const chatTemplate = templateOf(context, settings);
  const argv = [
    ...programOf(executable),
    ...vllmArguments(
      settings,
      { model: modelPath, endpoint, ...(chatTemplate === undefined ? {} : { chatTemplate: chatTemplate.value }) },
      context.gpus.length,
      context.version,
    ),
  ];
  const env = vllmEnvironment(context, settings, context.cacheDir);
  return {
    argv,
    // Compilers that the engine calls (ninja, nvcc) lie beside it or on our own PATH.
    env: isAbsolute(executable) ? { PATH: searchPath(context, executable), ...env } : env,
    cwd: context.scratchDir,
    endpoint,
    titlePrefix: titlePrefix(context.launchId),
    shown: commandLine(argv, env),
  };
}

function inContainer(
  context: PlanContext,
  settings: VllmSettings,
  image: string,
  modelPath: string,
  executable: string,
): LaunchPlan {
  const template = templateOf(context, settings);
  const templateFile = template?.isFile ? template.value : undefined;
  const places = containerPlaces(modelPath, context.socketPath, templateFile);
  const chatTemplate = places.chatTemplate ?? template?.value;
  const { given, passed } = containerVariables(context, settings, places.cache);
  const command = containerCommand(
    context,
    image,
    executable,
    { model: modelPath, ...(templateFile === undefined ? {} : { chatTemplate: templateFile }) },
    [...Object.entries(given).map(([name, value]) => `${name}=${value}`), ...Object.keys(passed)],
    spansMachines(settings) ? "host" : "none",
  );
  const argv = [
    ...command.argv,
    ...vllmArguments(
      settings,
      {
        model: places.model,
        endpoint: { kind: "unix", path: places.socket },
        ...(chatTemplate === undefined ? {} : { chatTemplate }),
      },
      context.gpus.length,
      context.version,
    ),
  ];
  return {
    argv,
    env: passed,
    cwd: context.scratchDir,
    endpoint: { kind: "unix", path: context.socketPath },
    titlePrefix: titlePrefix(context.launchId),
    container: { runtime: command.runtime, name: command.name },
    shown: commandLine(argv, passed),
  };
}

/** Variables that the runtime itself would trip over, were they in its environment. */
const runtimesOwn = /^(?:HOME|USER|LOGNAME|PATH|LD_\w+|XDG_\w+)$/;

/**
 * What the container gets by value, and what it takes from the runtime's environment by name: whatever the settings add
 * may be a secret, and a command line is for everybody to read.
 */
function containerVariables(
  context: PlanContext,
  settings: VllmSettings,
  cache: string,
): { given: Record<string, string>; passed: Record<string, string> } {
  const own = { ...containerIdentity(cache), ...vllmEnvironment(context, { ...settings, env: {} }, cache) };
  // The runtime gives a container its GPUs; inside, their numbers begin at 0 again.
  const { CUDA_VISIBLE_DEVICES: _, ...given }: Record<string, string> = own;
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(settings.env)) {
    if (runtimesOwn.test(name)) given[name] = value;
    else {
      delete given[name];
      passed[name] = value;
    }
  }
  return { given, passed };
}

function checked(context: PlanContext, settings: VllmSettings): { modelPath: string; executable: string } {
  const { modelPath, executable, gpus } = context;
  if (modelPath === undefined)
    throw new SettingsError("vLLM needs a model: choose one, or give the path of its folder.");
  if (executable === undefined) {
    throw new SettingsError(
      settings.container
        ? "Neither docker nor podman was found; install one of them, or run vLLM without a container."
        : "vLLM was not found; run `vitrine engine install`, or name the program in the settings.",
    );
  }
  if (gpus.length === 0 && settings.gpus !== "none") {
    throw new SettingsError(
      "There is no GPU for this engine; to run it on the processor, which is slow, set its GPUs to “none”.",
    );
  }
  const wanted = settings.tensorParallel * settings.pipelineParallel;
  const total = wanted * settings.dataParallel;
  if (gpus.length > 0 && gpus.length < wanted && !spansMachines(settings)) {
    throw new SettingsError(
      `Tensor parallel ${settings.tensorParallel} × pipeline parallel ${settings.pipelineParallel} needs ${wanted} GPUs, and ${gpus.length === 1 ? "1 is" : `${gpus.length} are`} chosen.`,
    );
  }
  if (gpus.length > 0 && gpus.length < total && !spansMachines(settings)) {
    throw new SettingsError(
      `Data parallel ${settings.dataParallel} needs ${total} GPUs in all, and ${gpus.length === 1 ? "1 is" : `${gpus.length} are`} chosen.`,
    );
  }
  const argument = forbiddenArgument(settings.extraArgs);
  if (argument) throw new SettingsError(`Remove ${argument.flag} from the extra arguments: ${argument.why}.`);
  const variable = forbiddenVariable(settings.env);
  if (variable) throw new SettingsError(`Remove ${variable.name} from the environment: ${variable.why}.`);
  return { modelPath, executable };
}

/** vLLM spreads over machines by itself; we start its head. */
const spansMachines = (settings: VllmSettings): boolean =>
  setsFlag(settings.extraArgs, "--nnodes") ||
  setsFlag(settings.extraArgs, "--data-parallel-address") ||
  settings.extraArgs.some((argument, index) =>
    argument === "--distributed-executor-backend"
      ? settings.extraArgs[index + 1] === "ray"
      : argument.endsWith("-backend=ray"),
  );

/** A file, looked for in the scratch folder unless its path is absolute, or the template itself in one line. */
function templateOf(context: PlanContext, settings: VllmSettings): { value: string; isFile: boolean } | undefined {
  const template = settings.chatTemplate;
  if (template === undefined) return undefined;
  if (/\{[{%#]/.test(template)) return { value: template, isFile: false };
  if (isAbsolute(template)) return { value: template, isFile: true };
  const file = join(context.scratchDir, template);
  // vLLM knows its own templates by their bare names.
  return template.includes("/") || existsSync(file)
    ? { value: file, isFile: true }
    : { value: template, isFile: false };
}

/** An interpreter instead of the `vllm` script runs the same entry point. */
const programOf = (executable: string): string[] =>
  /^python[\d.]*$/.test(basename(executable)) ? [executable, "-m", "vllm.entrypoints.cli.main"] : [executable];

function searchPath(context: PlanContext, executable: string): string {
  const base = context.searchPath ?? process.env.PATH ?? "/usr/local/bin:/usr/bin:/bin";
  const folder = dirname(executable);
  return base.split(":").includes(folder) ? base : `${folder}:${base}`;
}
