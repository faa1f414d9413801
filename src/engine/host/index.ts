import type { Clock } from "../../platform/clock.ts";
import { silentLogger } from "../../platform/logger.ts";
import type { DataPaths } from "../../platform/paths.ts";
import type { GpuReading, GpuSnapshot } from "../contract.ts";
import { createGpuMonitor, findNvidiaSmi } from "../gpu/index.ts";
import { findInstalls, installViews } from "../install/index.ts";
import { type CgroupSupport, cgroupSupport } from "../process/index.ts";
import type { EngineInstallView } from "../views.ts";
import { checkContainers } from "./containers.ts";
import { checkDevices, checkDriver, checkHealth } from "./driver.ts";
import { type Finding, type Outcome, ok, type Section, warn } from "./finding.ts";
import { checkGpu } from "./gpus.ts";
import { checkAssets, checkDatabase, checkDataFolder, checkEngines } from "./installation.ts";
import { checkLaunches, launchProcesses, type StoredLaunch } from "./launches.ts";
import { type Machine, thisMachine } from "./machine.ts";
import { checkPort } from "./port.ts";
import { checkCompiler, checkNvcc, checkPython, findPythons } from "./python.ts";
import { checkMemory, checkOpenFiles, checkTime } from "./resources.ts";
import { checkDisk, checkSharedMemory, checkWeightsDisk } from "./storage.ts";
import { checkSystem } from "./system.ts";

export { type Finding, type Section, sections } from "./finding.ts";
export { openLaunches, type StoredLaunch } from "./launches.ts";
export { type Machine, thisMachine } from "./machine.ts";
export { reportText } from "./report.ts";

export interface HostOptions {
  clock: Clock;
  env: Record<string, string | undefined>;
  paths: DataPaths;
  /** Where Vitrine listens. */
  listen: { host: string; port: number };
  /** Launches of which something may be left; see `openLaunches`. */
  launches?(): readonly StoredLaunch[];
  /** The rest is what a test puts in place of this machine. */
  machine?: Machine;
  readGpus?(): Promise<GpuSnapshot>;
  findInstalls?(): Promise<readonly EngineInstallView[]>;
  cgroups?(): CgroupSupport;
  nvidiaSmi?: string;
}

/** No check takes longer; what is asked of programs has shorter limits of its own. */
const limitMs = 8_000;

type Result = Outcome | undefined;
type Check = readonly [check: string, section: Section, run: () => Result | Promise<Result>];

/**
 * Looks at the machine and at the installation, all at once and without changing anything.
 * A check that fails itself, or takes too long, is a warning.
 */
export async function checkHost(options: HostOptions): Promise<Finding[]> {
  const { clock, env, paths, listen } = options;
  const machine = options.machine ?? thisMachine({ clock, env });
  const smi = options.nvidiaSmi ?? findNvidiaSmi(env);
  const [gpus, pythons, installs] = await Promise.all([
    options.readGpus?.() ?? readGpus(clock, env, smi),
    findPythons(machine),
    within(clock, options.findInstalls ?? (async () => installViews(await findInstalls({ paths, env }))), []),
  ]);
  const hasGpu = gpus.state !== "absent";
  const launches = attempt(() => options.launches?.() ?? [], []);
  const own = new Set(launchProcesses(machine, launches));
  const runsVllm = hasGpu && installs.some(({ adapter, kind }) => adapter === "vllm" && kind !== "container");

  const checks: Check[] = [
    ["assets", "Vitrine", () => checkAssets()],
    ["data", "Vitrine", () => checkDataFolder(machine, paths)],
    ["disk", "Vitrine", () => checkDisk(machine, paths.root)],
    ["database", "Vitrine", () => checkDatabase(paths)],
    ["port", "Vitrine", () => checkPort(listen.host, listen.port)],
    ["driver", "GPU", () => checkDriver(machine, gpus)],
    ["devices", "GPU", () => checkDevices(machine)],
    ["health", "GPU", () => checkHealth(machine, gpus, smi)],
    ...gpus.gpus.map((gpu): Check => [gpuCheck(gpu, gpus.gpus), "GPU", () => checkGpu(gpu, (pid) => own.has(pid))]),
    ["engine", "Engine", () => checkEngines(installs, hasGpu)],
    ["launches", "Engine", () => checkLaunches(machine, paths.root, launches)],
    ["weights", "Engine", () => checkWeightsDisk(machine, paths.models, hasGpu)],
    ["python", "Engine", () => unlessNeeded(hasGpu && !runsVllm, checkPython(machine, pythons))],
    ["compiler", "Engine", () => unlessNeeded(hasGpu, checkCompiler(machine, pythons, runsVllm))],
    ["nvcc", "Engine", () => (hasGpu ? checkNvcc(machine) : undefined)],
    ["containers", "Engine", async () => unlessNeeded(hasGpu && !runsVllm, await checkContainers(machine, hasGpu))],
    ["cgroup", "Engine", () => checkCgroups((options.cgroups ?? cgroupSupport)())],
    ["system", "Machine", () => checkSystem(machine)],
    ["memory", "Machine", () => checkMemory(machine, hasGpu)],
    ["shm", "Machine", () => checkSharedMemory(machine, gpus.gpus.length)],
    ["files", "Machine", () => checkOpenFiles(machine)],
    ["time", "Machine", () => checkTime(machine)],
  ];
  const results = await Promise.all(
    checks.map(([, , run]) =>
      within<Result>(clock, run, warn("could not be checked, or not in time", "vitrine doctor")),
    ),
  );
  return checks.flatMap(([check, section], place) => {
    const result = results[place];
    return result ? { check, section, ...result } : [];
  });
}

/** "gpu 0"; the slices of a GPU in MIG mode share its index: "gpu 0:1". */
function gpuCheck(gpu: GpuReading, all: readonly GpuReading[]): string {
  const alike = all.filter(({ index }) => index === gpu.index);
  return `gpu ${gpu.index}${alike.length > 1 ? `:${alike.indexOf(gpu)}` : ""}`;
}

/** Without a GPU, or with an engine that has what it needs, the tools to get one are nothing to warn of. */
function unlessNeeded(needed: boolean, outcome: Outcome): Outcome {
  return needed || outcome.state === "ok" ? outcome : ok(`${outcome.detail} (nothing that is used here needs it)`);
}

function checkCgroups(support: CgroupSupport): Outcome {
  return support.usable
    ? ok("each engine gets a control group of its own")
    : warn(`engines get no control group of their own. ${support.reason}`, support.fix);
}

async function readGpus(clock: Clock, env: HostOptions["env"], smi: string | undefined): Promise<GpuSnapshot> {
  const monitor = createGpuMonitor({
    clock,
    env,
    log: silentLogger,
    polling: false,
    ...(smi ? { nvidiaSmi: smi } : {}),
  });
  try {
    return await monitor.read();
  } finally {
    monitor.close();
  }
}

async function within<T>(clock: Clock, run: () => T | Promise<T>, otherwise: T): Promise<T> {
  const over = new AbortController();
  try {
    return await Promise.race([(async () => run())(), clock.sleep(limitMs, over.signal).then(() => otherwise)]);
  } catch {
    return otherwise;
  } finally {
    over.abort();
  }
}

function attempt<T>(run: () => T, otherwise: T): T {
  try {
    return run();
  } catch {
    return otherwise;
  }
}
