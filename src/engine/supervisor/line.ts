import { namedGpus } from "./gpus.ts";
import type { Engine } from "./state.ts";
import type { Turn } from "./turn.ts";

/** Puts an engine at the end of the line of those that want to start; its turn comes when its GPUs are quiet. */
export function queueForStart(turn: Turn, engine: Engine, options: { demand?: boolean } = {}): void {
  const { replacedBy: _, ...itself } = engine;
  turn.enter(itself, {
    kind: "preflight",
    step: "waiting",
    wants: namedGpus(itself.settings) ?? [],
    order: turn.next(),
    begunAt: turn.now,
    demand: options.demand ?? false,
    ticket: 0,
    until: Number.POSITIVE_INFINITY,
  });
}
