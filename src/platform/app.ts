import type { Bus } from "./bus.ts";
import type { Clock } from "./clock.ts";
import type { Config } from "./config.ts";
import type { Db } from "./database.ts";
import type { Logger } from "./logger.ts";
import type { Metrics } from "./metrics.ts";
import type { DataPaths } from "./paths.ts";
import type { Random } from "./random.ts";
import type { Secrets } from "./secrets.ts";

/** What every service may lean on, handed in as its first parameter. Rooms extend it with what they own. */
export interface App {
  config: Config;
  paths: DataPaths;
  clock: Clock;
  random: Random;
  log: Logger;
  db: Db;
  bus: Bus;
  metrics: Metrics;
  secrets: Secrets;
}
