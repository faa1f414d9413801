import type { EngineStatus, PhaseStatus } from "../contract.ts";
import type { Engine, View, World } from "./state.ts";
import { waitingLabel } from "./words.ts";

/** What everybody may know of an engine. */
export function statusOf(world: World, engine: Engine, view: View): EngineStatus {
  const { id, stage, since, desired, failure, run } = engine;
  const { inFlight, waiting } = view.load(id);
  const phase = phaseOf(world, engine, view);
  const trouble = troubleOf(world, engine, view);
  return {
    engineId: id,
    state: stage.kind,
    since,
    desired,
    ...(phase ? { phase } : {}),
    ...(stage.kind === "backoff" ? { backoff: { attempt: stage.attempt, until: stage.until } } : {}),
    ...(failure ? { failure } : {}),
    ...(trouble === undefined ? {} : { trouble }),
    ...(run
      ? {
          launch: {
            id: run.launchId,
            startedAt: run.launchedAt,
            command: run.command,
            measured: run.measured,
            endpoint: run.endpoint?.kind ?? (run.process === "attached" ? "remote" : "unix"),
            ...(run.pid === undefined ? {} : { pid: run.pid }),
            ...(run.readyAt === undefined ? {} : { readyAt: run.readyAt }),
            ...(run.version === undefined ? {} : { version: run.version }),
          },
        }
      : {}),
    inFlight,
    waiting,
    ...(run?.metrics ? { metrics: run.metrics } : {}),
  };
}

function phaseOf(world: World, engine: Engine, view: View): PhaseStatus | undefined {
  const { stage, run, settings } = engine;
  if (stage.kind === "starting") return run?.phase;
  if (stage.kind !== "preflight") return undefined;
  const label = stage.step === "waiting" ? waitingLabel(world, engine, view) : "Checking files, memory and programs";
  const count = view.adapter(settings.adapter).phases.length;
  return { id: stage.step, label, index: 0, count, startedAt: engine.since, launchedAt: stage.begunAt };
}

function troubleOf(world: World, engine: Engine, view: View): string | undefined {
  const { stage, override } = engine;
  switch (stage.kind) {
    case "degraded":
      return stage.health.trouble;
    case "draining":
      return view.now >= stage.until || view.load(engine.id).inFlight === 0
        ? `${waitingLabel(world, engine, view)}.`
        : undefined;
    case "starting":
    case "ready":
      return override?.note;
    default:
      return undefined;
  }
}
