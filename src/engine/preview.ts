import { join } from "node:path";
import { adapterOf, engineModel, isSecretName } from "./adapters/index.ts";
import { type FitResult, SettingsError } from "./contract.ts";
import { gpusWanted } from "./preflight.ts";
import type { EngineRoom } from "./room.ts";
import type { EngineSettings } from "./settings.ts";
import type { EnginePreview } from "./views.ts";

/** What these settings would start, and everything that stands against it; nothing is started. */
export async function previewOf(room: EngineRoom, settings: EngineSettings): Promise<EnginePreview> {
  const problems: string[] = [];
  let modelPath: string | undefined;
  try {
    modelPath = settings.model === undefined ? undefined : room.files.find(settings.model).path;
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  }
  const found = await room.findExecutable(settings);
  if ("failure" in found) problems.push(`${found.failure.reason} ${found.failure.fix}`);
  const gpus = room.gpu.latest().gpus.slice(0, gpusWanted(settings).count);
  if (gpusWanted(settings).required && gpus.length < gpusWanted(settings).count) {
    problems.push(`It asks for ${gpusWanted(settings).count} GPUs, and ${room.gpu.latest().gpus.length} are here.`);
  }
  const fit: FitResult | undefined = room.fitOf(settings);
  try {
    const plan = adapterOf(settings.adapter).plan({
      settings,
      launchId: "preview",
      modelPath: modelPath ?? (settings.model === undefined ? undefined : join(room.files.path, settings.model)),
      executable: "executable" in found ? found.executable : settings.adapter === "vllm" ? "vllm" : "llama-server",
      gpus: gpus.map(({ uuid }) => uuid),
      socketPath: join(room.runDir, "ENGINE.sock"),
      port: 8000,
      cacheDir: room.cacheDir,
      scratchDir: room.runDir,
    });
    return { command: plan.shown, env: shownEnv(plan.env), ...(fit ? { fit } : {}), problems };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return { command: engineModel(settings), env: {}, ...(fit ? { fit } : {}), problems: [error.message, ...problems] };
  }
}

/** Without what is a secret, and without what every program gets. */
const shownEnv = (env: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env)
      .filter(([name]) => name !== "PATH")
      .map(([name, value]) => [name, isSecretName(name) ? "•••" : value]),
  );
