import { Database } from "bun:sqlite";
import { existsSync, mkdirSync, readdirSync, rmSync, statfsSync, statSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type BunSQLiteDatabase, drizzle } from "drizzle-orm/bun-sqlite";
import { migrate } from "drizzle-orm/bun-sqlite/migrator";
import { appliedMigrations, knownMigrations, migrationsDir } from "./migrations.ts";
import type { DataPaths } from "./paths.ts";
import { ensureDataDir } from "./paths.ts";

export type Db = BunSQLiteDatabase & { $client: Database };

/** The database cannot be used; the message says what is wrong and what to do about it. */
export class DatabaseError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "DatabaseError";
  }
}

/** Free space under which we do not start: enough for the log, a checkpoint and a clear error. */
const minimumFreeBytes = 32 * 1024 * 1024;
const keptMigrationBackups = 3;
/** A file up to this size is checked at every start; a larger one only after an unclean end. */
const quickCheckBytes = 8 * 1024 * 1024;

export interface OpenOptions {
  /** True for the server: takes the data folder for itself until `close`. */
  exclusive?: boolean;
  /** Milliseconds since 1970, for the name of a backup. */
  now?: number;
  /** Where the migrations lie; only a test names another place. */
  migrations?: string;
}

export interface OpenDatabase {
  db: Db;
  /** The copy taken before migrating, when there was something to migrate. */
  backup: string | undefined;
  /** True when the process before this one did not close the database. */
  recovered: boolean;
  /** Checkpoints the write-ahead log and closes. */
  close(): void;
}

/**
 * Opens the data folder's database, brings its schema up to date and hands it out.
 * @throws DatabaseError when the folder is taken, read-only or full, or the file is damaged or newer than this program.
 */
export function openDatabase(paths: DataPaths, options: OpenOptions = {}): OpenDatabase {
  prepareFolder(paths);
  const release = options.exclusive ? takeFolder(paths) : () => {};
  const marker = join(paths.root, "running");
  try {
    const recovered = existsSync(marker);
    const existed = existsSync(paths.database);
    const client = connect(paths.database);
    try {
      if (existed) checkHealth(client, paths, recovered);
      const db = drizzle({ client });
      const backup = bringUpToDate(db, paths, options);
      if (options.exclusive) writeFileSync(marker, `${process.pid}\n`, { mode: 0o600 });
      return {
        db,
        backup,
        recovered,
        close() {
          // A full disk can refuse the checkpoint; the log then stays beside the file and is applied at the next start.
          tryRun(client, "PRAGMA wal_checkpoint(TRUNCATE)");
          client.close();
          if (options.exclusive) rmSync(marker, { force: true });
          release();
        },
      };
    } catch (error) {
      client.close();
      throw error;
    }
  } catch (error) {
    release();
    throw asDatabaseError(error, paths);
  }
}

function prepareFolder(paths: DataPaths): void {
  try {
    ensureDataDir(paths);
    const probe = join(paths.root, `.write-test-${process.pid}`);
    writeFileSync(probe, "x");
    rmSync(probe);
  } catch (error) {
    throw asDatabaseError(error, paths);
  }
  const disk = statfsSync(paths.root);
  const free = disk.bavail * disk.bsize;
  if (free < minimumFreeBytes) {
    throw new DatabaseError(
      `The disk that holds ${paths.root} has only ${Math.floor(free / 1024 / 1024)} MiB left and Vitrine needs at least ${minimumFreeBytes / 1024 / 1024}. Free some space, or choose another folder with --data.`,
    );
  }
}

/** An exclusive SQLite lock on a file of its own: the kernel drops it however this process ends. */
function takeFolder(paths: DataPaths): () => void {
  const lock = new Database(paths.lock, { create: true, readwrite: true });
  try {
    lock.run("PRAGMA locking_mode = EXCLUSIVE");
    lock.run("PRAGMA busy_timeout = 0");
    lock.run("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    throw new DatabaseError(
      `Another Vitrine is already running on ${paths.root}. Stop it first, or choose another folder with --data.`,
      error,
    );
  }
  return () => lock.close();
}

function connect(file: string): Database {
  const client = new Database(file, { create: true, readwrite: true, strict: true });
  client.run("PRAGMA busy_timeout = 5000");
  client.run("PRAGMA journal_mode = WAL");
  // NORMAL survives a killed process; what must also survive a power cut is committed through `durably`.
  client.run("PRAGMA synchronous = NORMAL");
  client.run("PRAGMA foreign_keys = ON");
  client.run("PRAGMA temp_store = MEMORY");
  client.run("PRAGMA cache_size = -8192");
  client.run("PRAGMA journal_size_limit = 67108864");
  return client;
}

function checkHealth(client: Database, paths: DataPaths, recovered: boolean): void {
  client.query("SELECT count(*) FROM sqlite_schema").get();
  if (!recovered && statSync(paths.database).size > quickCheckBytes) return;
  const found = client.query<{ quick_check: string }, []>("PRAGMA quick_check(1)").get();
  if (found && found.quick_check !== "ok") throw damaged(paths, found.quick_check);
}

function bringUpToDate(db: Db, paths: DataPaths, options: OpenOptions): string | undefined {
  const folder = options.migrations ?? migrationsDir;
  const known = knownMigrations(folder);
  const applied = appliedMigrations(db.$client);
  const newestKnown = known.at(-1)?.when ?? 0;
  if (applied.some((when) => when > newestKnown)) {
    throw new DatabaseError(
      `${paths.database} was written by a newer Vitrine (schema ${applied.length}, this program knows ${known.length}). Start that newer version, or restore a backup made before the update.`,
    );
  }
  const pending = known.filter(({ when }) => !applied.includes(when));
  if (pending.length === 0) return undefined;
  const backup =
    applied.length > 0 ? copyBeforeMigration(db.$client, paths, applied.length, options.now ?? Date.now()) : undefined;
  db.$client.run("PRAGMA foreign_keys = OFF");
  try {
    migrate(db, { migrationsFolder: folder });
    if (db.$client.query("PRAGMA foreign_key_check").get() !== null) {
      throw new DatabaseError(
        `Updating ${paths.database} left rows that point nowhere. The copy from before is ${backup ?? "not needed: the database was new"}.`,
      );
    }
  } finally {
    db.$client.run("PRAGMA foreign_keys = ON");
  }
  return backup;
}

