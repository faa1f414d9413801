import { type Outcome, ok, warn } from "./finding.ts";
import type { Machine } from "./machine.ts";
import { installCommand, osFamily } from "./system.ts";

export interface PythonFound {
  executable: string;
  /** "3.12.4" */
  version: string;
  venv: boolean;
  /** Python.h, for kernels that are compiled on this machine. */
  headers: boolean;
}

/** In the order in which they are taken: the first that vLLM supports. */
const names = ["python3.12", "python3.13", "python3.11", "python3.10", "python3.14", "python3"];
const question = `import importlib.util as u, os, sys, sysconfig
v = all(u.find_spec(m) for m in ("venv", "ensurepip"))
h = os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h"))
print("%d.%d.%d" % sys.version_info[:3], int(v), int(h))`;

const supported = (version: string): boolean => {
  const [major, minor] = version.split(".").map(Number);
  return major === 3 && minor !== undefined && minor >= 10 && minor <= 14;
};

/** The interpreters on PATH that answer. */
export async function findPythons(machine: Machine): Promise<PythonFound[]> {
  const found = await Promise.all(
    names.map(async (name) => {
      const executable = machine.program(name);
      if (executable === undefined) return undefined;
      const { code, stdout } = await machine.run([executable, "-I", "-c", question], 4_000);
      const [version, venv, headers] = stdout.trim().split(" ");
      return code === 0 && version ? { executable, version, venv: venv === "1", headers: headers === "1" } : undefined;
    }),
  );
  return found.filter((one) => one !== undefined);
}

/** Of several the one that an engine can be installed with. */
export const bestPython = (pythons: readonly PythonFound[]): PythonFound | undefined => {
  const good = pythons.filter(({ version }) => supported(version));
  return good.find(({ venv }) => venv) ?? good[0];
};

export function checkPython(machine: Machine, pythons: readonly PythonFound[]): Outcome {
  const best = bestPython(pythons);
  if (best?.venv) return ok(`${best.version} at ${best.executable}`);
  if (best) {
    const minor = best.version.split(".").slice(0, 2).join(".");
    return warn(
      `${best.version} at ${best.executable} cannot make environments: its venv module is missing`,
      installCommand(machine, { debian: `python${minor}-venv`, fedora: "python3" }),
    );
  }
  const other = pythons[0];
  const newer =
    osFamily(machine) === "other" || osFamily(machine) === "fedora"
      ? installCommand(machine, { debian: "python3 python3-venv python3-dev", fedora: "python3.12 python3.12-devel" })
      : "sudo apt install python3 python3-venv python3-dev";
  return other
    ? warn(`${other.version} at ${other.executable}: vLLM needs Python 3.10 to 3.14`, newer)
    : warn("no Python was found; installing vLLM needs 3.10 to 3.14", newer);
}

/**
 * A C compiler and Python's headers: Triton compiles a small module when vLLM starts.
 * @param needed whether an installed engine would not start without
 */
export function checkCompiler(machine: Machine, pythons: readonly PythonFound[], needed: boolean): Outcome {
  const named = machine.env.CC;
  const compiler = [named, "gcc", "cc", "clang"]
    .map((name) => (name ? machine.program(name) : undefined))
    .find(Boolean);
  const fix = installCommand(machine, { debian: "build-essential python3-dev", fedora: "gcc gcc-c++ python3-devel" });
  const lacks = (what: string) =>
    needed
      ? ({ state: "fail", detail: `${what}: vLLM cannot start without`, fix } as const)
      : ({ state: "warn", detail: `${what}; vLLM would need it`, fix } as const);
  if (compiler === undefined) return lacks("there is no C compiler");
  const python = bestPython(pythons);
  if (python && !python.headers) return lacks(`the headers of Python ${python.version} (Python.h) are missing`);
  return ok(`${compiler}${python ? `, headers of Python ${python.version}` : ""}`);
}

/** The CUDA compiler, which few models need. */
export async function checkNvcc(machine: Machine): Promise<Outcome> {
  const places = [
    machine.program("nvcc"),
    machine.env.CUDA_HOME && `${machine.env.CUDA_HOME}/bin/nvcc`,
    "/usr/local/cuda/bin/nvcc",
  ];
  const nvcc = places.find((path) => path && machine.exists(path));
  if (!nvcc) return ok("nvcc is not installed; few models need it");
  const { stdout } = await machine.run([nvcc, "--version"], 4_000);
  return ok(`nvcc ${/release ([\d.]+)/.exec(stdout)?.[1] ?? "of unknown version"} at ${nvcc}`);
}
