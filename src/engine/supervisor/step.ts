import { clearedAway, fail, goOnDraining, isDrained, reap, reclaim } from "./ending.ts";
import { neverLaunched } from "./failures.ts";
import { letGo } from "./gpus.ts";
import { onMetrics, onProof, tickHealth } from "./health.ts";
import { limits } from "./limits.ts";
import { queueForStart } from "./line.ts";
import type { Effect, Message } from "./messages.ts";
import { look, onLaunched, onLine, onPreflighted, onStartProbed, tickStarting } from "./starting.ts";
import type { Engine, View, World } from "./state.ts";
import { Turn } from "./turn.ts";
import { changed, close, open, remove, restart, start, stop, swap, wake } from "./wishes.ts";

const never = Number.POSITIVE_INFINITY;

/** Takes one message: the world afterwards, and what is to be done about it. Reads and changes nothing else. */
export function step(world: World, message: Message, view: View): { world: World; effects: Effect[] } {
  const turn = new Turn(world, view);
  take(turn, message);
  letGo(
    turn,
    (engine) => {
      return engine.stage.kind === "draining" ? isDrained(turn, engine) : turn.opened;
    },
    (engine) => (engine.stage.kind === "draining" ? goOnDraining(turn, engine) : look(turn, engine)),
  );
  return { world: turn.world(), effects: turn.effects };
}

function take(turn: Turn, message: Message): void {
  switch (message.kind) {
    case "open":
      open(turn, message.engines);
      return;
    case "start":
      start(turn, message.row);
      return;
    case "stop":
      stop(turn, message.row);
      return;
    case "restart":
      restart(turn, message.row);
      return;
    case "remove":
      remove(turn, message.row);
      return;
    case "changed":
      changed(turn, message.row);
      return;
    case "swap":
      swap(turn, message.from, message.to);
      return;
    case "close":
      close(turn, message.closing);
      return;
    case "tick":
      for (const { id } of [...turn.engines.values()]) tick(turn, id);
      return;
    case "drained":
      for (const engine of [...turn.engines.values()]) {
        if (engine.run?.launchId === message.launchId) goOnDraining(turn, engine);
      }
      return;
    case "wake":
    case "gpus":
    case "preflighted": {
      const engine = turn.get(message.id);
      if (!engine) return;
      if (message.kind === "wake") wake(turn, engine);
      else if (message.kind === "gpus") onGpus(turn, engine, message.present);
      else onPreflighted(turn, engine, message.ticket, message.result);
      return;
    }
    case "launched":
    case "not_launched":
    case "line":
    case "vanished":
    case "exited":
    case "probed":
    case "metrics":
    case "token":
    case "reaped":
    case "memory": {
      const engine = turn.get(message.id);
      // Whatever is heard of an earlier launch means nothing to this one.
      if (engine?.run?.launchId === message.launchId) ofLaunch(turn, engine, message);
      return;
    }
    default:
      message satisfies never;
  }
}

function ofLaunch(turn: Turn, engine: Engine, message: Extract<Message, { launchId: string; id: string }>): void {
  switch (message.kind) {
    case "launched":
      onLaunched(turn, engine, message.launched);
      return;
    case "vanished":
      turn.run(engine, { process: "ended" });
      return;
    case "not_launched":
      onEnded(turn, turn.run(engine, { process: "ended" }), message.failure);
      return;
    case "exited":
      onEnded(turn, turn.run(engine, { process: "ended" }), message.failure);
      return;
    case "line":
      onLine(turn, engine, message);
      return;
    case "probed":
      if (engine.stage.kind === "starting") {
        onStartProbed(turn, engine, message);
        return;
      }
      onProof(turn, engine, message.ready ? undefined : "silent");
      return;
    case "metrics":
      onMetrics(turn, engine, message);
      return;
    case "token":
      onProof(turn, engine, message.error);
      return;
    case "reaped":
      onReaped(turn, engine, message.left);
      return;
    case "memory":
      onMemory(turn, engine, message.returned);
      return;
    default:
      message satisfies never;
  }
}

