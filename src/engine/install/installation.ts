import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../platform/clock.ts";
import { Problem } from "../../platform/problem.ts";
import { folderBytes, freeBytes, gigabytes } from "./disk.ts";
import type { InstallParts } from "./find.ts";
import { lockEngines } from "./lock.ts";
import { writeLockFile } from "./lock-file.ts";
import {
  dropRecord,
  executableIn,
  lockFileName,
  type ManagedInstall,
  managedName,
  readManaged,
  writeRecord,
} from "./managed.ts";
import { buildIndexes, buildPattern, diskNeeded, pinnedVllm } from "./pinned.ts";
import { type InstallSource, type PipRun, pipEnvironment, pipFreeze, pipInstall, sourceArguments } from "./pip.ts";
import { isProgram, lastLine, runProgram } from "./program.ts";
import { findPython, type Python } from "./python.ts";
import { versionBeside } from "./version.ts";

export interface InstallRequest {
  adapter: "vllm";
  /** Left out, the one that Vitrine was checked against. */
  version?: string;
  from: InstallSource;
  /** A Python 3.10 to 3.14; left out, the first good one on PATH. */
  python?: string;
  /** Make it again although it is there. */
  again?: boolean;
  /** Stops it; what was written is removed. */
  signal?: AbortSignal;
  /** What is being done, and each line of pip. */
  onLine?: (line: string) => void;
}

export interface InstallerParts extends InstallParts {
  clock: Clock;
  /** Bytes that may be written below a folder; the real ones unless a test says otherwise. */
  freeBytes?: (folder: string) => number;
}

/**
 * Installs vLLM into a private environment, `<data>/engines/vllm-VERSION`. The Python of the system is run and never
 * written to. The environment is made in its final place, because its scripts hold that path, and counts only once
 * `install.json` stands in it; after a failure it is removed, and what pip
 * could keep of the downloads serves the next try.
 * @throws Problem with a sentence that says what to do
 */
export async function installEngine(parts: InstallerParts, request: InstallRequest): Promise<ManagedInstall> {
  const build = "wheels" in request.from ? undefined : request.from.build;
  const version = exact(request.version ?? pinnedVllm, build);
  if (!/^\d+\.\d+[0-9A-Za-z.+]*$/.test(version)) {
    throw new Problem("validation_failed", `${version} is no version. Name one such as ${pinnedVllm}.`);
  }
  checkSource(request.from);
  const { engines } = parts.paths;
  const unlock = lockEngines(engines);
  try {
    const name = managedName(version);
    const existing = readManaged(engines, name);
    if (existing && isProgram(existing.executable) && !request.again) return existing;
    checkDisk(parts, request.from);
    const found = await findPython(parts.env, request.python);
    if ("problem" in found) throw new Problem("unavailable", found.problem);
    return await make(parts, request, { name, version, python: found.python });
  } finally {
    unlock();
  }
}

function checkSource(from: InstallSource): void {
  if (!("wheels" in from)) {
    if (from.build === undefined || buildPattern.test(from.build)) return;
    throw new Problem(
      "validation_failed",
      `${from.build} is no build of vLLM. Name cpu, or a CUDA version such as cu129.`,
    );
  }
  if (!existsSync(from.wheels) || !statSync(from.wheels).isDirectory()) {
    throw new Problem("not_found", `There is no folder ${from.wheels}. Name the folder that holds the wheels.`);
  }
  if (!readdirSync(from.wheels).some((file) => /^vllm-.*\.whl$/.test(file))) {
    throw new Problem(
      "not_found",
      `${from.wheels} holds no wheel of vLLM. Fill it on a connected machine of the same kind with: pip download vllm==${pinnedVllm} --dest DIR`,
    );
  }
}

function checkDisk(parts: InstallerParts, from: InstallSource): void {
  const { engines } = parts.paths;
  const needed = "wheels" in from ? 3 * wheelBytes(from.wheels) : diskNeeded(from.build);
  const free = (parts.freeBytes ?? freeBytes)(engines);
  if (free >= needed) return;
  throw new Problem(
    "storage_full",
    `Installing vLLM takes about ${gigabytes(needed)}, and ${gigabytes(free)} are free on the disk of ${engines}. Free some space, or move the data folder.`,
  );
}

const wheelBytes = (folder: string): number =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".whl"))
    .reduce((total, file) => total + statSync(join(folder, file)).size, 0);

interface Making {
  name: string;
  version: string;
  python: Python;
}

