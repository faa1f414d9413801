import { Problem } from "../../platform/problem.ts";
import type { EngineMetrics, EngineStatus } from "../contract.ts";
import type { Standing } from "../queue/contract.ts";
import { nextTick } from "./due.ts";
import { createGauges, samplesOf } from "./gauges.ts";
import { createHands } from "./hands.ts";
import { createLaunches } from "./launches.ts";
import { limits } from "./limits.ts";
import type { Effect, Message } from "./messages.ts";
import type { EngineRow, Supervisor, SupervisorParts } from "./parts.ts";
import { standingOf } from "./standing.ts";
import { type Engine, emptyWorld, type View, type World } from "./state.ts";
import { statusOf } from "./status.ts";
import { step } from "./step.ts";

const topic = "engines";
/** How often the GPUs' readers are told that something is going on. */
const paceMs = 10_000;
/** A tick that fails is not tried again at once. */
const afterErrorMs = 1_000;
/** In these, what people read depends on the time or on other engines. */
const worded: ReadonlySet<Engine["stage"]["kind"]> = new Set(["preflight", "starting", "draining", "backoff"]);

interface Waiter {
  id: string;
  states: readonly EngineStatus["state"][];
  resolve(status: EngineStatus): void;
  reject(error: Error): void;
}

export function createSupervisor(parts: SupervisorParts): Supervisor {
  const { clock, store, queue, log } = parts;
  const channel = parts.bus.channel<EngineStatus>();
  const gauges = createGauges(parts.metrics);
  const launches = createLaunches(parts.db);
  const hands = createHands(parts, launches, post);
  const answeredAt = new Map<string, number>();
  const standings = new Map<string, string>();
  /** What a standing was made from: unchanged, it need not be made again. */
  const told = new Map<string, { engine: Engine; swaps: World["swaps"]; closing: World["closing"] }>();
  const shown = new Map<string, { engine: Engine; text: string }>();
  const waiters = new Set<Waiter>();
  const gone = new Map<string, (() => void)[]>();
  const inbox: Message[] = [];
  let world: World = emptyWorld;
  let taking = false;
  let ended = false;
  let notBefore = 0;
  let pacedAt = 0;
  let cancelTick = () => {};
  let tickAt = Number.POSITIVE_INFINITY;
  let quiet = () => {};

  function view(): View {
    return {
      now: clock.now(),
      load(engineId) {
        const lastUsed = queue.lastUsed(engineId);
        const answered = answeredAt.get(engineId);
        return {
          inFlight: queue.inFlight(engineId),
          waiting: queue.waiting(engineId),
          ...(lastUsed === undefined ? {} : { lastUsed }),
          ...(answered === undefined ? {} : { answeredAt: answered }),
        };
      },
      watched: channel.subscribers(topic) > 0,
      newLaunchId: () => Buffer.from(parts.random.bytes(6)).toString("hex"),
      gpuLabel(uuid) {
        const gpu = parts.gpu.latest().gpus.find((one) => one.uuid === uuid);
        return gpu ? `GPU ${gpu.index}` : "a GPU";
      },
      adapter: parts.adapter,
    };
  }

  /** Messages are taken one after the other; what comes while one is taken waits. */
  function post(message: Message): void {
    if (ended) return;
    inbox.push(message);
    if (taking) return;
    taking = true;
    try {
      for (let next = inbox.shift(); next; next = inbox.shift()) {
        try {
          take(next);
        } catch (error) {
          // The world is as it was before this message.
          log.error({ message: next.kind, err: error }, "the supervisor failed on a message");
          notBefore = clock.now() + afterErrorMs;
        }
      }
    } finally {
      taking = false;
    }
    setTick();
    if (world.closing && [...world.engines.values()].every(({ run }) => !run)) quiet();
  }

  function take(message: Message): void {
    const before = world;
    // An engine that runs may write much, and says nothing by it.
    if (message.kind === "line" && before.engines.get(message.id)?.stage.kind !== "starting") return;
    const result = step(world, message, view());
    world = result.world;
    if (message.kind === "metrics" && message.metrics) sample(before, message.id, message.metrics);
    for (const effect of result.effects) {
      try {
        carryOut(effect);
      } catch (error) {
        log.error({ effect: effect.kind, err: error }, "the supervisor could not carry something out");
      }
    }
    for (const [id, { run }] of before.engines) {
      if (run && world.engines.get(id)?.run?.launchId !== run.launchId) hands.forget(run.launchId);
    }
    settleQueue(result.effects);
    show();
  }

  function carryOut(effect: Effect): void {
    switch (effect.kind) {
      case "preflight":
        hands.preflight(effect);
        return;
      case "cancel":
        hands.cancel(effect.ticket);
        return;
      case "launch":
        hands.launch(effect);
        return;
      case "probe":
        hands.probe(effect);
        return;
      case "read_metrics":
        hands.readMetrics(effect);
        return;
      case "probe_token":
        hands.probeToken(effect);
        return;
      case "hush":
        hands.hush(effect.launchId);
        return;
      case "terminate":
        hands.terminate(effect.launchId);
        return;
      case "reap":
        hands.reap(effect);
        return;
      case "check_memory":
        hands.checkMemory(effect);
        return;
      case "look_for_gpus":
        hands.lookForGpus(effect);
        return;
      case "note":
        launches.note(effect.launchId, effect.note, clock.now());
        return;
      case "desire":
        store.setDesired(effect.id, effect.desired);
        return;
      case "count":
        if (effect.what === "restart") gauges.restarted(effect.id);
        else gauges.failed(effect.id, effect.code);
        return;
      case "started": {
        gauges.started(effect.id, effect.tookMs);
        const launchId = world.engines.get(effect.id)?.run?.launchId;
        if (launchId !== undefined) hands.measure(launchId);
        return;
      }
      case "log":
        log[effect.level]({ engine: effect.id, ...effect.fields }, effect.message);
        return;
      case "gone":
        forget(effect.id);
        return;
      case "refuse":
      case "move":
      case "revoke":
        // Together with the standings, in the order in which nobody is lost.
        return;
      default:
        effect satisfies never;
    }
  }

  /**
   * Tells the queue how every engine stands. Who can be waited for comes first, so that those who move from one engine
   * to another arrive somewhere; who is closed comes last, when everybody has left.
   */
  function settleQueue(effects: readonly Effect[]): void {
    const now = view();
    for (const effect of effects) {
      if (effect.kind !== "refuse") continue;
      queue.set(effect.id, { kind: "closed", reason: effect.reason });
      standings.delete(effect.id);
      told.delete(effect.id);
    }
    const changed: { id: string; standing: Standing }[] = [];
    const { swaps, closing } = world;
    for (const engine of world.engines.values()) {
      const last = told.get(engine.id);
      if (last?.engine === engine && last.swaps === swaps && last.closing === closing && !worded.has(engine.stage.kind))
        continue;
      told.set(engine.id, { engine, swaps, closing });
      const standing = standingOf(world, engine, now);
      const text = JSON.stringify(standing);
      if (standings.get(engine.id) === text) continue;
      standings.set(engine.id, text);
      changed.push({ id: engine.id, standing });
    }
    const late = ({ kind }: Standing) => kind === "closed" || kind === "replaced";
    for (const { id, standing } of changed) if (!late(standing)) queue.set(id, standing);
    for (const effect of effects) {
      if (effect.kind !== "move") continue;
      queue.set(effect.id, { kind: "replaced", by: effect.to, reason: effect.reason });
      const engine = world.engines.get(effect.id);
      if (engine) queue.set(effect.id, standingOf(world, engine, now));
    }
    for (const { id, standing } of changed) if (late(standing)) queue.set(id, standing);
    // Last: a place that comes free must not be given to the next while the engine still seems open.
    for (const effect of effects) if (effect.kind === "revoke") queue.revoke(effect.launchId, effect.reason);
  }

  function show(): void {
    const now = view();
    let moving = false;
    for (const engine of world.engines.values()) {
      const { kind } = engine.stage;
      moving ||= kind === "starting" || kind === "stopping" || kind === "reclaiming" || kind === "preflight";
      const last = shown.get(engine.id);
      if (last?.engine === engine && !worded.has(kind)) continue;
      const status = statusOf(world, engine, now);
      // Requests come and go without a change of state; they are in the next status that is sent.
      const text = JSON.stringify({ ...status, inFlight: 0, waiting: 0 });
      shown.set(engine.id, { engine, text });
      if (last?.text === text) continue;
      gauges.show(status);
      channel.publish(topic, status);
      for (const waiter of [...waiters]) {
        if (waiter.id === engine.id && waiter.states.includes(status.state)) waiter.resolve(status);
      }
    }
    // It falls back by itself; somebody else may still be watching.
    if (!moving || now.now - pacedAt < paceMs) return;
    pacedAt = now.now;
    parts.gpu.setPace("watched");
  }

  function sample(before: World, id: string, metrics: EngineMetrics): void {
    const run = before.engines.get(id)?.run;
    if (run && parts.samples) parts.samples(id, samplesOf(metrics, run.metrics));
  }

  function setTick(): void {
    const now = clock.now();
    const due = ended ? undefined : nextTick(world, view());
    const next = due === undefined ? undefined : Math.max(due, notBefore);
    if (next === undefined) {
      cancelTick();
      tickAt = Number.POSITIVE_INFINITY;
      return;
    }
    if (next === tickAt) return;
    cancelTick();
    tickAt = next;
    cancelTick = clock.after(Math.max(0, next - now), () => {
      tickAt = Number.POSITIVE_INFINITY;
      post({ kind: "tick" });
    });
  }

  function forget(id: string): void {
    standings.delete(id);
    told.delete(id);
    shown.delete(id);
    answeredAt.delete(id);
    gauges.gone(id);
    queue.set(id, { kind: "closed", reason: "This engine was removed." });
    for (const waiter of [...waiters]) if (waiter.id === id) waiter.reject(new Error("The engine was removed."));
    for (const resolve of gone.get(id) ?? []) resolve();
    gone.delete(id);
  }

  function rowOf(id: string): EngineRow {
    const row = store.find(id);
    // One that is on its way out takes no more wishes.
    if (!row || world.engines.get(id)?.removed) throw new Problem("not_found", "There is no such engine.");
    return row;
  }

  function wish(kind: "start" | "stop" | "restart", id: string): void {
    rowOf(id);
    store.setDesired(id, kind === "stop" ? "stopped" : "running");
    post({ kind, row: rowOf(id) });
  }

  function statusNow(id: string): EngineStatus | undefined {
    const engine = world.engines.get(id);
    if (engine) return statusOf(world, engine, view());
    const row = store.find(id);
    if (!row) return undefined;
    const { desired, desiredAt: since } = row;
    return { engineId: id, state: "stopped", since, desired, inFlight: 0, waiting: queue.waiting(id) };
  }

  queue.onDemand((id) => post({ kind: "wake", id }));
  queue.onDrained((launchId) => post({ kind: "drained", launchId }));

  return {
    channel,
    async open() {
      try {
        await hands.reapLeftovers();
      } finally {
        post({ kind: "open", engines: store.list() });
      }
    },
    start: (id) => wish("start", id),
    stop: (id) => wish("stop", id),
    restart: (id) => wish("restart", id),
    swap(from, to) {
      rowOf(from);
      rowOf(to);
      store.setDesired(to, "running");
      post({ kind: "swap", from: rowOf(from), to: rowOf(to) });
    },
    changed(id) {
      post({ kind: "changed", row: rowOf(id) });
    },
    removed(id) {
      const row = store.find(id);
      if (!row || ended) return Promise.resolve();
      store.setDesired(id, "stopped");
      const done = new Promise<void>((resolve) => {
        gone.set(id, [...(gone.get(id) ?? []), resolve]);
      });
      post({ kind: "remove", row });
      return done;
    },
    answered: (id) => void answeredAt.set(id, clock.now()),
    status: statusNow,
    statuses: () => store.list().flatMap(({ id }) => statusNow(id) ?? []),
    whenSettled(id, states, signal) {
      return new Promise((resolve, reject) => {
        const now = statusNow(id);
        if (!now) return reject(new Error("There is no such engine."));
        if (states.includes(now.state)) return resolve(now);
        if (ended) return reject(new Error("Vitrine is shutting down."));
        if (signal?.aborted) return reject(signal.reason);
        const onAbort = () => waiter.reject(signal?.reason);
        const done = () => {
          waiters.delete(waiter);
          signal?.removeEventListener("abort", onAbort);
        };
        const waiter: Waiter = {
          id,
          states,
          resolve(status) {
            done();
            resolve(status);
          },
          reject(error) {
            done();
            reject(error);
          },
        };
        waiters.add(waiter);
        signal?.addEventListener("abort", onAbort, { once: true });
      });
    },
    async close(deadlineMs) {
      if (ended) return;
      const drained = new Promise<void>((resolve) => {
        quiet = resolve;
      });
      // A third to drain, a third to end by itself, a third to be killed.
      const now = clock.now();
      const giveUpAt = now + deadlineMs;
      post({
        kind: "close",
        closing: { drainUntil: now + deadlineMs / 3, endUntil: giveUpAt - deadlineMs / 3, giveUpAt },
      });
      let cancel = () => {};
      const late = new Promise<void>((resolve) => {
        cancel = clock.after(deadlineMs + limits.reap, resolve);
      });
      await Promise.race([drained, late]);
      cancel();
      ended = true;
      cancelTick();
      hands.close();
      for (const waiter of [...waiters]) waiter.reject(new Error("Vitrine is shutting down."));
      for (const resolve of [...gone.values()].flat()) resolve();
    },
  };
}
