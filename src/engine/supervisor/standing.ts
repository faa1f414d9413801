import { engineModel } from "../adapters/index.ts";
import type { Standing } from "../queue/contract.ts";
import type { After, Engine, View, World } from "./state.ts";
import { secondsLeft, waitingLabel } from "./words.ts";

/** Requests do not wait longer than this for another attempt. Milliseconds. */
const worthWaiting = 180_000;

/** How an engine stands towards requests: follows from its state alone. */
export function standingOf(world: World, engine: Engine, view: View): Standing {
  const { stage, run, settings } = engine;
  const { label, maxWaiting } = settings;
  const holding = (detail: string): Standing => ({ kind: "holding", detail, maxWaiting });
  const closed = (reason: string): Standing => ({ kind: "closed", reason });
  if (engine.removed) return closed(`${label} was removed.`);
  if (world.closing) return closed("Vitrine is shutting down.");
  const instead = replacement(world, engine);
  if (instead) return instead;
  switch (stage.kind) {
    case "ready":
    case "degraded":
      if (!run?.endpoint) return holding("Starting.");
      // It is about to be known why.
      if (run.process === "ended") return holding(`${label} ended and is started again in a moment.`);
      return {
        kind: "open",
        launchId: run.launchId,
        endpoint: run.endpoint,
        model: engineModel(run.settings),
        capacity: run.settings.maxConcurrent,
        maxWaiting,
      };
    case "preflight":
      return holding(stage.step === "looking" ? "Preparing to start." : `${waitingLabel(world, engine, view)}.`);
    case "starting": {
      const left = secondsLeft(engine, view.now);
      const doing = run?.phase?.label ?? "Starting";
      return holding(left === undefined ? `${doing}.` : `${doing}, about ${left} s left.`);
    }
    case "idle":
      return { kind: "asleep", detail: "Waking up; the model is being loaded.", maxWaiting };
    case "draining":
    case "stopping":
    case "reclaiming":
      return leaving(engine, stage.after, holding, closed);
    case "backoff":
      if (stage.until - view.now > worthWaiting || (settings.adapter === "remote" && stage.attempt > 2)) {
        return closed(`${label} is not running. ${engine.failure?.reason ?? ""}`.trim());
      }
      return holding(`${label} ended and is started again in a moment.`);
    case "gpu_unavailable":
      return closed(`${label} waits for its GPU. ${engine.failure?.reason ?? ""}`.trim());
    case "failed":
      return closed(engine.failure?.reason ?? `${label} failed.`);
    case "stopped":
      return closed(`${label} is not running.`);
    default:
      return stage satisfies never;
  }
}

function leaving(
  { settings: { label, maxWaiting }, failure }: Engine,
  after: After,
  holding: (detail: string) => Standing,
  closed: (reason: string) => Standing,
): Standing {
  switch (after.kind) {
    case "start":
      return holding(`${label} is restarting.`);
    case "backoff":
      return holding(`${label} ended and is started again in a moment.`);
    case "idle":
      return { kind: "asleep", detail: "Waking up; the model is being loaded.", maxWaiting };
    case "failed":
      return closed(failure?.reason ?? `${label} failed.`);
    case "stop":
      return closed(`${label} was stopped.`);
    default:
      return after satisfies never;
  }
}

/** While one engine takes another's place, and as long as it then holds it. */
function replacement(world: World, engine: Engine): Standing | undefined {
  const swap = world.swaps.find(({ from, step }) => from === engine.id && step !== "beside");
  const by = swap?.to ?? engine.replacedBy;
  const other = by === undefined ? undefined : world.engines.get(by);
  if (!other || by === undefined || other.removed) return undefined;
  return { kind: "replaced", by, reason: `${other.settings.label} took the place of ${engine.settings.label}.` };
}