async function make(parts: InstallerParts, request: InstallRequest, making: Making): Promise<ManagedInstall> {
  const { engines } = parts.paths;
  const { from, signal } = request;
  const say = (line: string) => request.onLine?.(line);
  const folder = join(engines, making.name);
  const cache = join(engines, ".downloads");
  const scratch = join(cache, "tmp");
  // pip unpacks gigabytes there, and /tmp is often in memory.
  const env = { ...pipEnvironment(parts.env, from), PIP_CACHE_DIR: cache, TMPDIR: scratch };
  dropRecord(folder);
  removeUnfinished(engines);
  try {
    rmSync(scratch, { recursive: true, force: true });
    mkdirSync(scratch, { recursive: true, mode: 0o700 });
    say(`Making an environment of its own with Python ${making.python.version} (${making.python.executable}).`);
    await makeEnvironment(making.python, folder, env, signal);
    const run: PipRun = { python: join(folder, "bin", "python"), env, signal, onLine: request.onLine };
    say(`Installing vLLM ${making.version} from ${describe(from)}.`);
    const report = join(folder, "pip-report.json");
    const build = "wheels" in from ? undefined : from.build;
    const source = sourceArguments(from, build === undefined ? [] : buildIndexes(making.version, build));
    const failed = await pipInstall(run, `vllm==${making.version}`, { source, report, cwd: folder });
    signal?.throwIfAborted();
    if (failed !== undefined) throw new Problem("unavailable", pipSentence(failed, making, from));
    say("Checking that it starts.");
    const note = await check(folder, env, signal);
    writeLockFile(join(folder, lockFileName), report, existsSync(report) ? [] : await pipFreeze(run));
    writeRecord(folder, {
      adapter: "vllm",
      version: versionBeside(executableIn(folder)) ?? making.version,
      ...(build === undefined ? {} : { build }),
      python: making.python.version,
      source: describe(from),
      installedAt: parts.clock.now(),
      bytes: folderBytes(folder),
      ...(note === undefined ? {} : { note }),
    });
    rmSync(cache, { recursive: true, force: true });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    rmSync(scratch, { recursive: true, force: true });
    if (signal?.aborted) throw new Problem("unavailable", "The installation was stopped; nothing of it is left.");
    throw error;
  }
  const made = readManaged(engines, making.name);
  if (!made) throw new Problem("internal", `The environment in ${folder} cannot be read back.`);
  return made;
}

/** What a killed installation left behind, of whatever version: the caller holds the lock, so nobody works on it. */
function removeUnfinished(engines: string): void {
  for (const name of readdirSync(engines)) {
    if (!name.startsWith("vllm-") || readManaged(engines, name)) continue;
    rmSync(join(engines, name), { recursive: true, force: true });
  }
}

/** Without the `+BUILD`, pip would take the usual build from PyPI. */
const exact = (version: string, build: string | undefined): string =>
  build === undefined || version.includes("+") ? version : `${version}+${build}`;

function describe(from: InstallSource): string {
  if ("wheels" in from) return from.wheels;
  const index = from.index === undefined ? "the package index" : withoutSecrets(from.index);
  return from.build === undefined ? index : `${index} (build ${from.build})`;
}

function withoutSecrets(url: string): string {
  const parsed = URL.parse(url);
  if (!parsed) return url;
  parsed.username = "";
  parsed.password = "";
  return parsed.href;
}

async function makeEnvironment(
  python: Python,
  folder: string,
  env: Record<string, string>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { code, stdout, stderr } = await runProgram([python.executable, "-I", "-m", "venv", folder], {
    env,
    timeoutMs: 300_000,
    signal,
  });
  if (code === 0) return;
  throw new Problem(
    "unavailable",
    `${python.executable} could not make an environment in ${folder}: ${lastLine(stderr || stdout) || "it ended without a word"}. Install its venv module, or name another Python with --python.`,
  );
}

/** What people can do about the usual refusals of pip. */
function pipSentence(failed: string, { version, python }: Making, from: InstallSource): string {
  const said = failed.replace(/^ERROR:\s*/, "");
  if (/No matching distribution found|Could not find a version that satisfies/.test(said)) {
    return "wheels" in from
      ? `The folder ${from.wheels} lacks something that vLLM ${version} needs with Python ${python.version} (${said}). Download it again with the same version of Python on the same kind of machine.`
      : `The package index has no vLLM ${version} for Python ${python.version} on this machine (${said}). Check the version with --version and the address with --index.`;
  }
  if (/No space left on device/.test(said))
    return `The disk became full while vLLM was installed. Free some space and try again.`;
  if (/Connection|timed out|Temporary failure|Max retries|SSL|certificate/i.test(said)) {
    return `The package index did not answer as it should (${said}). Try again; what pip could keep is not fetched twice. Without a network, use --wheels DIR.`;
  }
  return `pip could not install vLLM ${version}: ${said}`;
}

/** The first start reads all of PyTorch from the disk. */
const checkMs = 600_000;

/**
 * Lets it print its version. A build for CUDA on a machine whose GPU cannot be seen stops there already, although it is
 * whole; that is noted and left to the doctor.
 */
async function check(folder: string, env: Record<string, string>, signal?: AbortSignal): Promise<string | undefined> {
  const executable = executableIn(folder);
  const { code, stdout, stderr, timedOut } = await runProgram([executable, "--version"], {
    env: { ...env, VLLM_NO_USAGE_STATS: "1" },
    cwd: folder,
    timeoutMs: checkMs,
    signal,
  });
  signal?.throwIfAborted();
  if (code === 0) return undefined;
  const said = `${stdout}\n${stderr}`;
  if (said.includes("Failed to infer device type"))
    return "It sees no GPU on this machine yet; vitrine doctor says why.";
  throw new Problem(
    "unavailable",
    timedOut
      ? "vLLM was installed and did not answer within ten minutes when asked for its version. Is the disk very slow?"
      : `vLLM was installed and does not run: ${lastLine(stderr || stdout) || "it ended without a word"}. Its parts do not fit together or this machine lacks something; try another version with --version, or another Python with --python.`,
  );
}
