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
  /** Weights, one folder per repository. */
  models: string;
  /** The administrator's own additions to the catalogue. */
  catalogue: string;
  /** Environments that engines were installed into. */
  engines: string;
  /** What engines keep between launches: compiled kernels and the like. */
  engineCache: string;
  engineLogs: string;
  /** Sockets and other files of processes that run now. */
  run: string;
  /** Where the running server answers, for commands on this machine. */
  serverFile: string;
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
    models: join(root, "models"),
    catalogue: join(root, "catalogue"),
    engines: join(root, "engines"),
    engineCache: join(root, "engine-cache"),
    engineLogs: join(root, "engine-logs"),
    run: join(root, "run"),
    serverFile: join(root, "run", "server.json"),
  };
}

/** Makes the data folder, readable by its owner alone. */
export function ensureDataDir(paths: DataPaths): void {
  mkdirSync(paths.root, { recursive: true, mode: 0o700 });
}
