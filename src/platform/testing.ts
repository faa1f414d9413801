import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { App } from "./app.ts";
import { createBus } from "./bus.ts";
import { systemClock } from "./clock.ts";
import { loadConfig } from "./config.ts";
import { openDatabase } from "./database.ts";
import { silentLogger } from "./logger.ts";
import { createMetrics } from "./metrics.ts";
import { dataPaths } from "./paths.ts";
import { systemRandom } from "./random.ts";
import { loadSecrets } from "./secrets.ts";

/** A new empty folder, and what removes it. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "vitrine-test-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A real App over a real database in a folder of its own, for tests. */
export function testApp(overrides: Partial<App> = {}, env: Record<string, string> = {}): App & { dispose(): void } {
  const folder = temporaryFolder();
  const config = overrides.config ?? loadConfig({ data: folder.path }, env);
  const paths = dataPaths(folder.path);
  const opened = openDatabase(paths);
  const random = overrides.random ?? systemRandom;
  return {
    config,
    paths,
    clock: systemClock,
    random,
    log: silentLogger,
    db: opened.db,
    bus: createBus(),
    metrics: createMetrics(),
    secrets: loadSecrets(paths.secrets, random),
    ...overrides,
    dispose() {
      opened.close();
      folder.remove();
    },
  };
}
