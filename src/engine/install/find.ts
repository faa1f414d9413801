import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { DataPaths } from "../../platform/paths.ts";
import type { AdapterKind } from "../contract.ts";
import type { EngineInstallView } from "../views.ts";
import { containerRuntime, vllmImages } from "./container.ts";
import { listManaged } from "./managed.ts";
import { type Env, lastLine, onPath, runProgram } from "./program.ts";
import { seenVersion } from "./seen-versions.ts";
import { compareVersions, versionBeside } from "./version.ts";

export interface InstallParts {
  paths: Pick<DataPaths, "engines">;
  /** Ours; a child never gets all of it. */
  env: Env;
}

/** An engine that is on this machine; `executable` is a path, or the name of an image for a container. */
export interface EngineInstall {
  kind: "managed" | "path" | "container";
  adapter: Extract<AdapterKind, "vllm" | "llamacpp">;
  /** Null when it does not say. */
  version: string | null;
  executable: string;
  /** For people: where it came from, and what is wrong with it. */
  detail: string;
}

/**
 * Every engine on this machine, best first: our own environments from the newest on, then what is on PATH, then images
 * of a container runtime. Reads package notes rather than starting an engine, so it answers within a second as a rule.
 */
export async function findInstalls(parts: InstallParts): Promise<EngineInstall[]> {
  const [vllm, llama, images] = await Promise.all([vllmOnPath(parts), llamaOnPath(parts), inContainers(parts)]);
  return [...managed(parts), ...vllm, ...llama, ...images];
}

/** As the API lists them; `chosen` marks what an engine gets that names no program. */
export function installViews(installs: readonly EngineInstall[]): EngineInstallView[] {
  const chosen = new Set(
    (["vllm", "llamacpp"] as const).map((adapter) => installs.find((install) => isDefault(install, adapter))),
  );
  return installs.map((install) => ({ ...install, chosen: chosen.has(install) }));
}

/** Images are used only by engines that name one. */
export const isDefault = (install: EngineInstall, adapter: AdapterKind): boolean =>
  install.adapter === adapter && install.kind !== "container";

function managed({ paths }: InstallParts): EngineInstall[] {
  return listManaged(paths.engines)
    .toSorted((a, b) => compareVersions(b.record.version, a.record.version))
    .map(({ executable, record }) => ({
      kind: "managed",
      adapter: record.adapter,
      version: record.version,
      executable,
      detail: `Installed by Vitrine with Python ${record.python} from ${record.source}.${record.note ? ` ${record.note}` : ""}`,
    }));
}

async function vllmOnPath({ env, paths }: InstallParts): Promise<EngineInstall[]> {
  const [executable] = onPath("vllm", env);
  if (executable === undefined) return [];
  const version =
    versionBeside(executable) ??
    (await remembered(paths.engines, executable, async () => {
      const { code, stdout } = await runProgram([executable, "--version"], { env, timeoutMs: 60_000 });
      return code === 0 ? versionIn(lastLine(stdout)) : undefined;
    }));
  return [found("vllm", executable, version)];
}

async function llamaOnPath({ env, paths }: InstallParts): Promise<EngineInstall[]> {
  const [executable] = onPath("llama-server", env);
  if (executable === undefined) return [];
  const version = await remembered(paths.engines, executable, async () => {
    const { code, stdout, stderr } = await runProgram([executable, "--version"], { env, timeoutMs: 10_000 });
    return code === 0 ? llamaVersion(`${stdout}\n${stderr}`) : undefined;
  });
  return [found("llamacpp", executable, version)];
}

const found = (adapter: EngineInstall["adapter"], executable: string, version: string | undefined): EngineInstall => ({
  kind: "path",
  adapter,
  version: version ?? null,
  executable,
  detail: version === undefined ? "Found on PATH; it does not tell its version." : "Found on PATH.",
});

async function inContainers({ env }: InstallParts): Promise<EngineInstall[]> {
  const runtime = await containerRuntime(env);
  if (!runtime) return [];
  const images = await vllmImages(runtime, env);
  return images.map(({ image, version }) => ({
    kind: "container",
    adapter: "vllm",
    version,
    executable: image,
    detail: runtime.problem ?? `An image that ${runtime.name} has.`,
  }));
}

function remembered(engines: string, executable: string, ask: () => Promise<string | undefined>) {
  try {
    mkdirSync(engines, { recursive: true, mode: 0o700 });
  } catch {
    // It is asked again each time then.
  }
  return seenVersion(join(engines, "versions.json"), executable, ask);
}

const versionIn = (line: string): string | undefined => /\d+\.\d+\.\d+\S*/.exec(line)?.[0];

/** `version: 5123 (1a2b3c4)` names the build; newer ones say `version: 0.6.0 (build 11434, commit …)`. */
export function llamaVersion(text: string): string | undefined {
  const [, version, details = ""] = /^version: (\S+)(?: \(([^)]*)\))?/m.exec(text) ?? [];
  if (version === undefined) return undefined;
  const build = /build (\d+)/.exec(details)?.[1];
  if (/^\d+$/.test(version)) return `b${version}`;
  return build === undefined || build === "0" ? version : `${version} (b${build})`;
}
