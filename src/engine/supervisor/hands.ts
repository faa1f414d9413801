import { engineModel } from "../adapters/index.ts";
import type { Adapter, EngineMetrics, EngineProcess, Failure, LaunchRecord } from "../contract.ts";
import type { EngineSettings } from "../settings.ts";
import { bounded } from "./bounded.ts";
import { brokenPreflight, notLaunched, unexplained } from "./failures.ts";
import { type Launches, profileOf } from "./launches.ts";
import { createReaper } from "./leftovers.ts";
import { limits } from "./limits.ts";
import { freeOf, hasReturned, type MemoryNotes, memoryNotes } from "./memory.ts";
import type { Effect, Message } from "./messages.ts";
import type { SupervisorParts } from "./parts.ts";

type Of<K extends Effect["kind"]> = Extract<Effect, { kind: K }>;

/** What is at hand of one launch. */
interface Hand {
  readonly engineId: string;
  readonly settings: EngineSettings;
  record?: LaunchRecord;
  process?: EngineProcess;
  /** The engine is done with it: a process that appears only now must not live. */
  over: boolean;
  /** Nothing of it is left. */
  reaped: boolean;
  /** Aborts what is being asked of it. */
  readonly asking: AbortController;
  readonly pids: Set<number>;
  readonly memory: MemoryNotes;
}

/** Carries out what takes time and reports back. Nothing in here decides anything. */
export interface Hands {
  preflight(effect: Of<"preflight">): void;
  cancel(ticket: number): void;
  launch(effect: Of<"launch">): void;
  probe(effect: Of<"probe">): void;
  readMetrics(effect: Of<"read_metrics">): void;
  probeToken(effect: Of<"probe_token">): void;
  hush(launchId: string): void;
  terminate(launchId: string): void;
  reap(effect: Of<"reap">): void;
  checkMemory(effect: Of<"check_memory">): void;
  lookForGpus(effect: Of<"look_for_gpus">): void;
  /** It is ready: what it holds of its GPUs' memory can be seen now. */
  measure(launchId: string): void;
  /** No trace of the launch is needed any more. */
  forget(launchId: string): void;
  /** Reaps what earlier runs of Vitrine left behind. */
  reapLeftovers(): Promise<void>;
  /** Ends every job, for good. */
  close(): void;
}

