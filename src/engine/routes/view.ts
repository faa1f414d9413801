import { isoTime } from "../../platform/clock.ts";
import { Problem } from "../../platform/problem.ts";
import type { EngineStatus } from "../contract.ts";
import type { Engine } from "../engines.ts";
import type { EngineRoom } from "../room.ts";
import type { EngineView } from "../views.ts";
import { withoutKey } from "./settings-input.ts";

/** @throws Problem `not_found` */
export function requireEngine(room: EngineRoom, id: string): Engine {
  const found = room.store.find(id);
  if (!found) throw new Problem("not_found", "There is no such engine.");
  return found;
}

export function engineView(room: EngineRoom, engine: Engine): EngineView {
  return {
    id: engine.id,
    settings: withoutKey(engine.settings),
    status: room.supervisor.status(engine.id) ?? resting(engine),
    createdAt: isoTime(engine.createdAt),
    updatedAt: isoTime(engine.updatedAt),
  };
}

const resting = ({ id, updatedAt, desired }: Engine): EngineStatus => ({
  engineId: id,
  state: "stopped",
  since: updatedAt,
  desired,
  inFlight: 0,
  waiting: 0,
});
