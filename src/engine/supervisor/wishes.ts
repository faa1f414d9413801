import type { Failure } from "../contract.ts";
import { bringDown } from "./ending.ts";
import { beginHealth } from "./health.ts";
import { queueForStart } from "./line.ts";
import type { EngineRow } from "./parts.ts";
import type { Closing, Engine } from "./state.ts";
import { beginSwap, cancelSwap } from "./swap.ts";
import type { Turn } from "./turn.ts";

export function newEngine(turn: Turn, row: Pick<EngineRow, "id" | "settings" | "desired">): Engine {
  const { id, settings, desired } = row;
  return turn.put({
    id,
    settings,
    desired,
    stage: { kind: "stopped" },
    since: turn.now,
    attempt: 0,
    restarts: [],
    removed: false,
  });
}

/** The engine as the loop knows it, with the settings that are stored now. */
function known(turn: Turn, row: EngineRow): Engine {
  const engine = turn.get(row.id);
  return engine ? turn.put({ ...engine, settings: row.settings }) : newEngine(turn, row);
}

/** What is meant to run starts, the latest wish first: of two that want one GPU, that one gets it. */
export function open(turn: Turn, rows: readonly EngineRow[]): void {
  if (turn.closing) return;
  turn.opened = true;
  for (const row of rows) if (!turn.get(row.id)) newEngine(turn, row);
  const wanted = rows.filter(({ desired }) => desired === "running").toSorted((a, b) => b.desiredAt - a.desiredAt);
  for (const { id } of wanted) {
    const engine = turn.get(id);
    if (engine?.stage.kind === "stopped") queueForStart(turn, engine);
  }
}

/** Somebody asked for it: what went wrong before is forgotten. */
const afresh = (engine: Engine): Engine => {
  const { override: _, replacedBy: __, ...rest } = engine;
  return { ...rest, desired: "running", attempt: 0, restarts: [] };
};

export function start(turn: Turn, row: EngineRow): void {
  const { id } = row;
  const before = known(turn, row);
  if (before.removed || turn.closing) return;
  for (const swap of turn.swaps) if (swap.from === id && swap.step !== "beside") cancelSwap(turn, swap, [id]);
  const engine = turn.put(afresh(turn.get(id) ?? before));
  switch (engine.stage.kind) {
    case "preflight":
      turn.enter(engine, { ...engine.stage, demand: false });
      return;
    case "starting":
    case "ready":
    case "degraded":
      return;
    case "draining":
      // It was to go away and still answers: it stays. A restart goes on.
      if (engine.stage.after.kind !== "start") {
        turn.enter(engine, { kind: "ready", health: beginHealth(turn.now) });
      }
      return;
    case "stopping":
    case "reclaiming":
      bringDown(turn, engine, { kind: "start" });
      return;
    default:
      queueForStart(turn, forgetFailure(turn, engine));
      return;
  }
}

function forgetFailure(turn: Turn, { failure: _, ...rest }: Engine & { failure?: Failure }): Engine {
  return turn.put(rest);
}

export function stop(turn: Turn, row: EngineRow): void {
  const { id } = row;
  const engine = turn.put({ ...known(turn, row), desired: "stopped" });
  // An engine that is being replaced goes anyway, and then does not come back.
  for (const swap of turn.swaps) if (swap.to === id) cancelSwap(turn, swap, [id]);
  const { failure: _, replacedBy: __, ...calm } = turn.get(id) ?? engine;
  bringDown(turn, turn.put(calm), { kind: "stop" });
}

export function restart(turn: Turn, row: EngineRow): void {
  const { id } = row;
  const engine = known(turn, row);
  if (engine.removed || turn.closing) return;
  switch (engine.stage.kind) {
    case "starting":
    case "ready":
    case "degraded":
      if (turn.swaps.some(({ from, to }) => from === id || to === id)) return;
      bringDown(turn, turn.put(afresh(engine)), { kind: "start" });
      return;
    default:
      start(turn, row);
      return;
  }
}

export function changed(turn: Turn, row: EngineRow): void {
  const { override: _, ...rest } = known(turn, row);
  turn.put(rest);
}

export function remove(turn: Turn, row: EngineRow): void {
  const { id } = row;
  const engine = turn.put({ ...known(turn, row), desired: "stopped", removed: true });
  for (const swap of turn.swaps) {
    if (swap.to === id) cancelSwap(turn, swap, [id]);
    // Its successor goes on.
    else if (swap.from === id) turn.swaps = turn.swaps.filter((one) => one !== swap);
  }
  bringDown(turn, turn.get(id) ?? engine, { kind: "stop" });
}

export function swap(turn: Turn, from: EngineRow, to: EngineRow): void {
  if (turn.closing || from.id === to.id) return;
  const leaving = known(turn, from);
  const coming = known(turn, to);
  if (leaving.removed || coming.removed) return;
  const next = turn.put(afresh(coming));
  beginSwap(turn, leaving, next);
}

/** A request waits for an engine that is unloaded. */
export function wake(turn: Turn, engine: Engine): void {
  const { stage } = engine;
  if (turn.closing || engine.removed || engine.desired === "stopped") return;
  if (stage.kind === "idle") queueForStart(turn, engine, { demand: true });
  else if (stage.kind === "draining" && stage.after.kind === "idle") {
    turn.enter(engine, { kind: "ready", health: beginHealth(turn.now) });
  } else if ((stage.kind === "stopping" || stage.kind === "reclaiming") && stage.after.kind === "idle") {
    bringDown(turn, engine, { kind: "start" });
  }
}

export function close(turn: Turn, closing: Closing): void {
  turn.closing = closing;
  turn.swaps = [];
  for (const engine of [...turn.engines.values()]) bringDown(turn, engine, { kind: "stop" });
}
