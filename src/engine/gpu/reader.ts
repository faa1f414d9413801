import type { Clock } from "../../platform/clock.ts";
import type { GpuProcess } from "../contract.ts";
import type { CommandRunner } from "./command.ts";
import { type MigDevice, parseMig } from "./mig.ts";
import { findNvidiaSmi, processName } from "./program.ts";
import {
  type GpuRow,
  gpuArguments,
  parseCuda,
  parseDriver,
  parseGpuRow,
  parseProcesses,
  processArguments,
  refusedField,
} from "./query.ts";
import { explainFailure, explainMissing, hangs, type Trouble } from "./trouble.ts";

export interface ReaderContext {
  clock: Clock;
  runner: CommandRunner;
  env: Record<string, string | undefined>;
  /** A given program is not looked for. */
  nvidiaSmi: string | undefined;
  /** Where /proc, /dev and /sys lie. */
  root: string;
}

/** Who computes on the GPUs, by UUID, and how they are sliced, by index. */
export interface GpuUse {
  processes: ReadonlyMap<string, GpuProcess[]>;
  mig: ReadonlyMap<number, MigDevice[]>;
}

export const noUse: GpuUse = { processes: new Map(), mig: new Map() };

export interface Round {
  rows: GpuRow[];
  use: GpuUse;
  trouble: Trouble | undefined;
  tookMs: number;
}

/** One-shot questions to `nvidia-smi`, and what was learned about this driver by asking. */
export interface Reader {
  /** Ends within `limitMs`. */
  round(limitMs: number, known: readonly string[]): Promise<Round>;
  /** Undefined when it could not be asked. */
  use(limitMs: number, sliced: boolean): Promise<GpuUse | undefined>;
  program(): string | undefined;
  readonly without: ReadonlySet<string>;
  readonly driver: string | undefined;
  readonly cuda: string | undefined;
}

export function createReader(context: ReaderContext): Reader {
  const { clock, runner, root } = context;
  const without = new Set<string>();
  /** An old driver answers and names no CUDA version: it is not asked again and again. */
  let headerRead = false;
  let lastTold: string | undefined;
  let cuda: string | undefined;
  let driver: string | undefined;

  const program = () => context.nvidiaSmi ?? findNvidiaSmi(context.env, root);
  const nameOf = (pid: number) => processName(pid, root);

  async function askGpus(smi: string, deadline: number, only: readonly string[] = []) {
    for (;;) {
      const selected = only.length > 0 ? ["-i", only.join(",")] : [];
      const result = await runner.run([smi, ...gpuArguments(without), ...selected], deadline - clock.now());
      const refused = result.code === 0 ? undefined : refusedField(result.stdout + result.stderr);
      // An older or newer driver does without that one value.
      if (refused && refused !== "index" && refused !== "uuid" && !without.has(refused) && clock.now() < deadline) {
        without.add(refused);
        continue;
      }
      const lines = result.stdout.split("\n");
      const rows = lines.map((line) => parseGpuRow(line, without)).filter((row) => row !== undefined);
      return { result, rows };
    }
  }

  async function askHeader(smi: string, deadline: number): Promise<void> {
    if (headerRead) return;
    const { code, stdout } = await runner.run([smi], deadline - clock.now());
    headerRead = code === 0;
    cuda = parseCuda(stdout);
    driver = parseDriver(stdout);
  }

  async function askProcesses(smi: string, deadline: number) {
    const { code, stdout } = await runner.run([smi, ...processArguments], deadline - clock.now());
    return code === 0 ? parseProcesses(stdout, nameOf) : undefined;
  }

  async function askMig(smi: string, deadline: number) {
    const left = deadline - clock.now();
    const [list, table] = await Promise.all([runner.run([smi, "-L"], left), runner.run([smi], left)]);
    return parseMig(list.stdout, table.stdout);
  }

  return {
    program,
    without,
    async use(limitMs, sliced) {
      const smi = program();
      if (!smi || runner.hanging > 0) return undefined;
      const deadline = clock.now() + limitMs;
      const [processes, mig] = await Promise.all([
        askProcesses(smi, deadline),
        sliced ? askMig(smi, deadline) : noUse.mig,
      ]);
      return processes && { processes, mig };
    },
    get driver() {
      return driver;
    },
    get cuda() {
      return cuda;
    },
    async round(limitMs, known) {
      const startedAt = clock.now();
      const deadline = startedAt + limitMs;
      const nothing = { rows: [], use: noUse };
      const smi = program();
      if (!smi) return { ...nothing, trouble: explainMissing(root), tookMs: 0 };
      // What hangs in the kernel stays there until the driver recovers; another child would only join it.
      if (runner.hanging > 0) return { ...nothing, trouble: hangs, tookMs: 0 };
      const [first, processes] = await Promise.all([
        askGpus(smi, deadline),
        askProcesses(smi, deadline),
        askHeader(smi, deadline),
      ]);
      let { result, rows } = first;
      // Updated while we ran: the next round reads its header anew.
      const told = rows[0]?.driver;
      if (lastTold !== undefined && told !== undefined && told !== lastTold) headerRead = false;
      lastTold = told ?? lastTold;
      const output = result.stdout + result.stderr;
      if (rows.length === 0 && known.length > 1 && /unable to determine the device handle/i.test(output)) {
        // One lost GPU can keep the others from being listed: ask for each by itself.
        for (const uuid of known) rows = [...rows, ...(await askGpus(smi, deadline, [uuid])).rows];
      }
      const trouble = rows.length > 0 ? undefined : result.timedOut ? hangs : explain(result.code, output, smi, root);
      const mig = rows.some((row) => row.mig) ? await askMig(smi, deadline) : noUse.mig;
      return { rows, use: { processes: processes ?? noUse.processes, mig }, trouble, tookMs: clock.now() - startedAt };
    },
  };
}

function explain(code: number | null, output: string, smi: string, root: string): Trouble {
  if (code !== 127) return explainFailure(output, code);
  const missing = explainMissing(root);
  return missing.state === "failed"
    ? missing
    : {
        state: "failed",
        detail: `${smi} cannot be run: ${output.split("\n")[0] ?? ""}. Install the NVIDIA driver again`,
      };
}