export function createHands(parts: SupervisorParts, launches: Launches, post: (message: Message) => void): Hands {
  const { clock, log } = parts;
  const hands = new Map<string, Hand>();
  const tickets = new Map<number, AbortController>();
  const all = new AbortController();
  const reaper = createReaper(parts, launches, all.signal, {
    isLive: (launchId) => hands.get(launchId)?.over === false,
    killed(launchId, pids) {
      for (const pid of pids) hands.get(launchId)?.pids.add(pid);
    },
  });

  /** Whatever happens, exactly one message comes back, unless everything is over. */
  function run<T>(
    ms: number,
    outer: AbortSignal,
    job: (signal: AbortSignal) => Promise<T>,
    ok: (value: T) => Message,
    bad: (error: unknown) => Message,
  ): void {
    bounded(clock, ms, outer, job).then(
      (value) => post(ok(value)),
      (error: unknown) => {
        if (!outer.aborted) post(bad(error));
      },
    );
  }

  async function launch(effect: Of<"launch">, hand: Hand): Promise<void> {
    const { id, launchId, settings, found } = effect;
    const adapter = parts.adapter(settings.adapter);
    await reaper.unreaped(id);
    if (found.gpus.length > 0) hand.memory.before = freeOf(parts.gpu.latest(), found.gpus);
    const port = effect.owned ? await parts.freePort() : 0;
    const plan = adapter.plan({
      settings,
      launchId,
      modelPath: found.modelPath,
      executable: found.executable,
      gpus: found.gpus,
      socketPath: parts.socketPath(launchId),
      port,
      cacheDir: parts.paths.engineCache,
      scratchDir: parts.paths.run,
      ...(found.version === undefined ? {} : { version: found.version }),
    });
    const profile = profileOf(settings, found.gpus);
    const { endpoint, shown: command } = plan;
    const common = { endpoint, command, estimates: launches.estimates(profile) };
    if (!effect.owned) {
      post({ kind: "launched", id, launchId, launched: { ...common, process: "attached" } });
      return;
    }
    if (hand.over || all.signal.aborted) return;
    const process = await parts.host.launch(
      plan,
      { id: launchId, engineId: id, gpus: found.gpus },
      {
        prepared(record) {
          hand.record = record;
          if (record.pid !== undefined) hand.pids.add(record.pid);
          launches.prepared(record, profile);
        },
        line(line) {
          parts.logLine(id, line);
          const fact = adapter.readLine(line.text);
          post({ kind: "line", id, launchId, ...(fact ? { fact } : {}) });
        },
      },
    );
    hand.process = process;
    hand.record = process.record;
    if (hand.over || all.signal.aborted) {
      await reaper.reap(process.record);
      return;
    }
    const { pid } = process.record;
    post({
      kind: "launched",
      id,
      launchId,
      launched: { ...common, process: "alive", ...(pid === undefined ? {} : { pid }) },
    });
    void watch(process, hand, adapter);
  }

  async function watch(process: EngineProcess, hand: Hand, adapter: Adapter): Promise<void> {
    const vanished = () => post({ kind: "vanished", id: hand.engineId, launchId: process.record.id });
    process.gone?.then(vanished, vanished);
    const exit = await process.exited;
    noteEnd(hand);
    post({ kind: "exited", id: hand.engineId, launchId: process.record.id, failure: explain() });

    function explain(): Failure {
      try {
        return adapter.explain(exit, process.tail(500), hand.settings, clock.now());
      } catch (error) {
        log.error({ engine: hand.engineId, err: error }, "an engine's end could not be explained");
        const how = exit.signal === null ? `exit code ${exit.code}` : exit.signal;
        return unexplained(clock.now(), how);
      }
    }
  }

  function noteEnd(hand: Hand): void {
    const { memory } = hand;
    if (memory.end.size > 0) return;
    memory.end = freeOf(parts.gpu.latest(), memory.gpus);
    // The last reading may be from before it had loaded.
    for (const [uuid, free] of memory.ready) memory.end.set(uuid, Math.min(free, memory.end.get(uuid) ?? free));
  }

  /** Asks a running engine something, as long as that is of interest. */
  function ask<T>(
    effect: { id: string; launchId: string },
    job: (signal: AbortSignal) => Promise<T>,
    ok: (value: T, tookMs: number) => Message,
    bad: (error: unknown, tookMs: number) => Message,
  ): void {
    const begun = clock.now();
    const hand = hands.get(effect.launchId);
    if (!hand) return;
    const took = () => clock.now() - begun;
    run(
      limits.request,
      hand.asking.signal,
      job,
      (value) => ok(value, took()),
      (error) => bad(error, took()),
    );
  }

  const text = (error: unknown): string => (error instanceof Error ? error.message : String(error));

  return {
    preflight({ id, ticket, settings, busy }) {
      const controller = new AbortController();
      tickets.set(ticket, controller);
      parts
        .preflight({ id, settings }, { busyGpus: new Set(busy), signal: controller.signal })
        .catch((error: unknown) => {
          if (!controller.signal.aborted) log.warn({ engine: id, err: error }, "looking before a start failed");
          return { ok: false as const, failure: brokenPreflight(clock.now()) };
        })
        .then((result) => {
          tickets.delete(ticket);
          post({ kind: "preflighted", id, ticket, result });
        });
    },
    cancel(ticket) {
      tickets.get(ticket)?.abort();
      tickets.delete(ticket);
    },
    launch(effect) {
      const { id, launchId, settings, found } = effect;
      const pids = new Set<number>();
      const memory = memoryNotes(found.gpus, pids);
      const hand: Hand = {
        engineId: id,
        settings,
        over: false,
        reaped: !effect.owned,
        asking: new AbortController(),
        pids,
        memory,
      };
      hands.set(launchId, hand);
      launch(effect, hand).catch((error: unknown) => {
        log.warn({ engine: id, err: error }, "an engine's process could not be started");
        post({ kind: "not_launched", id, launchId, failure: notLaunched(clock.now(), error) });
      });
    },
    probe(effect) {
      const { id, launchId, settings, endpoint, explain } = effect;
      const adapter = parts.adapter(settings.adapter);
      ask(
        effect,
        async (signal) => {
          const ready = await adapter.probeReady(endpoint, settings, signal);
          if (ready || !explain) return { ready, failure: undefined };
          return { ready, failure: await adapter.explainSilence?.(endpoint, settings, clock.now(), signal) };
        },
        ({ ready, failure }) => ({
          kind: "probed",
          id,
          launchId,
          ...(ready ? { ready } : {}),
          ...(failure ? { failure } : {}),
        }),
        () => ({ kind: "probed", id, launchId }),
      );
    },
    readMetrics(effect) {
      const { id, launchId, settings, endpoint } = effect;
      ask<EngineMetrics | undefined>(
        effect,
        (signal) => parts.adapter(settings.adapter).readMetrics(endpoint, clock.now(), signal),
        (metrics, tookMs) => ({ kind: "metrics", id, launchId, tookMs, ...(metrics ? { metrics } : {}) }),
        (error, tookMs) => ({ kind: "metrics", id, launchId, tookMs, error: text(error) }),
      );
    },
    probeToken(effect) {
      const { id, launchId, settings, endpoint } = effect;
      ask(
        effect,
        (signal) => parts.adapter(settings.adapter).probeToken(endpoint, engineModel(settings), signal),
        () => ({ kind: "token", id, launchId }),
        (error) => ({ kind: "token", id, launchId, error: text(error) }),
      );
    },
    hush: (launchId) => hands.get(launchId)?.asking.abort(),
    terminate(launchId) {
      const hand = hands.get(launchId);
      if (!hand) return;
      noteEnd(hand);
      try {
        hand.process?.terminate();
      } catch (error) {
        log.warn({ launch: launchId, err: error }, "an engine could not be asked to end");
      }
    },
    reap({ id, launchId }) {
      const hand = hands.get(launchId);
      if (hand) {
        hand.over = true;
        noteEnd(hand);
      }
      const record = hand?.record;
      const reaping = record ? reaper.reap(record) : Promise.resolve([]);
      void reaping.then((left) => {
        if (hand) hand.reaped = left.length === 0;
        post({ kind: "reaped", id, launchId, left });
      });
    },
    checkMemory({ id, launchId }) {
      const hand = hands.get(launchId);
      const job = async () => !hand || hasReturned(hand.memory, await parts.gpu.read());
      run(
        limits.request,
        all.signal,
        job,
        (returned) => ({ kind: "memory", id, launchId, returned }),
        () => ({ kind: "memory", id, launchId, returned: false }),
      );
    },
    lookForGpus({ id, wanted }) {
      run(
        limits.request,
        all.signal,
        () => parts.gpu.read(),
        ({ state, gpus }) => {
          const there = gpus.map(({ uuid }) => uuid);
          const present = state === "ok" && there.length > 0 && wanted.every((uuid) => there.includes(uuid));
          return { kind: "gpus", id, present };
        },
        () => ({ kind: "gpus", id, present: false }),
      );
    },
    measure(launchId) {
      const hand = hands.get(launchId);
      if (!hand || hand.memory.gpus.length === 0) return;
      void bounded(clock, limits.request, all.signal, () => parts.gpu.read()).then(
        (snapshot) => {
          hand.memory.ready = freeOf(snapshot, hand.memory.gpus);
        },
        () => {},
      );
    },
    forget(launchId) {
      const hand = hands.get(launchId);
      if (!hand) return;
      if (!hand.reaped) reaper.later();
      hand.over = true;
      hand.asking.abort();
      hands.delete(launchId);
    },
    reapLeftovers: reaper.leftovers,
    close() {
      all.abort();
      reaper.close();
      for (const hand of hands.values()) hand.asking.abort();
      for (const controller of tickets.values()) controller.abort();
    },
  };
}
