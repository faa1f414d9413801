import { pythonVersions } from "./pinned.ts";
import { type Env, lastLine, onPath, runProgram } from "./program.ts";

export interface Python {
  executable: string;
  /** For example "3.12.4". */
  version: string;
  /** Whether it can make an environment with pip inside by itself. */
  canMakeEnvironments: boolean;
}

export type PythonSearch = { python: Python } | { problem: string };

const question =
  "import importlib.util as u, sys; print('%d.%d.%d' % sys.version_info[:3], " +
  "int(u.find_spec('venv') is not None and u.find_spec('ensurepip') is not None))";

/**
 * A Python that vLLM runs on; the one that was named, or the first good one on PATH.
 * @returns the interpreter, or one sentence that says what is missing and how to get it
 */
export async function findPython(env: Env, named?: string): Promise<PythonSearch> {
  if (named !== undefined) return checkNamed(env, named);
  const unsuitable: string[] = [];
  let incomplete: Python | undefined;
  for (const name of [...pythonVersions.map((version) => `python${version}`), "python3"]) {
    for (const executable of onPath(name, env)) {
      const python = await ask(env, executable);
      if (!python) continue;
      if (!isSupported(python.version)) unsuitable.push(`${executable} is ${python.version}`);
      else if (python.canMakeEnvironments) return { python };
      else incomplete ??= python;
    }
  }
  if (incomplete) return { problem: withoutVenv(incomplete) };
  const seen = unsuitable.length > 0 ? ` (${unsuitable[0]})` : "";
  return {
    problem: `No Python that vLLM runs on was found${seen}. Install Python 3.12 with its venv module (apt install python3.12 python3.12-venv, or dnf install python3.12), or name an interpreter with --python.`,
  };
}

async function checkNamed(env: Env, named: string): Promise<PythonSearch> {
  const executable = named.includes("/") ? named : onPath(named, env)[0];
  if (!executable) return { problem: `There is no program ${named} on PATH. Give the whole path of a Python.` };
  const python = await ask(env, executable);
  if (!python) return { problem: `${executable} does not answer like a Python. Name another one.` };
  if (!isSupported(python.version)) {
    return { problem: `${executable} is Python ${python.version}, and vLLM needs 3.10 to 3.14. Name another one.` };
  }
  return python.canMakeEnvironments ? { python } : { problem: withoutVenv(python) };
}

function withoutVenv({ executable, version }: Python): string {
  const short = version.split(".").slice(0, 2).join(".");
  return `${executable} is Python ${version}, but its venv or ensurepip module is missing, so no private environment can be made. Install it: apt install python${short}-venv.`;
}

/** Undefined where it does not run at all; a version manager's stand-in for a missing version is such a one. */
async function ask(env: Env, executable: string): Promise<Python | undefined> {
  const { code, stdout } = await runProgram([executable, "-I", "-c", question], { env, timeoutMs: 20_000 });
  const [version, complete] = lastLine(stdout).split(" ");
  if (code !== 0 || version === undefined || !/^\d+\.\d+\.\d+$/.test(version)) return undefined;
  return { executable, version, canMakeEnvironments: complete === "1" };
}

function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major === 3 && minor >= 10 && minor <= 14;
}
