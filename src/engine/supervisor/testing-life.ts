/** Vitrine's engines with real processes, sockets and a database, on programs that stand in. Tests only. */
import { join } from "node:path";
import { createBus } from "../../platform/bus.ts";
import { type Clock, systemClock } from "../../platform/clock.ts";
import type { Db } from "../../platform/database.ts";
import { silentLogger } from "../../platform/logger.ts";
import { createMetrics } from "../../platform/metrics.ts";
import type { DataPaths } from "../../platform/paths.ts";
import { systemRandom } from "../../platform/random.ts";
import { adapterOf } from "../adapters/index.ts";
import { createEngineStore, type EngineStore } from "../engines.ts";
import { createGpuMonitor } from "../gpu/index.ts";
import { createPreflight } from "../preflight.ts";
import { createProcessHost, freePort, socketPath } from "../process/index.ts";
import { createQueue, type EngineQueue } from "../queue/index.ts";
import { createSupervisor, type Supervisor } from "./index.ts";
import { MortalClock } from "./testing-time.ts";

export function fastClock(factor: number): Clock {
  const began = Date.now();
  const clock: Clock = {
    now: () => began + (Date.now() - began) * factor,
    after(delayMs, run) {
      const timer = setTimeout(run, delayMs / factor);
      return () => clearTimeout(timer);
    },
    sleep(delayMs, signal) {
      return new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const finish = () => {
          cancel();
          signal?.removeEventListener("abort", finish);
          resolve();
        };
        const cancel = clock.after(delayMs, finish);
        signal?.addEventListener("abort", finish, { once: true });
      });
    },
  };
  return clock;
}

export interface Life {
  store: EngineStore;
  supervisor: Supervisor;
  queue: EngineQueue;
  close(): Promise<void>;
  /** Its clock stops, as after `kill -9`: nothing that it planned happens. */
  kill(): void;
}

/** Where the programs that stand in lie, below a data folder. */
export const programsIn = (paths: DataPaths) => {
  const folder = join(paths.root, "bin");
  return { folder, vllm: join(folder, "vllm"), nvidiaSmi: join(folder, "nvidia-smi") };
};

/** One life of Vitrine; nothing is started before its supervisor is opened. */
export function lifeOn(app: { clock: Clock; db: Db; paths: DataPaths }): Life {
  const { db, paths } = app;
  const programs = programsIn(paths);
  const clock = new MortalClock(app.clock);
  const store = createEngineStore({ db, clock, log: silentLogger });
  const queue = createQueue(clock);
  const gpu = createGpuMonitor({
    clock: systemClock,
    log: silentLogger,
    nvidiaSmi: programs.nvidiaSmi,
    polling: false,
  });
  const supervisor = createSupervisor({
    clock,
    random: systemRandom,
    log: silentLogger,
    db,
    bus: createBus(),
    metrics: createMetrics(),
    paths,
    store,
    queue,
    gpu,
    adapter: adapterOf,
    host: createProcessHost({ clock, log: silentLogger, paths }),
    preflight: createPreflight({
      clock,
      gpu,
      dataDir: paths.root,
      findModel: (model) => ({ path: `/models/${model}`, weightsBytes: 1 }),
      findExecutable: async () => ({ executable: programs.vllm, version: "0.29.0" }),
    }),
    socketPath: (launchId) => socketPath(paths, launchId),
    freePort: () => freePort(),
    logLine() {},
  });
  let closed: Promise<void> | undefined;
  return {
    store,
    supervisor,
    queue,
    close() {
      closed ??= clock.dead
        ? Promise.resolve(gpu.close())
        : supervisor.close(15_000).then(() => {
            queue.close("over");
            gpu.close();
          });
      return closed;
    },
    kill: () => clock.kill(),
  };
}
