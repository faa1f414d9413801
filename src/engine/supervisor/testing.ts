/** A machine that does not exist: GPUs with memory and processes on them, under a clock that is moved by hand. Tests only. */
import type { ManualClock } from "../../platform/clock.ts";
import type { EngineEndpoint, ExitInfo, Failure, GpuSnapshot, LaunchRecord } from "../contract.ts";
import type { EngineSettings } from "../settings.ts";

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
  /** From the end of a process until it is known how it ended. */
  lastWordsMs = 0;
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
