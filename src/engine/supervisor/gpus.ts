import type { EngineSettings } from "../settings.ts";
import type { Engine } from "./state.ts";
import type { Turn } from "./turn.ts";

/** GPUs on which this engine begins or ends something right now. */
export function inTransition(engine: Engine): readonly string[] {
  switch (engine.stage.kind) {
    case "preflight":
      return engine.stage.step === "looking" ? engine.stage.wants : [];
    case "starting":
    case "stopping":
    case "reclaiming":
      return engine.run?.gpus ?? [];
    default:
      return [];
  }
}

/** Its place in the line of those who wait for their turn on a GPU, and which GPUs it waits for. */
function waitsFor(turn: Turn, engine: Engine): { order: number; gpus: readonly string[] } | undefined {
  const { stage } = engine;
  if (stage.kind === "preflight" && stage.step === "waiting") {
    // Whoever waits for another to make room must not be in that one's way.
    if (turn.swaps.some(({ to, step }) => to === engine.id && step === "clearing")) return undefined;
    return { order: stage.order, gpus: stage.wants };
  }
  if (stage.kind === "draining") return { order: stage.order, gpus: engine.run?.gpus ?? [] };
  return undefined;
}

/** It may choose any GPU, and has not chosen yet. */
const isChoosing = ({ stage, settings }: Engine): boolean =>
  stage.kind === "preflight" && stage.step === "looking" && namedGpus(settings) === undefined;

/** Who comes before this engine on any of these GPUs: who is at it, else who was in line earlier. */
export function ahead(turn: Turn, engine: Engine, gpus: readonly string[], order: number): Engine | undefined {
  let earlier: Engine | undefined;
  for (const other of turn.engines.values()) {
    if (other.id === engine.id) continue;
    if (inTransition(other).some((uuid) => gpus.includes(uuid))) return other;
    if (other.stage.kind === "preflight" && other.stage.order < order && isChoosing(other) && gpus.length > 0) {
      return other;
    }
    const waits = waitsFor(turn, other);
    if (waits && waits.order < order && waits.gpus.some((uuid) => gpus.includes(uuid))) earlier ??= other;
  }
  return earlier;
}

/** GPUs that other engines own, in whatever they do. */
export function ownedByOthers(turn: Turn, id: string): string[] {
  const owned = new Set<string>();
  for (const other of turn.engines.values()) {
    if (other.id === id) continue;
    for (const uuid of [...(other.run?.gpus ?? []), ...inTransition(other)]) owned.add(uuid);
  }
  return [...owned];
}

/** The GPUs that settings name; undefined for `auto`, which may take any. */
export const namedGpus = (settings: EngineSettings): readonly string[] | undefined =>
  settings.gpus === "auto" ? undefined : settings.gpus === "none" || settings.adapter === "remote" ? [] : settings.gpus;

/** Other engines that own a GPU which this one could use. */
export function holders(turn: Turn, engine: Engine): Engine[] {
  const named = namedGpus(engine.settings);
  return [...turn.engines.values()].filter(
    (other) =>
      other.id !== engine.id && other.run?.gpus.some((uuid) => named === undefined || named.includes(uuid)) === true,
  );
}

/** In the order of the line: everybody goes on whose turn has come and who may. */
export function letGo(turn: Turn, may: (engine: Engine) => boolean, go: (engine: Engine) => void): void {
  for (let again = true; again; ) {
    again = false;
    const line = [...turn.engines.values()]
      .flatMap((engine) => {
        const waits = waitsFor(turn, engine);
        return waits ? [{ engine, ...waits }] : [];
      })
      .sort((a, b) => a.order - b.order);
    for (const { engine, order, gpus } of line) {
      if (!may(engine) || ahead(turn, engine, gpus, order)) continue;
      go(engine);
      again = true;
      break;
    }
  }
}
