import { limits } from "./limits.ts";
import type { Engine, View, World } from "./state.ts";

/** When the loop next wants a `tick`; undefined when nothing depends on time. */
export function nextTick(world: World, view: View): number | undefined {
  let next = Number.POSITIVE_INFINITY;
  for (const engine of world.engines.values()) next = Math.min(next, due(engine, view));
  return Number.isFinite(next) ? next : undefined;
}

const never = Number.POSITIVE_INFINITY;

function due(engine: Engine, view: View): number {
  const { stage, run } = engine;
  switch (stage.kind) {
    case "preflight":
    case "backoff":
      return stage.until;
    case "starting": {
      if (!run) return never;
      const cap = run.launchedAt + run.settings.startCapSeconds * 1000;
      const stall = stage.movedAt + run.settings.startStallSeconds * 1000;
      return Math.min(cap, stall, stage.probing ? never : stage.probeAt);
    }
    case "ready":
    case "degraded": {
      const { polling, pollAt, probing, probeAt } = stage.health;
      return Math.min(polling ? never : pollAt, probing ? never : probeAt, unloadAt(engine, view));
    }
    case "draining":
      // Once its time is over, it waits for its turn alone.
      return stage.until > view.now ? stage.until : never;
    case "stopping":
      return stage.until;
    case "reclaiming":
      return stage.checking ? stage.until : Math.min(stage.until, stage.checkAt);
    case "gpu_unavailable":
      return stage.looking ? never : stage.lookAt;
    case "stopped":
    case "idle":
    case "failed":
      return never;
    default:
      return stage satisfies never;
  }
}

function unloadAt({ id, run, settings }: Engine, view: View): number {
  if (settings.idleUnloadMinutes === null || settings.pinned || !run) return never;
  const at = Math.max(view.load(id).lastUsed ?? 0, run.readyAt ?? 0) + settings.idleUnloadMinutes * 60_000;
  // Past: something keeps it; the polls look again.
  return at > view.now ? at : view.now + limits.pollIdle;
}
