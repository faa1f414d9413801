import { inTransition } from "./gpus.ts";
import type { Engine, View, World } from "./state.ts";

/** Whom an engine in line waits for, as a person reads it. */
export function waitingLabel(world: World, engine: Engine, view: View): string {
  const { stage } = engine;
  const wants = stage.kind === "preflight" ? stage.wants : (engine.run?.gpus ?? []);
  const swap = world.swaps.find(({ to, step }) => to === engine.id && step === "clearing");
  const from = swap && world.engines.get(swap.from);
  if (from) return `Waiting for ${from.settings.label} to make room`;
  for (const other of world.engines.values()) {
    if (other.id === engine.id) continue;
    const gpus = other.stage.kind === "draining" ? (other.run?.gpus ?? []) : inTransition(other);
    const shared = gpus.filter((uuid) => wants.includes(uuid));
    if (shared.length === 0) continue;
    const doing =
      other.stage.kind === "starting" || other.stage.kind === "preflight" ? "is starting there" : "is leaving it";
    return `Waiting for ${shared.map((uuid) => view.gpuLabel(uuid)).join(", ")}: ${other.settings.label} ${doing}`;
  }
  return wants.length > 0
    ? `Waiting for ${wants.map((uuid) => view.gpuLabel(uuid)).join(", ")}`
    : "Waiting for its turn";
}

/** How long a start should still take, in whole seconds fit for a sentence; undefined when nobody knows. */
export function secondsLeft(engine: Engine, now: number): number | undefined {
  const phase = engine.run?.phase;
  if (!phase?.totalEstimateMs) return undefined;
  const left = (phase.launchedAt + phase.totalEstimateMs - now) / 1000;
  if (left <= 0) return undefined;
  return left > 120 ? Math.ceil(left / 30) * 30 : Math.ceil(left / 5) * 5;
}
