import type { Failure } from "../contract.ts";
import { bringDown, settle } from "./ending.ts";
import { namedGpus } from "./gpus.ts";
import { beginHealth } from "./health.ts";
import { queueForStart } from "./line.ts";
import type { Engine, Swap } from "./state.ts";
import type { Turn } from "./turn.ts";

const isUp = (engine: Engine): boolean => engine.stage.kind === "ready" || engine.stage.kind === "degraded";

const replace = (turn: Turn, swap: Swap, by?: Swap): void => {
  turn.swaps = turn.swaps.flatMap((one) => (one !== swap ? [one] : by ? [by] : []));
};

function desire(turn: Turn, id: string, desired: Engine["desired"]): Engine | undefined {
  const engine = turn.get(id);
  if (!engine) return undefined;
  turn.do({ kind: "desire", id, desired });
  return turn.put({ ...engine, desired });
}

/** `to` is to take the place of `from`; both are meant to run until it has. */
export function beginSwap(turn: Turn, from: Engine, to: Engine): void {
  for (const swap of turn.swaps) {
    if ([swap.from, swap.to].some((id) => id === from.id || id === to.id)) cancelSwap(turn, swap, [from.id, to.id]);
  }
  const swap: Swap = { from: from.id, to: to.id, step: "beside" };
  turn.swaps = [...turn.swaps, swap];
  const next = turn.get(to.id);
  if (!next) return;
  if (isUp(next)) {
    swapReady(turn, to.id);
    return;
  }
  switch (next.stage.kind) {
    case "preflight":
    case "starting":
      return;
    case "draining":
    case "stopping":
    case "reclaiming":
      bringDown(turn, next, { kind: "start" });
      return;
    default:
      queueForStart(turn, next);
  }
}

/** There is no room for both: `from` goes first. True when that may help. */
export function swapMakesRoom(turn: Turn, to: Engine): boolean {
  const swap = turn.swaps.find((one) => one.to === to.id && one.step === "beside");
  const from = swap && turn.get(swap.from);
  if (!swap || !from?.run) return false;
  const named = namedGpus(to.settings);
  if (named && !from.run.gpus.some((uuid) => named.includes(uuid))) return false;
  replace(turn, swap, { ...swap, step: "clearing" });
  bringDown(turn, from, { kind: "stop" });
  return true;
}

/** Nothing of an engine runs any more: who waited for its room goes on. */
export function swapCleared(turn: Turn, id: string): void {
  for (const swap of turn.swaps) {
    if (swap.step !== "clearing" || (swap.from !== id && swap.to !== id)) continue;
    if (swap.from === id) replace(turn, swap, turn.get(id) ? { ...swap, step: "alone" } : undefined);
  }
}

/** The new engine answers: the old one may go. */
export function swapReady(turn: Turn, id: string): void {
  for (const swap of turn.swaps) {
    if (swap.to !== id) continue;
    replace(turn, swap);
    const from = desire(turn, swap.from, "stopped");
    if (from) bringDown(turn, turn.put({ ...from, replacedBy: id }), { kind: "stop" });
    turn.do({ kind: "log", level: "info", id, message: "an engine was swapped in", fields: { for: swap.from } });
  }
}

/** `to` did not start: `from` comes back, and who waited moves over to it. True when there was a swap. */
export function swapFailed(turn: Turn, id: string, failure: Failure): boolean {
  const swap = turn.swaps.find(({ to }) => to === id);
  if (!swap) return false;
  replace(turn, swap);
  const to = desire(turn, id, "stopped");
  comeBack(turn, swap);
  if (to) {
    turn.do({ kind: "move", id, to: swap.from, reason: `${to.settings.label} did not start: ${failure.reason}` });
  }
  return true;
}

/** Somebody decided otherwise. Engines in `kept` are left to whoever decided. */
export function cancelSwap(turn: Turn, swap: Swap, kept: readonly string[] = []): void {
  replace(turn, swap);
  if (!kept.includes(swap.to)) {
    const to = desire(turn, swap.to, "stopped");
    if (to) {
      turn.do({ kind: "move", id: swap.to, to: swap.from, reason: `${to.settings.label} was called off.` });
      bringDown(turn, to, { kind: "stop" });
    }
  }
  if (!kept.includes(swap.from)) comeBack(turn, swap);
}

function comeBack(turn: Turn, swap: Swap): void {
  const from = turn.get(swap.from);
  if (!from || from.removed || turn.closing || from.desired === "stopped") return;
  switch (from.stage.kind) {
    case "draining":
      turn.enter(from, { kind: "ready", health: beginHealth(turn.now) });
      return;
    case "stopping":
    case "reclaiming":
      bringDown(turn, from, { kind: "start" });
      return;
    case "stopped":
      settle(turn, from, { kind: "start" });
      return;
    default:
  }
}
