import { Database } from "bun:sqlite";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "../../platform/problem.ts";

/**
 * Nobody else installs or removes engines in this folder until the returned function is called. The lock is the kernel's,
 * through SQLite, so it goes with the process however that ends.
 * @throws Problem `conflict`
 */
export function lockEngines(engines: string): () => void {
  mkdirSync(engines, { recursive: true, mode: 0o700 });
  const lock = new Database(join(engines, ".lock"), { create: true, readwrite: true });
  try {
    lock.run("PRAGMA busy_timeout = 0");
    lock.run("PRAGMA locking_mode = EXCLUSIVE");
    lock.run("BEGIN EXCLUSIVE");
    return () => lock.close();
  } catch (error) {
    lock.close();
    if (!(error instanceof Error && "code" in error && error.code === "SQLITE_BUSY")) throw error;
    throw new Problem(
      "conflict",
      "An engine is being installed or removed at the moment, by this Vitrine or by a command in a terminal. Wait until that has ended.",
    );
  }
}
