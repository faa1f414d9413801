/** What a supervisor does its work with, on a machine that does not exist. Tests only. */
import type {
  Adapter,
  AdapterKind,
  EngineEndpoint,
  EngineProcess,
  ExitInfo,
  GpuMonitor,
  LaunchRecord,
  LogLine,
  ProcessHost,
} from "../contract.ts";
import { type EngineSettings, type EngineSettingsInput, engineSettings } from "../settings.ts";
import type { Preflight } from "./parts.ts";
import type { Machine } from "./testing.ts";
import type { Dice, MortalClock } from "./testing-time.ts";

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
        gone: process.exited,
        exited: process.exited.then(async (exit) => {
          // Last words take a moment.
          await clock.sleep(machine.lastWordsMs);
          return clock.dead ? dead<ExitInfo>() : exit;
        }),
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