function copyBeforeMigration(client: Database, paths: DataPaths, schema: number, now: number): string {
  mkdirSync(paths.migrationBackups, { recursive: true, mode: 0o700 });
  const stamp = new Date(now).toISOString().replaceAll(/[:.]/g, "-");
  const file = join(paths.migrationBackups, `vitrine-schema-${schema}-${stamp}.db`);
  try {
    client.query("VACUUM INTO ?").run(file);
  } catch (error) {
    rmSync(file, { force: true });
    throw new DatabaseError(
      `The database needs an update and no copy of it could be made in ${paths.migrationBackups}. Free some space there and start again; nothing was changed.`,
      error,
    );
  }
  const old = readdirSync(paths.migrationBackups)
    .filter((name) => name.endsWith(".db"))
    .sort(
      (a, b) => statSync(join(paths.migrationBackups, b)).mtimeMs - statSync(join(paths.migrationBackups, a)).mtimeMs,
    );
  for (const name of old.slice(keptMigrationBackups)) rmSync(join(paths.migrationBackups, name), { force: true });
  return file;
}

function damaged(paths: DataPaths, detail: string, cause?: unknown): DatabaseError {
  return new DatabaseError(
    `${paths.database} is damaged (${detail}). Move it aside and restore a backup; copies from before updates are in ${paths.migrationBackups}.`,
    cause,
  );
}

function asDatabaseError(error: unknown, paths: DataPaths): Error {
  if (error instanceof DatabaseError || !(error instanceof Error))
    return error instanceof Error ? error : new Error(String(error));
  const code = "code" in error ? String(error.code) : "";
  if (/^(EACCES|EROFS|EPERM|SQLITE_READONLY|SQLITE_CANTOPEN)/.test(code)) {
    return new DatabaseError(
      `Vitrine cannot write to ${paths.root}. Make the folder writable for this user, or choose another one with --data.`,
      error,
    );
  }
  if (/^(ENOSPC|EDQUOT|SQLITE_FULL)/.test(code)) {
    return new DatabaseError(
      `The disk that holds ${paths.root} is full. Free some space, or choose another folder with --data.`,
      error,
    );
  }
  if (/^(ENOTDIR|EEXIST)/.test(code)) {
    return new DatabaseError(`${paths.root} is not a folder. Choose another place with --data.`, error);
  }
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) return damaged(paths, error.message, error);
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
    return new DatabaseError(`${paths.database} is held by another process. Try again when it has finished.`, error);
  }
  return error;
}

function tryRun(client: Database, statement: string): boolean {
  try {
    client.run(statement);
    return true;
  } catch {
    return false;
  }
}

/**
 * Runs a synchronous write that must survive a power cut: its commit is flushed to the disk before this returns.
 * The callback must not be async: an awaited SQLite transaction commits at its first await (drizzle#1472).
 */
export function durably<T>(db: Db, write: () => T extends PromiseLike<unknown> ? never : T): T {
  // Inside a transaction SQLite refuses to change this; then whoever began the transaction answers for it.
  if (db.$client.inTransaction) return write();
  db.$client.run("PRAGMA synchronous = FULL");
  try {
    return write();
  } finally {
    db.$client.run("PRAGMA synchronous = NORMAL");
  }
}

/** How long commits are gathered for one flush, which would otherwise compete with the first token for the machine. */
const flushDelayMs = 25;
const flushing = new WeakMap<Db, { started: boolean; again: boolean }>();

/**
 * Flushes what has been committed to the disk in the background, for writes that should survive a power cut and whose
 * answer must not wait for one: a moment later, together with what was committed meanwhile. The write-ahead log carries no locks, so
 * opening and closing it beside SQLite is safe (closing the database file itself would drop SQLite's).
 */
export function flushSoon(db: Db): void {
  const running = flushing.get(db);
  if (running) {
    running.again = running.started;
    return;
  }
  const state = { started: false, again: false };
  flushing.set(db, state);
  setTimeout(() => {
    state.started = true;
    void flush(`${db.$client.filename}-wal`).finally(() => {
      flushing.delete(db);
      // What came during the flush may have missed it.
      if (state.again) flushSoon(db);
    });
  }, flushDelayMs);
}

async function flush(file: string): Promise<void> {
  try {
    const handle = await open(file, "r");
    try {
      await handle.datasync();
    } finally {
      await handle.close();
    }
  } catch {
    // No log file: everything is in the database already. Anything worse shows at the next commit that waits.
  }
}

/** True when a write goes through right now; for readiness. */
export function canWrite(db: Db): boolean {
  return tryRun(db.$client, "BEGIN IMMEDIATE") && tryRun(db.$client, "ROLLBACK") && hasRoom(db.$client.filename);
}

/** A transaction that is rolled back never asks the disk, so the disk is asked here. */
function hasRoom(file: string): boolean {
  if (file === "" || file === ":memory:") return true;
  const { bavail, bsize } = statfsSync(dirname(file));
  return bavail * bsize >= servingFreeBytes;
}

/** With less than this free, requests that write begin to fail. */
const servingFreeBytes = 2 * 1024 * 1024;
