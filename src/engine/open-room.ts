import { totalmem } from "node:os";
import { join } from "node:path";
import type { App } from "../platform/app.ts";
import { Problem } from "../platform/problem.ts";
import { adapterOf, openaiBase } from "./adapters/index.ts";
import { catalogueViews, loadCatalogue } from "./catalogue/index.ts";
import { createEngineStore } from "./engines.ts";
import { createModelStore, hubFromEnvironment } from "./files/index.ts";
import { fitOfSettings } from "./fit-of.ts";
import { createGpuMonitor, createHistory, gpuMetrics } from "./gpu/index.ts";
import { chooseExecutable, findInstalls, installViews } from "./install/index.ts";
import { createJobs } from "./jobs.ts";
import { learnedReserve } from "./learned.ts";
import { createPreflight } from "./preflight.ts";
import {
  createProcessHost,
  type EngineLog,
  freePort,
  type NumberedLine,
  openEngineLog,
  socketPath,
} from "./process/index.ts";
import { createEngineProviders } from "./provider.ts";
import { createQueue } from "./queue/index.ts";
import type { EngineRoom, RoomEvent } from "./room.ts";
import { createSupervisor } from "./supervisor/index.ts";

/** What is installed hardly changes, and looking takes a moment. */
const installsTtlMs = 15_000;
/** An administrator who adds a file to the catalogue sees it after this. */
const catalogueTtlMs = 10_000;

export interface RoomOptions {
  env?: Record<string, string | undefined>;
}

/** Puts the engine room together. Nothing is started and nothing is read before `open`. */
export function createEngineRoom(app: App, options: RoomOptions = {}): EngineRoom {
  const { clock, random, db, bus, metrics, paths } = app;
  const env = options.env ?? Bun.env;
  const log = app.log.child({ room: "engine" });
  const channel = bus.channel<RoomEvent>();
  const lines = bus.channel<NumberedLine>();
  const tell = (event: RoomEvent["event"], data: unknown) => channel.publish("room", { event, data });
  const store = createEngineStore({ db, clock, log, random, secrets: app.secrets });
  const queue = createQueue(clock);
  const history = createHistory({ db, clock, log });
  const gpu = createGpuMonitor({
    clock,
    log,
    env,
    history,
    onSnapshot: (snapshot) => tell("gpus", snapshot),
    ...(app.config.nvidia_smi ? { nvidiaSmi: app.config.nvidia_smi } : {}),
  });
  gpuMetrics(metrics, gpu);
  const files = createModelStore({
    paths,
    clock,
    log,
    hub: { ...hubFromEnvironment(env, paths), ...(app.config.hub_url ? { url: app.config.hub_url } : {}) },
    inUse: (id) => {
      const user = store.list().find(({ settings, desired }) => desired === "running" && runsOn(settings.model, id));
      return user && `${user.settings.label} runs on these files.`;
    },
  });
  files.onDownload(({ id }) => {
    const model = files.get(id);
    if (model) tell("download", model);
  });

  const logs = new Map<string, EngineLog>();
  const logOf = (engineId: string): EngineLog => {
    const known = logs.get(engineId);
    if (known) return known;
    const opened = openEngineLog(paths.engineLogs, engineId, clock);
    opened.subscribe((line) => lines.publish(engineId, line));
    logs.set(engineId, opened);
    return opened;
  };

  function runsOn(model: string | undefined, id: string): boolean {
    if (model === undefined) return false;
    const folder = join(paths.models, id);
    return [id, folder].some((place) => model === place || [":", "/"].some((end) => model.startsWith(place + end)));
  }

  let looked: { at: number; installs: ReturnType<typeof findInstalls> } | undefined;
  const installs = () => {
    if (!looked || clock.now() - looked.at > installsTtlMs) {
      looked = { at: clock.now(), installs: findInstalls({ paths, env }) };
    }
    return looked.installs;
  };
  const findExecutable: EngineRoom["findExecutable"] = async (settings) =>
    chooseExecutable(settings, await installs(), { now: clock.now(), env });

  const supervisor = createSupervisor({
    clock,
    random,
    log,
    db,
    bus,
    metrics,
    store,
    queue,
    gpu,
    paths,
    adapter: adapterOf,
    host: createProcessHost({ clock, log, paths, env }),
    preflight: createPreflight({ clock, gpu, dataDir: paths.root, findModel: files.find, findExecutable }),
    socketPath: (launchId) => socketPath(paths, launchId),
    freePort: () => freePort(),
    logLine: (engineId, line) => void logOf(engineId).append(line),
    samples: (engineId, values) => history.record(`engine:${engineId}`, values),
  });

  let read: { at: number; catalogue: ReturnType<typeof loadCatalogue> } | undefined;
  const catalogueNow = () => {
    if (!read || clock.now() - read.at > catalogueTtlMs) read = { at: clock.now(), catalogue: loadCatalogue(paths) };
    return read.catalogue;
  };
  const views = () => {
    const catalogue = catalogueNow();
    const gpus = gpu.latest();
    const items = catalogueViews({
      catalogue,
      gpus,
      stored: files.list(),
      reserveBytes: learnedReserve(db, store, gpus),
      configOf: (id) => files.config(id),
      engines: store.list().map(({ id, settings }) => ({ id, settings })),
      hostMemoryBytes: totalmem(),
    });
    return { items, gpus, problems: catalogue.problems };
  };

  return {
    store,
    supervisor,
    queue,
    gpu,
    history,
    files,
    jobs: createJobs(clock, (job) => tell("job", job)),
    channel,
    lines,
    runDir: paths.run,
    cacheDir: paths.engineCache,
    providers: createEngineProviders({
      store,
      queue,
      status: (engineId) => supervisor.status(engineId),
      base: openaiBase,
      answered: (engineId) => supervisor.answered(engineId),
    }),
    log: logOf,
    installs: async () => installViews(await installs()),
    findExecutable,
    catalogue: views,
    variant(catalogueId, variantId) {
      const model = views().items.find(({ id }) => id === catalogueId);
      const variant = variantId === undefined ? model?.variants[0] : model?.variants.find(({ id }) => id === variantId);
      if (!variant) throw new Problem("not_found", "The catalogue has no such model.");
      const { repository, revision, files: include } = variant;
      return { repository, revision, ...(include === undefined ? {} : { include }) };
    },
    fitOf: (settings) => fitOfSettings({ db, store, files, gpu }, settings),
    async removeEngine(id) {
      await supervisor.removed(id);
      store.remove(id);
      queue.remove(id, "This engine was removed.");
    },
    open: () => supervisor.open(),
    async close(deadlineMs) {
      await Promise.all([supervisor.close(deadlineMs), files.close()]);
      queue.close("Vitrine is shutting down.");
      gpu.close();
      history.close();
      await Promise.all([...logs.values()].map((one) => one.close()));
    },
  };
}
