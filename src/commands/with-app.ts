import type { App } from "../platform/app.ts";
import { createBus } from "../platform/bus.ts";
import { systemClock } from "../platform/clock.ts";
import { type ConfigFlags, loadConfig } from "../platform/config.ts";
import { openDatabase } from "../platform/database.ts";
import { createLogger } from "../platform/logger.ts";
import { createMetrics } from "../platform/metrics.ts";
import { dataPaths } from "../platform/paths.ts";
import { systemRandom } from "../platform/random.ts";
import { loadSecrets } from "../platform/secrets.ts";
import type { Io } from "./command.ts";

/** Runs one command against the data folder, also beside a running server, and closes everything after it. */
export async function withApp(
  flags: ConfigFlags,
  io: Io,
  run: (app: App) => number | Promise<number>,
): Promise<number> {
  const config = loadConfig(flags, io.env);
  const paths = dataPaths(config.dataDir);
  const opened = openDatabase(paths);
  try {
    const app: App = {
      config,
      paths,
      clock: systemClock,
      random: systemRandom,
      log: createLogger("warn"),
      db: opened.db,
      bus: createBus(),
      metrics: createMetrics(),
      secrets: loadSecrets(paths.secrets, systemRandom),
    };
    return await run(app);
  } finally {
    opened.close();
  }
}
