import { type Env, lastLine, runProgram } from "./program.ts";

/** Where packages come from. */
export type InstallSource =
  /**
   * An index of packages; left out, what pip is set to on this machine, else PyPI. `build` is another build of vLLM than
   * the usual one: `cpu`, or `cu129` for an older driver.
   */
  | { index?: string; build?: string }
  /** A folder of wheels, with no network at all. */
  | { wheels: string };

const kept = ["PATH", "HOME", "USER", "LANG", "LC_ALL", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"];
const network = [
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "ALL_PROXY",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "REQUESTS_CA_BUNDLE",
  "NETRC",
];

/**
 * A child's environment in which pip can write nowhere but into the environment it runs from. Settings of pip that say
 * where packages come from stay in force for an index, and are ignored for a folder of wheels.
 */
export function pipEnvironment(env: Env, source: InstallSource): Record<string, string> {
  const passed: Record<string, string> = {};
  const offline = "wheels" in source;
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || value === "") continue;
    const ofPip =
      name.startsWith("PIP_") && !/^PIP_(?:USER|TARGET|PREFIX|ROOT|PYTHON|CACHE_DIR|NO_CACHE_DIR)$/.test(name);
    const ofNetwork = network.includes(name.toUpperCase());
    if (kept.includes(name) || (!offline && (ofPip || ofNetwork))) passed[name] = value;
  }
  return {
    LANG: "C.UTF-8",
    ...passed,
    PYTHONNOUSERSITE: "1",
    PYTHONUNBUFFERED: "1",
    PIP_USER: "0",
    PIP_REQUIRE_VIRTUALENV: "1",
    ...(offline ? { PIP_CONFIG_FILE: "/dev/null" } : { PIP_RETRIES: "5", PIP_RESUME_RETRIES: "10" }),
  };
}

export interface PipRun {
  python: string;
  env: Record<string, string>;
  signal?: AbortSignal | undefined;
  onLine?: ((line: string) => void) | undefined;
}

const dayMs = 24 * 60 * 60 * 1000;
const common = ["--no-input", "--disable-pip-version-check", "--require-virtualenv"];

/** Arguments that name the source, and nothing else. */
export function sourceArguments(source: InstallSource, buildIndexes: readonly string[]): string[] {
  if ("wheels" in source) return ["--no-index", "--find-links", source.wheels, "--only-binary", ":all:"];
  return [
    ...(source.index === undefined ? [] : ["--index-url", source.index]),
    ...buildIndexes.flatMap((url) => ["--extra-index-url", url]),
  ];
}

/**
 * Installs one requirement with all it needs.
 * @returns undefined when it went well, else the line of pip that says why not
 */
export async function pipInstall(
  run: PipRun,
  requirement: string,
  options: { source: string[]; report: string; cwd: string },
): Promise<string | undefined> {
  const { python, env, signal, onLine } = run;
  const report = (await knowsReports(run)) ? ["--report", options.report] : [];
  const argv = [python, "-m", "pip", ...common, "install", "--progress-bar", "off", ...report, ...options.source];
  const lines: string[] = [];
  const { code, stderr } = await runProgram([...argv, requirement], {
    env,
    cwd: options.cwd,
    timeoutMs: dayMs,
    signal,
    onLine(line) {
      if (/^ERROR/.test(line)) lines.push(line);
      onLine?.(line);
    },
  });
  if (code === 0) return undefined;
  return lines[0] ?? (lastLine(stderr) || "pip ended without saying why");
}

/** `--report` came with pip 22.2; the pip inside an older Python 3.10 does not know it. */
async function knowsReports({ python, env }: PipRun): Promise<boolean> {
  const { stdout } = await runProgram([python, "-m", "pip", "--version"], { env, timeoutMs: 60_000 });
  const [major = 0, minor = 0] = (/^pip (\d+)\.(\d+)/.exec(stdout) ?? []).slice(1).map(Number);
  return major > 22 || (major === 22 && minor >= 2);
}

/** Every package inside with its version, as `pip freeze` writes it. */
export async function pipFreeze({ python, env }: PipRun): Promise<string[]> {
  const { stdout } = await runProgram([python, "-m", "pip", ...common, "freeze", "--all"], { env, timeoutMs: 60_000 });
  return stdout.split("\n").filter((line) => line.trim() !== "");
}
