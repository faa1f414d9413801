import { existsSync } from "node:fs";
import { totalmem } from "node:os";
import { type CatalogueViewParts, catalogueViews, loadCatalogue } from "../../engine/catalogue/index.ts";
import { createModelStore, hubFromEnvironment, type ModelStore } from "../../engine/files/index.ts";
import { defaultReserveBytes } from "../../engine/fit/index.ts";
import { createGpuMonitor } from "../../engine/gpu/index.ts";
import type { CatalogueModelView, GpuSnapshot } from "../../engine/index.ts";
import { createEngineStore, type Engine, learnedReserve } from "../../engine/index.ts";
import { systemClock } from "../../platform/clock.ts";
import { type Config, loadConfig } from "../../platform/config.ts";
import { createLogger } from "../../platform/logger.ts";
import { type DataPaths, dataPaths } from "../../platform/paths.ts";
import type { Io } from "../command.ts";
import { withApp } from "../with-app.ts";

/** What the verbs of `models` work with: the files of a data folder, beside a running server or without one. */
export interface Shelf {
  config: Config;
  paths: DataPaths;
  files: ModelStore;
  io: Io;
}

export function openShelf(data: string | undefined, io: Io): Shelf {
  const config = loadConfig({ data }, io.env);
  const paths = dataPaths(config.dataDir);
  const files = createModelStore({
    paths,
    clock: systemClock,
    log: createLogger("warn"),
    hub: { ...hubFromEnvironment(io.env, paths), ...(config.hub_url ? { url: config.hub_url } : {}) },
  });
  return { config, paths, files, io };
}

/** What the database knows: engines, and what their starts have taught. A folder without one is not given one. */
async function fromDatabase(
  { config, paths, io }: Shelf,
  gpus: GpuSnapshot,
): Promise<{ engines: readonly Engine[]; reserveBytes: number }> {
  if (!existsSync(paths.database)) return { engines: [], reserveBytes: defaultReserveBytes };
  let known: { engines: readonly Engine[]; reserveBytes: number } | undefined;
  await withApp({ data: config.dataDir }, io, (app) => {
    const store = createEngineStore(app);
    known = { engines: store.list(), reserveBytes: learnedReserve(app.db, store, gpus) };
    return 0;
  });
  return known ?? { engines: [], reserveBytes: defaultReserveBytes };
}

/** Why a model must not be removed now; undefined when nobody is meant to run on it. */
export async function userOf(shelf: Shelf, id: string): Promise<string | undefined> {
  const { engines } = await fromDatabase(shelf, noGpus);
  const user = engines.find(({ settings, desired }) => desired === "running" && settings.model?.split(":")[0] === id);
  return user && `${user.settings.label} runs on these files.`;
}

const noGpus: GpuSnapshot = { at: 0, state: "absent", gpus: [] };

/** This machine's GPUs as they are now. */
export async function readGpus({ config, io }: Shelf): Promise<GpuSnapshot> {
  const monitor = createGpuMonitor({
    clock: systemClock,
    log: createLogger("silent"),
    env: io.env,
    polling: false,
    ...(config.nvidia_smi ? { nvidiaSmi: config.nvidia_smi } : {}),
  });
  try {
    return await monitor.read();
  } finally {
    monitor.close();
  }
}

/** GPUs that somebody thinks of buying: so many alike, each with so many GB as they are sold. */
export function imaginedGpus(gigabytes: number, count: number, at: number): GpuSnapshot {
  // A driver reports about 0.94 of what is printed on the box, counted in GiB: an L4 with 24 GB shows 22.5.
  const memory = Math.floor(gigabytes * 0.9375 * 2 ** 30);
  return {
    at,
    state: "ok",
    gpus: Array.from({ length: count }, (_, index) => ({
      uuid: `imagined-${index}`,
      index,
      name: `GPU with ${gigabytes} GB`,
      memoryTotalBytes: memory,
      memoryUsedBytes: null,
      memoryFreeBytes: null,
      utilization: null,
      temperatureC: null,
      powerW: null,
      powerLimitW: null,
      computeCapability: null,
      processes: [],
    })),
  };
}

/** The catalogue with what the given GPUs can do with it. */
export async function viewCatalogue(
  shelf: Shelf,
  gpus: GpuSnapshot,
  options: { here: boolean } = { here: true },
): Promise<{ items: CatalogueModelView[]; problems: string[] }> {
  const catalogue = loadCatalogue(shelf.paths);
  const parts: CatalogueViewParts = {
    catalogue,
    gpus,
    stored: shelf.files.list(),
    configOf: (id) => shelf.files.config(id),
    ...(await fromDatabase(shelf, gpus)),
    ...(options.here ? { hostMemoryBytes: totalmem() } : {}),
  };
  return { items: catalogueViews(parts), problems: catalogue.problems };
}
