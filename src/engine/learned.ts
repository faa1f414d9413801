import { desc, isNotNull } from "drizzle-orm";
import type { Db } from "../platform/database.ts";
import type { GpuSnapshot, Measured } from "./contract.ts";
import type { EngineStore } from "./engines.ts";
import { learnReserve, type MeasuredLaunch } from "./fit/index.ts";
import { engineLaunches } from "./schema.ts";

const looksBack = 40;

/** What an engine takes on this machine's GPUs besides weights and KV cache, in bytes, as its own starts have shown. */
export function learnedReserve(db: Db, store: Pick<EngineStore, "find">, snapshot: GpuSnapshot): number {
  const rows = db
    .select({ engineId: engineLaunches.engineId, record: engineLaunches.record, measured: engineLaunches.measured })
    .from(engineLaunches)
    .where(isNotNull(engineLaunches.readyAt))
    .orderBy(desc(engineLaunches.startedAt))
    .limit(looksBack)
    .all();
  const launches = rows.flatMap((row): MeasuredLaunch[] => {
    const settings = store.find(row.engineId)?.settings;
    const { gpus }: { gpus: string[] } = JSON.parse(row.record);
    const memory = snapshot.gpus.find(({ uuid }) => uuid === gpus[0])?.memoryTotalBytes;
    if (settings?.adapter !== "vllm" || memory == null) return [];
    const measured: Measured = JSON.parse(row.measured);
    return [{ measured, gpuMemoryBytes: memory, utilization: settings.gpuMemoryUtilization }];
  });
  return learnReserve(launches);
}
