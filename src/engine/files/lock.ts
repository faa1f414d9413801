import { Database } from "bun:sqlite";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { ModelFilesError } from "./errors.ts";
import { requireModelId } from "./names.ts";

function lockFile(models: string, id: string): string {
  const { owner, name } = requireModelId(id);
  return join(models, ".locks", `${owner}--${name}`);
}

function take(file: string): Database | undefined {
  const lock = new Database(file, { create: true, readwrite: true });
  try {
    lock.run("PRAGMA locking_mode = EXCLUSIVE");
    lock.run("PRAGMA busy_timeout = 0");
    lock.run("BEGIN EXCLUSIVE");
    return lock;
  } catch (error) {
    lock.close();
    if (error instanceof Error && "code" in error && error.code === "SQLITE_BUSY") return undefined;
    throw error;
  }
}

/**
 * Nobody else may write this model until the returned function is called, in this process or another one. The kernel
 * gives it back however the process ends: SQLite's lock on a file of its own.
 * @throws ModelFilesError `busy`
 */
export function lockModel(models: string, id: string): () => void {
  const file = lockFile(models, id);
  mkdirSync(join(models, ".locks"), { recursive: true });
  const lock = take(file);
  if (!lock)
    throw new ModelFilesError(
      "busy",
      `The files of ${id} are being written at the moment, by this Vitrine or by a command in a terminal.`,
      "Wait until that has ended, or pause it.",
    );
  return () => lock.close();
}

/** Whether somebody writes this model now. */
export function isLocked(models: string, id: string): boolean {
  const file = lockFile(models, id);
  if (!existsSync(file)) return false;
  const lock = take(file);
  lock?.close();
  return lock === undefined;
}
