/** A machine that does not exist: GPUs with memory and processes on them, under a clock that is moved by hand. Tests only. */
import type { Clock, ManualClock } from "../../platform/clock.ts";
import type { Random } from "../../platform/random.ts";
import type {
  Adapter,
  AdapterKind,
  EngineEndpoint,
  EngineProcess,
  ExitInfo,
  Failure,
  GpuMonitor,
  GpuSnapshot,
  LaunchRecord,
  LogLine,
  ProcessHost,
} from "../contract.ts";
import { type EngineSettings, type EngineSettingsInput, engineSettings } from "../settings.ts";
import type { Preflight } from "./parts.ts";

/** Numbers that are the same for the same seed. */
export class Dice implements Random {
  #state: number;
  constructor(seed: number) {
    this.#state = (seed * 2654435761) >>> 0;
  }
  unit(): number {
    // mulberry32
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
  below(limit: number): number {
    return Math.floor(this.unit() * limit);
  }
  chance(probability: number): boolean {
    return this.unit() < probability;
  }
  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256));
  }
}

/** A clock of one life of Vitrine: when that is killed, nothing of it happens any more. */
export class MortalClock implements Clock {
  readonly #clock: Clock;
  readonly #timers = new Set<() => void>();
  #dead = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }
  get dead(): boolean {
    return this.#dead;
  }
  get pending(): number {
    return this.#timers.size;
  }
  now(): number {
    return this.#clock.now();
  }
  after(delayMs: number, run: () => void): () => void {
    if (this.#dead) return () => {};
    const stop = this.#clock.after(delayMs, () => {
      this.#timers.delete(cancel);
      run();
    });
    const cancel = () => {
      this.#timers.delete(cancel);
      stop();
    };
    this.#timers.add(cancel);
    return cancel;
  }
  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const finish = () => {
        cancel();
        signal?.removeEventListener("abort", finish);
        resolve();
      };
      const cancel = this.after(delayMs, finish);
      signal?.addEventListener("abort", finish, { once: true });
    });
  }
  kill(): void {
    this.#dead = true;
    for (const cancel of [...this.#timers]) cancel();
  }
}

export const gib = 1024 ** 3;

/** How the next process of an engine behaves. */
export interface Manners {
  /** Milliseconds from its start until it answers; undefined: never. */
  readyAfter: number | undefined;
  /** Milliseconds between two lines while it starts; undefined: silence. */
  lineEvery: number | undefined;
  /** Ends by itself after so long while it starts. */
  diesAfter: number | undefined;
  exit: ExitInfo;
  /** Milliseconds from SIGTERM to its end; undefined: it ignores SIGTERM. */
  endsAfter: number | undefined;
  /** Milliseconds until its memory is free after its end. */
  memoryAfter: number;
  /** It cannot be killed for so many tries. */
  unkillable: number;
}

export const goodManners: Manners = {
  readyAfter: 20_000,
  lineEvery: 1_000,
  diesAfter: undefined,
  exit: { code: 1, signal: null },
  endsAfter: 500,
  memoryAfter: 200,
  unkillable: 0,
};

export interface FakeProcess {
  readonly pid: number;
  readonly launchId: string;
  readonly engineId: string;
  readonly gpus: readonly string[];
  readonly bytes: number;
  readonly settings: EngineSettings;
  manners: Manners;
  alive: boolean;
  /** Its memory is taken. */
  holds: boolean;
  ready: boolean;
  /** Once the supervisor knows that it is ready. */
  known: boolean;
  hung: boolean;
  terminated: boolean;
  iterations: number;
  /** It has numbers to be asked for. */
  counts: boolean;
  end(exit: ExitInfo): void;
}

/** The processes and GPUs; they outlive Vitrine. */
export class Machine {
  readonly processes: FakeProcess[] = [];
  readonly gpus: { uuid: string; bytes: number; present: boolean }[];
  readonly violations: string[] = [];
  readonly clock: ManualClock;
  manners: (engineId: string) => Manners = () => goodManners;
  /** What an engine takes of each of its GPUs. */
  bytesOf: (settings: EngineSettings) => number = () => 40 * gib;
  /** Ends that do not wait for anybody's turn. */
  forced: (engineId: string) => boolean = () => false;
  launches = 0;
  /** What looking before a start finds, by engine. */
  readonly refusals = new Map<string, Failure>();
  /** Whether the remote engine answers. */
  remoteUp = true;
  #pid = 1000;

  constructor(clock: ManualClock, gpus = 1, bytes = 80 * gib) {
    this.clock = clock;
    this.gpus = Array.from({ length: gpus }, (_, index) => ({ uuid: `GPU-${index}`, bytes, present: true }));
  }

  used(uuid: string): number {
    return this.processes.reduce((sum, one) => sum + (one.holds && one.gpus.includes(uuid) ? one.bytes : 0), 0);
  }

  alive(): FakeProcess[] {
    return this.processes.filter(({ alive }) => alive);
  }

  snapshot(): GpuSnapshot {
    const present = this.gpus.filter((gpu) => gpu.present);
    return {
      at: this.clock.now(),
      state: present.length > 0 ? "ok" : "absent",
      gpus: present.map(({ uuid, bytes }) => ({
        uuid,
        index: this.gpus.findIndex((gpu) => gpu.uuid === uuid),
        name: "Test GPU",
        memoryTotalBytes: bytes,
        memoryUsedBytes: this.used(uuid),
        memoryFreeBytes: bytes - this.used(uuid),
        utilization: 0,
        temperatureC: null,
        powerW: null,
        powerLimitW: null,
        computeCapability: "9.0",
        processes: this.processes
          .filter(({ alive, gpus }) => alive && gpus.includes(uuid))
          .map(({ pid, bytes }) => ({ pid, name: "engine", memoryBytes: bytes })),
      })),
    };
  }

  spawn(
    record: LaunchRecord,
    settings: EngineSettings,
    line: (text: string) => void,
  ): FakeProcess & { exited: Promise<ExitInfo> } {
    const { clock } = this;
    this.launches += 1;
    const bytes = this.bytesOf(settings);
    const manners = this.manners(record.engineId);
    for (const uuid of record.gpus) {
      const others = this.processes.filter(({ gpus, holds }) => holds && gpus.includes(uuid));
      for (const other of others) {
        if (other.alive && !other.known)
          this.violations.push(`${record.engineId} starts on ${uuid} while ${other.engineId} does`);
        if (other.alive && other.terminated && !this.forced(other.engineId))
          this.violations.push(`${record.engineId} starts on ${uuid} while ${other.engineId} ends`);
      }
      const gpu = this.gpus.find((one) => one.uuid === uuid);
      if (gpu && this.used(uuid) + bytes > gpu.bytes) {
        this.violations.push(`${uuid} has no room for ${record.engineId} beside ${others.map((one) => one.engineId)}`);
      }
    }
    let resolve: (exit: ExitInfo) => void = () => {};
    const exited = new Promise<ExitInfo>((done) => {
      resolve = done;
    });
    const cancels: (() => void)[] = [];
    const process: FakeProcess = {
      pid: ++this.#pid,
      launchId: record.id,
      engineId: record.engineId,
      gpus: record.gpus,
      bytes,
      settings,
      manners,
      alive: true,
      holds: true,
      ready: false,
      known: false,
      hung: false,
      terminated: false,
      iterations: 0,
      counts: true,
      end(exit) {
        if (!process.alive) return;
        process.alive = false;
        process.ready = false;
        for (const cancel of cancels) cancel();
        clock.after(process.manners.memoryAfter, () => {
          process.holds = false;
        });
        resolve(exit);
      },
    };
    this.processes.push(process);
    const after = (ms: number | undefined, run: () => void) => {
      if (ms !== undefined) cancels.push(clock.after(ms, () => process.alive && run()));
    };
    after(manners.readyAfter, () => {
      process.ready = true;
    });
    after(manners.diesAfter, () => process.end(manners.exit));
    const speak = (count: number) => {
      if (process.ready) return;
      line(count < 3 ? "phase load" : "phase compile");
      after(manners.lineEvery, () => speak(count + 1));
    };
    after(manners.lineEvery, () => speak(0));
    return Object.assign(process, { exited });
  }

  terminate(process: FakeProcess): void {
    for (const other of this.alive()) {
      const shared = other !== process && other.gpus.some((uuid) => process.gpus.includes(uuid));
      const own = !process.known || this.forced(process.engineId);
      if (shared && !other.ready && !own) {
        this.violations.push(`${process.engineId} ends on ${process.gpus} while ${other.engineId} starts`);
      }
    }
    process.terminated = true;
    const { endsAfter } = process.manners;
    if (endsAfter !== undefined) this.clock.after(endsAfter, () => process.end({ code: 0, signal: null }));
  }

  find(endpoint: EngineEndpoint): FakeProcess | undefined {
    return endpoint.kind === "unix" ? this.alive().find(({ launchId }) => endpoint.path.endsWith(launchId)) : undefined;
  }
}

/** The hands of one life of Vitrine on a machine. */
export function handsOn(machine: Machine, clock: MortalClock, dice: Dice) {
  const settingsOf = new Map<string, EngineSettings>();
  const dead = <T>(): Promise<T> => new Promise<T>(() => {});
  const jitter = (ms: number) => clock.sleep(dice.below(ms));

  const host: ProcessHost = {
    async launch(plan, launch, hooks) {
      const record: LaunchRecord = {
        ...launch,
        bootId: "boot",
        titlePrefix: plan.titlePrefix,
        startedAt: clock.now(),
      };
      hooks.prepared(record);
      await jitter(300);
      if (clock.dead) return dead();
      const settings = settingsOf.get(launch.id);
      if (!settings) throw new Error("no settings");
      const line = (text: string) => {
        if (!clock.dead) hooks.line({ at: clock.now(), stream: "stderr", level: "info", text });
      };
      const process = machine.spawn(record, settings, line);
      const known = { ...record, pid: process.pid };
      hooks.prepared(known);
      await jitter(100);
      if (clock.dead) return dead();
      const started: EngineProcess = {
        record: known,
        exited: process.exited.then((exit) => (clock.dead ? dead<ExitInfo>() : exit)),
        terminate: () => machine.terminate(process),
        tail: (): LogLine[] => [],
      };
      return started;
    },
    async reap(record) {
      await jitter(500);
      if (clock.dead) return dead();
      const killed: number[] = [];
      const left: number[] = [];
      for (const process of machine.alive()) {
        if (process.launchId !== record.id) continue;
        if (process.manners.unkillable > 0) {
          process.manners = { ...process.manners, unkillable: process.manners.unkillable - 1 };
          left.push(process.pid);
        } else {
          process.end({ code: null, signal: "SIGKILL" });
          killed.push(process.pid);
        }
      }
      return { killed, left };
    },
  };

  const adapter = (kind: AdapterKind): Adapter => ({
    kind,
    owned: kind !== "remote",
    phases: [
      { id: "start", label: "Starting" },
      { id: "load", label: "Loading weights" },
      { id: "compile", label: "Compiling" },
    ],
    plan({ launchId, settings, socketPath }) {
      settingsOf.set(launchId, settings);
      const endpoint: EngineEndpoint =
        settings.adapter === "remote"
          ? { kind: "remote", baseUrl: settings.baseUrl }
          : { kind: "unix", path: socketPath };
      return { argv: ["engine"], env: {}, cwd: "/", endpoint, titlePrefix: "vitrine", shown: "engine" };
    },
    readLine: (text) => {
      const [, phase] = /^phase (\w+)/.exec(text) ?? [];
      return phase === undefined ? undefined : { phase };
    },
    explain: (exit, _tail, _settings, now) => ({
      code: exit.code === 0 ? "exited" : "died",
      reason: `It ended with ${exit.code ?? exit.signal}.`,
      fix: "Nothing.",
      retryable: exit.code !== 2,
      ...(exit.code === 3 ? { retryWith: { contextLength: 8192 } } : {}),
      at: now,
    }),
    async probeReady(endpoint, settings, signal) {
      await clock.sleep(10, signal);
      if (endpoint.kind === "remote") return machine.remoteUp ? { models: [settings.servedName] } : undefined;
      const process = machine.find(endpoint);
      if (process?.hung) return clock.sleep(3_600_000, signal).then(() => undefined);
      return process?.ready ? { models: [settings.servedName] } : undefined;
    },
    async readMetrics(endpoint, now, signal) {
      await clock.sleep(10, signal);
      if (endpoint.kind === "remote") return undefined;
      const process = machine.find(endpoint);
      if (!process) throw new Error("refused");
      // A hung engine still answers this: only its numbers stand still.
      if (!process.counts) return undefined;
      if (!process.hung) process.iterations += 1;
      return { at: now, iterations: process.iterations, generationTokens: process.iterations * 10 };
    },
    async probeToken(endpoint, _model, signal) {
      await clock.sleep(10, signal);
      const process = machine.find(endpoint);
      if (!process) throw new Error("refused");
      process.iterations += 1;
      if (process.hung) await clock.sleep(3_600_000, signal);
    },
  });

  const gpu: GpuMonitor = {
    latest: () => machine.snapshot(),
    async read() {
      await jitter(100);
      return clock.dead ? dead() : machine.snapshot();
    },
    setPace() {},
    close() {},
  };

  const preflight: Preflight = async ({ id, settings }, { busyGpus }) => {
    await jitter(400);
    if (clock.dead) return dead();
    const refusal = machine.refusals.get(id);
    if (refusal) return { ok: false, failure: refusal };
    const base = { modelPath: "/m", executable: "/e" };
    if (settings.gpus === "none" || settings.adapter === "remote") return { ok: true, ...base, gpus: [] };
    const { gpus, state } = machine.snapshot();
    await jitter(200);
    const refuse = (code: "no_gpu" | "gpu_busy", reason: string) => ({
      ok: false as const,
      failure: { code, reason, fix: "Nothing.", retryable: true, at: clock.now() },
    });
    const named = settings.gpus === "auto" ? undefined : settings.gpus;
    const candidates = gpus.filter(({ uuid }) => named?.includes(uuid) ?? true);
    const count = named?.length ?? 1;
    if (state !== "ok" || candidates.length < count) return { ...refuse("no_gpu", "No GPU."), waitFor: "gpu" };
    const chosen = candidates
      .toSorted(
        (a, b) =>
          Number(busyGpus.has(a.uuid)) - Number(busyGpus.has(b.uuid)) ||
          (b.memoryFreeBytes ?? 0) - (a.memoryFreeBytes ?? 0),
      )
      .slice(0, count);
    if (chosen.some(({ memoryFreeBytes }) => (memoryFreeBytes ?? 0) < machine.bytesOf(settings))) {
      return refuse("gpu_busy", "No room.");
    }
    return { ok: true, ...base, gpus: chosen.map(({ uuid }) => uuid) };
  };

  return { host, adapter, gpu, preflight };
}

/** Settings of a small engine whose waits are short. */
export function testSettings(id: string, more: Partial<EngineSettingsInput> = {}): EngineSettings {
  return engineSettings.parse({
    adapter: "vllm",
    label: id.toUpperCase(),
    servedName: id,
    model: "test/model",
    startStallSeconds: 60,
    startCapSeconds: 300,
    drainSeconds: 10,
    maxConcurrent: 2,
    maxWaiting: 50,
    ...more,
  });
}
