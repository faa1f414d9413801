import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** The data folder when neither a flag nor `VITRINE_DATA` names one. */
export function defaultDataDir(env: Record<string, string | undefined>, uid: number | undefined): string {
  if (uid === 0) return "/var/lib/vitrine";
  return join(env.XDG_DATA_HOME || join(env.HOME || homedir(), ".local", "share"), "vitrine");
}

/** Every place inside the data folder, named once. */
export interface DataPaths {
  root: string;
  database: string;
  /** Copies of the database that were taken before a migration. */
  migrationBackups: string;
  setupUrl: string;
  /** Key material, mode 0600. */
  secrets: string;
  configFile: string;
  lock: string;
}

export function dataPaths(root: string): DataPaths {
  return {
    root,
    database: join(root, "vitrine.db"),
    migrationBackups: join(root, "before-migration"),
    setupUrl: join(root, "setup-url"),
    secrets: join(root, "secrets.json"),
    configFile: join(root, "config.toml"),
    lock: join(root, "vitrine.lock"),
  };
}

/** Makes the data folder, readable by its owner alone. */
export function ensureDataDir(paths: DataPaths): void {
  mkdirSync(paths.root, { recursive: true, mode: 0o700 });
}
