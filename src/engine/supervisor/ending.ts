import { graceSeconds } from "../adapters/index.ts";
import type { Failure } from "../contract.ts";
import { givenUp } from "./failures.ts";
import { ahead } from "./gpus.ts";
import { limits } from "./limits.ts";
import { queueForStart } from "./line.ts";
import type { After, Engine } from "./state.ts";
import { swapCleared, swapFailed } from "./swap.ts";
import type { Turn } from "./turn.ts";

/** Nothing of a launch is left: what was decided for afterwards happens. */
export function settle(turn: Turn, engine: Engine, after: After): void {
  if (engine.removed) {
    turn.engines.delete(engine.id);
    turn.do({ kind: "gone", id: engine.id });
    swapCleared(turn, engine.id);
    return;
  }
  if (turn.closing) {
    turn.enter(engine, { kind: "stopped" });
    return;
  }
  switch (after.kind) {
    case "stop":
      turn.enter(engine, { kind: "stopped" });
      break;
    case "idle":
      turn.enter(engine, { kind: "idle" });
      break;
    case "failed":
      turn.enter(engine, { kind: "failed" });
      break;
    case "backoff":
      turn.enter(engine, { kind: "backoff", attempt: engine.attempt, until: turn.now + after.delayMs });
      break;
    case "start":
      queueForStart(turn, engine);
      return;
    default:
      after satisfies never;
  }
  swapCleared(turn, engine.id);
}

/** Brings an engine to rest from whatever it does. */
export function bringDown(turn: Turn, engine: Engine, after: After): void {
  const { stage } = engine;
  switch (stage.kind) {
    case "preflight":
      if (stage.step === "looking") turn.do({ kind: "cancel", ticket: stage.ticket });
      settle(turn, engine, after);
      return;
    case "stopped":
    case "idle":
    case "failed":
    case "backoff":
    case "gpu_unavailable":
      settle(turn, engine, after);
      return;
    case "starting":
      askToEnd(turn, engine, after);
      return;
    case "ready":
    case "degraded": {
      const drainMs = engine.removed ? limits.removeDrain : (engine.run?.settings.drainSeconds ?? 0) * 1000;
      const until = Math.min(turn.now + drainMs, turn.closing?.drainUntil ?? Number.POSITIVE_INFINITY);
      goOnDraining(turn, turn.enter(engine, { kind: "draining", until, after, order: turn.next() }));
      return;
    }
    case "draining": {
      const latest = turn.closing?.drainUntil ?? (engine.removed ? turn.now + limits.removeDrain : stage.until);
      goOnDraining(turn, turn.enter(engine, { ...stage, after, until: Math.min(stage.until, latest) }));
      return;
    }
    case "stopping": {
      const latest = turn.closing && stage.step === "asked" ? turn.closing.endUntil : stage.until;
      turn.enter(engine, { ...stage, after, until: Math.min(stage.until, latest) });
      return;
    }
    case "reclaiming":
      turn.enter(engine, { ...stage, after });
      if (turn.closing) clearedAway(turn, engine, after);
      return;
    default:
      stage satisfies never;
  }
}

/** Its last request is answered, or the time for that is over. */
export function isDrained(turn: Turn, { id, stage }: Engine): boolean {
  return stage.kind === "draining" && (turn.view.load(id).inFlight === 0 || turn.now >= stage.until);
}

/** Ends the launch when it is drained and its turn has come. */
export function goOnDraining(turn: Turn, engine: Engine): void {
  const { stage, run } = engine;
  if (stage.kind !== "draining" || !run || !isDrained(turn, engine)) return;
  // Freeing memory while another engine measures it on the same GPU makes that one fail (vllm#55827).
  const forced = engine.removed || turn.closing !== undefined;
  if (forced || !ahead(turn, engine, run.gpus, stage.order)) askToEnd(turn, engine, stage.after);
}

/** Asks the process to end by itself; what is left after a while is killed. */
export function askToEnd(turn: Turn, engine: Engine, after: After): void {
  const { run } = engine;
  if (!run) {
    settle(turn, engine, after);
    return;
  }
  turn.do({ kind: "hush", launchId: run.launchId });
  const load = turn.view.load(engine.id);
  if (load.inFlight > 0) {
    turn.do({ kind: "revoke", launchId: run.launchId, reason: `${engine.settings.label} is being stopped.` });
  }
  if (run.process === "attached") {
    clearedAway(turn, engine, after);
    return;
  }
  turn.touch(run.gpus);
  if (run.process === "ended") {
    reap(turn, engine, after);
    return;
  }
  const starting = engine.stage.kind === "starting";
  const patience = starting
    ? limits.graceStarting
    : load.inFlight > 0
      ? graceSeconds(run.settings) * 1000
      : limits.graceIdle;
  const launching = run.process === "launching";
  if (!launching) turn.do({ kind: "terminate", launchId: run.launchId });
  const until = Math.min(
    turn.now + (launching ? limits.launch : patience),
    turn.closing?.endUntil ?? Number.POSITIVE_INFINITY,
  );
  turn.enter(engine, { kind: "stopping", step: "asked", until, reaping: false, giveUpAt: 0, after });
}

