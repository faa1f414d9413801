import { type EngineEndpoint, type LaunchPlan, type PlanContext, SettingsError } from "../../contract.ts";
import { commandLine } from "../command-line.ts";

const placeholder = /\{(port|socket|model|name|context)\}/g;

/**
 * The template with its places filled in. A server that is told `{socket}` is reached there, any other on its port.
 * `{context}` is "auto" when the engine is to decide.
 * @throws SettingsError with a sentence when a place cannot be filled
 */
export function planCommand(context: PlanContext): LaunchPlan {
  const { settings } = context;
  if (settings.adapter !== "command") throw new SettingsError("These settings are not for a command.");
  const values: Record<string, string | undefined> = {
    port: String(context.port),
    socket: context.socketPath,
    model: context.modelPath,
    name: settings.servedName,
    context: String(settings.contextLength),
  };
  const fill = (word: string): string =>
    word.replace(placeholder, (place, name: string) => {
      const value = values[name];
      if (value === undefined) throw new SettingsError(`The command asks for ${place}, and the engine has no model.`);
      return value;
    });
  const template = [...settings.argv, ...settings.extraArgs];
  const bySocket = template.some((word) => word.includes("{socket}"));
  if (!bySocket && !template.some((word) => word.includes("{port}"))) {
    throw new SettingsError("The command names neither {port} nor {socket}: Vitrine would not know where it listens.");
  }
  const [program, ...rest] = template.map(fill);
  const argv = [context.executable ?? program ?? "", ...rest];
  const env = { CUDA_VISIBLE_DEVICES: context.gpus.join(","), ...settings.env };
  const routes = {
    basePath: settings.basePath,
    ...(settings.metricsPath === undefined ? {} : { metricsPath: settings.metricsPath }),
  };
  const endpoint: EngineEndpoint = bySocket
    ? { kind: "unix", path: context.socketPath, ...routes }
    : { kind: "tcp", host: "127.0.0.1", port: context.port, ...routes };
  return {
    argv,
    env,
    cwd: context.scratchDir,
    endpoint,
    titlePrefix: `vitrine-${context.launchId}`,
    shown: commandLine(argv, env),
  };
}
