import { Database } from "bun:sqlite";
import { existsSync, statSync } from "node:fs";
import { assetsDir } from "../../platform/assets.ts";
import { openDatabase } from "../../platform/database.ts";
import type { DataPaths } from "../../platform/paths.ts";
import { version } from "../../platform/version.ts";
import type { EngineInstallView } from "../views.ts";
import { fail, type Outcome, ok, size, warn } from "./finding.ts";
import type { Machine } from "./machine.ts";

/** What the executable carries. */
export function checkAssets(): Outcome {
  const found = existsSync(`${assetsDir}/ui`) && existsSync(`${assetsDir}/preview/manifest.json`);
  return found
    ? ok(`Vitrine ${version} on Bun ${Bun.version}, page and preview inside`)
    : fail("the page or the preview modules are not built in", "./scripts/build");
}

/** The data folder: there, writable, for its owner alone. */
export function checkDataFolder(machine: Machine, { root, secrets }: Pick<DataPaths, "root" | "secrets">): Outcome {
  if (!machine.exists(root)) return warn(`${root} does not exist yet; the first start makes it`, "vitrine serve");
  const open = [root, secrets].find((path) => ((machine.owner(path)?.mode ?? 0) & 0o077) !== 0);
  if (open) return warn(`${open} can be read by other users`, `chmod go-rwx ${open}`);
  const foreign = [root, secrets].find((path) => machine.exists(path) && !machine.usable(path));
  if (foreign) {
    return fail(`this user may not write to ${foreign}`, `sudo chown -R ${machine.env.USER ?? "$USER"} ${root}`);
  }
  return ok(root);
}

/** Whether the database opens and is sound. */
export function checkDatabase(paths: DataPaths): Outcome {
  if (!existsSync(paths.database)) return ok("none yet; the first start makes it");
  try {
    const opened = openDatabase(paths);
    try {
      const client = opened.db.$client;
      const row = client.query<{ integrity_check: string }, []>("PRAGMA integrity_check(1)").get();
      if (row?.integrity_check !== "ok") return fail(`damaged: ${row?.integrity_check}`, "restore a backup");
    } finally {
      opened.close();
    }
    return ok(`sound, ${size(statSync(paths.database).size)}, SQLite ${sqliteVersion()}`);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

function sqliteVersion(): string {
  const memory = new Database(":memory:");
  const row = memory.query<{ version: string }, []>("SELECT sqlite_version() AS version").get();
  memory.close();
  return row?.version ?? "unknown";
}

/** Which engines can be started. */
export function checkEngines(installs: readonly EngineInstallView[], hasGpu: boolean): Outcome {
  if (installs.length > 0) {
    return ok(
      installs
        .map(
          ({ adapter, version: known, executable, chosen }) =>
            `${adapter} ${known ?? "of unknown version"} at ${executable}${chosen ? " (used)" : ""}`,
        )
        .join("; "),
    );
  }
  return hasGpu
    ? warn("no engine is installed, so the GPU cannot run a model yet", "vitrine engine install")
    : ok("none installed; needed only to run models on this machine");
}