/** Kills whatever is left of the launch. */
export function reap(turn: Turn, engine: Engine, after: After): void {
  const { run } = engine;
  if (!run) {
    settle(turn, engine, after);
    return;
  }
  turn.do({ kind: "hush", launchId: run.launchId }, { kind: "reap", id: engine.id, launchId: run.launchId });
  const giveUpAt = turn.now + limits.reap;
  turn.enter(engine, { kind: "stopping", step: "reaping", until: giveUpAt, reaping: true, giveUpAt, after });
}

/** Nothing runs any more: wait for the GPUs' memory to come back. */
export function reclaim(turn: Turn, engine: Engine, after: After): void {
  if (!engine.run || engine.run.gpus.length === 0 || turn.closing) {
    clearedAway(turn, engine, after);
    return;
  }
  turn.do({ kind: "check_memory", id: engine.id, launchId: engine.run.launchId });
  const { now } = turn;
  turn.enter(engine, { kind: "reclaiming", until: now + limits.reclaim, checkAt: now, checking: true, after });
}

/** The launch is history. */
export function clearedAway(turn: Turn, engine: Engine, after: After): void {
  const { run, ...rest } = engine;
  if (run) turn.touch(run.gpus);
  settle(turn, turn.put(rest), after);
}

/** It ended or did not start, and nobody asked for that: tries again, with other settings, later, or not at all. */
export function fail(turn: Turn, engine: Engine, failure: Failure): void {
  const { run } = engine;
  if (run) turn.do({ kind: "note", launchId: run.launchId, note: { failure } });
  turn.do({ kind: "count", what: "failure", id: engine.id, code: failure.code });
  if (run && turn.view.load(engine.id).inFlight > 0) {
    turn.do({ kind: "revoke", launchId: run.launchId, reason: `${engine.settings.label} ended: ${failure.reason}` });
  }
  const { engine: decided, after } = decide(turn, engine, failure);
  turn.put(decided);
  turn.log(decided, "warn", "an engine failed", { code: failure.code, reason: failure.reason, next: after.kind });
  if (!run) settle(turn, decided, after);
  else if (run.process === "attached") {
    turn.do({ kind: "hush", launchId: run.launchId });
    clearedAway(turn, decided, after);
  } else {
    turn.touch(run.gpus);
    reap(turn, decided, after);
  }
}

function decide(turn: Turn, engine: Engine, failure: Failure): { engine: Engine; after: After } {
  const { now } = turn;
  const { retryWith } = failure;
  if (retryWith?.contextLength !== undefined && engine.override === undefined) {
    const note = `It runs with a context of ${retryWith.contextLength} tokens, because there was no room for more.`;
    const override = { contextLength: retryWith.contextLength, note };
    return { engine: { ...engine, failure, override }, after: { kind: "start" } };
  }
  if (swapFailed(turn, engine.id, failure)) {
    return { engine: { ...(turn.get(engine.id) ?? engine), failure }, after: { kind: "failed" } };
  }
  if (!failure.retryable) return { engine: { ...engine, failure }, after: { kind: "failed" } };
  const wasHealthy = engine.run?.readyAt !== undefined && now - engine.run.readyAt >= limits.healthy;
  const attempt = wasHealthy ? 1 : engine.attempt + 1;
  if (engine.settings.adapter === "remote") {
    const delayMs = Math.min(limits.backoff * 2 ** (attempt - 1), limits.backoffRemote);
    return { engine: { ...engine, failure, attempt }, after: { kind: "backoff", delayMs } };
  }
  const restarts = engine.restarts.filter((at) => now - at < limits.window);
  if (attempt > limits.inARow || restarts.length >= limits.inWindow) {
    const inARow = attempt > limits.inARow;
    const last = inARow
      ? givenUp(failure, attempt, "in a row")
      : givenUp(failure, restarts.length + 1, "within half an hour");
    return { engine: { ...engine, failure: last, attempt, restarts }, after: { kind: "failed" } };
  }
  turn.do({ kind: "count", what: "restart", id: engine.id, code: failure.code });
  return {
    engine: { ...engine, failure, attempt, restarts: [...restarts, now] },
    after: { kind: "backoff", delayMs: limits.backoff * 2 ** (attempt - 1) },
  };
}
