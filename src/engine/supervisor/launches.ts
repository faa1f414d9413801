import { and, desc, eq, isNotNull, isNull } from "drizzle-orm";
import { type Db, durably } from "../../platform/database.ts";
import type { LaunchRecord } from "../contract.ts";
import { engineLaunches } from "../schema.ts";
import type { EngineSettings } from "../settings.ts";
import type { LaunchNote } from "./messages.ts";
import type { Estimates } from "./state.ts";

/** Starts that count for an estimate. */
const lookedAt = 5;
/** Reaped rows kept for each engine. */
const kept = 50;

/** The launches as they are written down. */
export interface Launches {
  /** Before the process exists, and again with its pid. Survives a power cut. */
  prepared(record: LaunchRecord, profile: string): void;
  note(launchId: string, note: LaunchNote, now: number): void;
  /** Of which something may be left. */
  unreaped(engineId?: string): LaunchRecord[];
  /** What a start of this profile took lately: medians. */
  estimates(profile: string): Estimates;
}

export function createLaunches(db: Db): Launches {
  return {
    prepared(record, profile) {
      const { id, engineId, startedAt } = record;
      const text = JSON.stringify(record);
      durably(db, () => {
        db.insert(engineLaunches)
          .values({ id, engineId, record: text, profile, startedAt })
          .onConflictDoUpdate({ target: engineLaunches.id, set: { record: text, reapedAt: null } })
          .run();
      });
    },
    note(launchId, { readyAt, phases, measured, failure, reaped }, now) {
      const set = {
        ...(readyAt === undefined ? {} : { readyAt }),
        ...(phases ? { phases: JSON.stringify(phases) } : {}),
        ...(measured ? { measured: JSON.stringify(measured) } : {}),
        ...(failure ? { failure: JSON.stringify(failure) } : {}),
        ...(reaped ? { reapedAt: now } : {}),
      };
      if (Object.keys(set).length === 0) return;
      db.update(engineLaunches).set(set).where(eq(engineLaunches.id, launchId)).run();
      if (reaped) forgetOldest(db, launchId);
    },
    unreaped(engineId) {
      const left = isNull(engineLaunches.reapedAt);
      const where = engineId === undefined ? left : and(left, eq(engineLaunches.engineId, engineId));
      const rows = db.select({ record: engineLaunches.record }).from(engineLaunches).where(where).all();
      return rows.map((row): LaunchRecord => JSON.parse(row.record));
    },
    estimates(profile) {
      const rows = db
        .select({ startedAt: engineLaunches.startedAt, readyAt: engineLaunches.readyAt, phases: engineLaunches.phases })
        .from(engineLaunches)
        .where(and(eq(engineLaunches.profile, profile), isNotNull(engineLaunches.readyAt)))
        .orderBy(desc(engineLaunches.startedAt))
        .limit(lookedAt)
        .all();
      const totalMs = median(rows.flatMap(({ startedAt, readyAt }) => (readyAt === null ? [] : [readyAt - startedAt])));
      const byPhase = new Map<string, number[]>();
      for (const row of rows) {
        const phases: Record<string, number> = JSON.parse(row.phases);
        for (const [id, ms] of Object.entries(phases)) byPhase.set(id, [...(byPhase.get(id) ?? []), ms]);
      }
      const phases = Object.fromEntries([...byPhase].map(([id, ms]) => [id, median(ms) ?? 0]));
      return { phases, ...(totalMs === undefined ? {} : { totalMs }) };
    },
  };
}

export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  const lower = sorted[sorted.length % 2 === 0 ? middle - 1 : middle];
  return upper === undefined || lower === undefined ? undefined : (upper + lower) / 2;
}

function forgetOldest(db: Db, launchId: string): void {
  const of = db
    .select({ engineId: engineLaunches.engineId })
    .from(engineLaunches)
    .where(eq(engineLaunches.id, launchId))
    .get();
  if (!of) return;
  const old = db
    .select({ id: engineLaunches.id })
    .from(engineLaunches)
    .where(and(eq(engineLaunches.engineId, of.engineId), isNotNull(engineLaunches.reapedAt)))
    .orderBy(desc(engineLaunches.startedAt))
    .limit(1000)
    .offset(kept)
    .all();
  for (const { id } of old) db.delete(engineLaunches).where(eq(engineLaunches.id, id)).run();
}

/** What decides how long a start takes; launches of one profile are compared with each other. */
export function profileOf(settings: EngineSettings, gpus: readonly string[]): string {
  const { adapter, contextLength, extraArgs } = settings;
  const model = settings.model ?? "";
  const common = [adapter, model, gpus.join(","), contextLength, extraArgs.join(" ")];
  switch (adapter) {
    case "vllm": {
      const { tensorParallel, pipelineParallel, dataParallel, dtype, quantization, enforceEager, dummyWeights } =
        settings;
      const more = [
        tensorParallel,
        pipelineParallel,
        dataParallel,
        dtype,
        quantization ?? "",
        enforceEager,
        dummyWeights,
      ];
      return [...common, ...more, settings.container?.image ?? settings.executable ?? ""].join("|");
    }
    case "llamacpp":
      return [...common, settings.gpuLayers, settings.parallel].join("|");
    case "command":
      return [...common, settings.argv.join(" ")].join("|");
    case "remote":
      return [...common, settings.baseUrl].join("|");
    default:
      return settings satisfies never;
  }
}