/** The process is gone. */
function onEnded(turn: Turn, engine: Engine, failure: Parameters<typeof fail>[2]): void {
  const { stage } = engine;
  switch (stage.kind) {
    case "starting":
    case "ready":
    case "degraded":
      fail(turn, engine, failure);
      return;
    case "draining":
      turn.touch(engine.run?.gpus ?? []);
      if (engine.run && turn.view.load(engine.id).inFlight > 0) {
        turn.do({ kind: "revoke", launchId: engine.run.launchId, reason: failure.reason });
      }
      reap(turn, engine, stage.after);
      return;
    case "stopping":
      if (stage.step === "asked") reap(turn, engine, stage.after);
      return;
    default:
  }
}

function onReaped(turn: Turn, engine: Engine, left: readonly number[]): void {
  const { stage, run } = engine;
  if (stage.kind !== "stopping" || stage.step !== "reaping" || !run) return;
  if (left.length === 0) {
    turn.do({ kind: "note", launchId: run.launchId, note: { reaped: true } });
    reclaim(turn, engine, stage.after);
    return;
  }
  if (turn.now >= Math.min(stage.giveUpAt, turn.closing?.giveUpAt ?? never)) {
    turn.log(engine, "warn", "processes of an engine cannot be ended", { launch: run.launchId, pids: left });
    reclaim(turn, engine, stage.after);
    return;
  }
  turn.enter(engine, {
    ...stage,
    reaping: false,
    until: turn.now + (turn.closing ? limits.reapClosing : limits.reapAgain),
  });
}

function onMemory(turn: Turn, engine: Engine, returned: boolean): void {
  const { stage } = engine;
  if (stage.kind !== "reclaiming") return;
  if (returned) {
    clearedAway(turn, engine, stage.after);
    return;
  }
  turn.enter(engine, { ...stage, checking: false, checkAt: turn.now + limits.reclaimCheck });
}

function onGpus(turn: Turn, engine: Engine, present: boolean): void {
  const { stage } = engine;
  if (stage.kind !== "gpu_unavailable") return;
  if (present) {
    queueForStart(turn, engine);
    return;
  }
  const delayMs = Math.min(stage.delayMs * 2, limits.gpuLookSlowest);
  turn.enter(engine, { ...stage, looking: false, delayMs, lookAt: turn.now + delayMs });
}

/** Time passed. */
function tick(turn: Turn, id: string): void {
  const engine = turn.get(id);
  if (!engine) return;
  const { stage, run } = engine;
  const { now } = turn;
  switch (stage.kind) {
    case "preflight":
    case "starting":
      tickStarting(turn, engine);
      return;
    case "ready":
    case "degraded":
      tickHealth(turn, engine);
      return;
    case "draining":
      goOnDraining(turn, engine);
      return;
    case "stopping":
      if (now < stage.until || !run) return;
      if (stage.step === "asked") {
        if (run.process === "launching") turn.log(engine, "warn", neverLaunched(now).reason);
        reap(turn, engine, stage.after);
        return;
      }
      if (now >= stage.giveUpAt) {
        turn.log(engine, "warn", "processes of an engine cannot be ended", { launch: run.launchId });
        reclaim(turn, engine, stage.after);
        return;
      }
      turn.do({ kind: "reap", id, launchId: run.launchId });
      turn.enter(engine, { ...stage, reaping: true, until: stage.giveUpAt });
      return;
    case "reclaiming":
      if (now >= stage.until) {
        turn.log(engine, "warn", "the memory of a GPU did not come back", { gpus: run?.gpus });
        clearedAway(turn, engine, stage.after);
        return;
      }
      if (stage.checking || now < stage.checkAt || !run) return;
      turn.do({ kind: "check_memory", id, launchId: run.launchId });
      turn.enter(engine, { ...stage, checking: true });
      return;
    case "backoff":
      if (now >= stage.until) queueForStart(turn, engine);
      return;
    case "gpu_unavailable": {
      if (stage.looking || now < stage.lookAt) return;
      const { gpus } = engine.settings;
      turn.do({ kind: "look_for_gpus", id, wanted: typeof gpus === "string" ? [] : gpus });
      turn.enter(engine, { ...stage, looking: true });
      return;
    }
    case "stopped":
    case "idle":
    case "failed":
      return;
    default:
      stage satisfies never;
  }
}
