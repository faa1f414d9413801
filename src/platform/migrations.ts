import type { Database } from "bun:sqlite";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { assetsDir } from "./assets.ts";

/** The folder that drizzle-kit writes, as it lies in a checkout or inside the executable. */
export const migrationsDir: string = Bun.isStandaloneExecutable
  ? join(assetsDir, "migrations")
  : join(import.meta.dir, "migrations");

const journal = z.object({ entries: z.array(z.object({ when: z.number(), tag: z.string() })) });

/** Migrations that this program knows, oldest first; `when` is what drizzle records for an applied one. */
export function knownMigrations(folder: string): { when: number; tag: string }[] {
  const text = readFileSync(join(folder, "meta", "_journal.json"), "utf8");
  return journal.parse(JSON.parse(text)).entries;
}

/** The `when` of every migration that the database has had, oldest first. */
export function appliedMigrations(client: Database): number[] {
  const table = client
    .query("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = '__drizzle_migrations'")
    .get();
  if (table === null) return [];
  return client
    .query<{ created_at: number }, []>("SELECT created_at FROM __drizzle_migrations ORDER BY created_at")
    .all()
    .map((row) => Number(row.created_at));
}
