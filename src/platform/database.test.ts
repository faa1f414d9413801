import { Database } from "bun:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canWrite, DatabaseError, durably, openDatabase } from "./database.ts";
import { migrationsDir } from "./migrations.ts";
import { type DataPaths, dataPaths } from "./paths.ts";
import { temporaryFolder } from "./testing.ts";

let folder: ReturnType<typeof temporaryFolder>;
let paths: DataPaths;
beforeEach(() => {
  folder = temporaryFolder();
  paths = dataPaths(join(folder.path, "data"));
});
afterEach(() => folder.remove());

const failure = (open: () => unknown): Error => {
  try {
    open();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("it opened");
};

/** The migrations folder with one more migration at the end. */
function withExtraMigration(sql: string): string {
  const copy = join(folder.path, "migrations");
  cpSync(migrationsDir, copy, { recursive: true });
  const file = join(copy, "meta", "_journal.json");
  const journal = JSON.parse(readFileSync(file, "utf8"));
  const last = journal.entries.at(-1);
  journal.entries.push({ ...last, idx: last.idx + 1, when: last.when + 1000, tag: "9999_extra" });
  writeFileSync(file, JSON.stringify(journal));
  writeFileSync(join(copy, "9999_extra.sql"), sql);
  return copy;
}

describe("openDatabase", () => {
  test("makes a private folder, applies every migration and needs no backup for that", () => {
    const opened = openDatabase(paths);
    expect(opened.backup).toBeUndefined();
    expect(statSync(paths.root).mode & 0o077).toBe(0);
    expect(opened.db.$client.query("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
    expect(opened.db.$client.query("SELECT count(*) AS n FROM users").get()).toEqual({ n: 0 });
    expect(canWrite(opened.db)).toBe(true);
    opened.close();
  });

  test("takes a copy before it migrates, and keeps only the newest few", () => {
    openDatabase(paths).close();
    mkdirSync(paths.migrationBackups);
    for (const n of [1, 2, 3]) writeFileSync(join(paths.migrationBackups, `old-${n}.db`), "x");
    const opened = openDatabase(paths, { migrations: withExtraMigration("CREATE TABLE extra (id text);") });
    expect(opened.backup).toBeDefined();
    expect(opened.db.$client.query("SELECT count(*) AS n FROM extra").get()).toEqual({ n: 0 });
    opened.close();
    const copy = new Database(opened.backup, { readonly: true });
    expect(copy.query("SELECT name FROM sqlite_schema WHERE name = 'extra'").get()).toBeNull();
    copy.close();
    expect(readdirSync(paths.migrationBackups).length).toBe(3);
  });

  test("a migration that fails changes nothing", () => {
    openDatabase(paths).close();
    const migrations = withExtraMigration(
      "CREATE TABLE extra (id text);\n--> statement-breakpoint\nCREATE TABLE users (id text);",
    );
    expect(() => openDatabase(paths, { migrations })).toThrow();
    const opened = openDatabase(paths);
    expect(opened.db.$client.query("SELECT name FROM sqlite_schema WHERE name = 'extra'").get()).toBeNull();
    opened.close();
  });

  test("refuses a database of a newer program", () => {
    openDatabase(paths, { migrations: withExtraMigration("CREATE TABLE extra (id text);") }).close();
    const error = failure(() => openDatabase(paths));
    expect(error).toBeInstanceOf(DatabaseError);
    expect(error.message).toContain("newer Vitrine");
  });

  test.each([
    ["rubbish", () => writeFileSync(paths.database, "this is not a database, it is a letter to one ".repeat(200))],
    [
      "a torn page",
      () => {
        const bytes = readFileSync(paths.database);
        bytes.fill(0xa5, 4096, Math.min(bytes.length, 4096 * 6));
        writeFileSync(paths.database, bytes);
      },
    ],
  ])("refuses a damaged file (%s) and says where copies are", (_name, damage) => {
    openDatabase(paths).close();
    damage();
    const error = failure(() => openDatabase(paths));
    expect(error).toBeInstanceOf(DatabaseError);
    expect(error.message).toContain("is damaged");
    expect(error.message).toContain("before-migration");
  });

  test("refuses a place that cannot be written", () => {
    expect(failure(() => openDatabase(dataPaths("/sys/vitrine"))).message).toContain("cannot write to /sys/vitrine");
  });

  test("refuses a place that is a file", () => {
    writeFileSync(join(folder.path, "file"), "");
    expect(failure(() => openDatabase(dataPaths(join(folder.path, "file")))).message).toContain("is not a folder");
  });

  test("one server at a time, and the folder is free again after it", () => {
    const first = openDatabase(paths, { exclusive: true });
    expect(failure(() => openDatabase(paths, { exclusive: true })).message).toContain("already running");
    openDatabase(paths).close();
    first.close();
    const second = openDatabase(paths, { exclusive: true });
    expect(second.recovered).toBe(false);
    second.close();
  });

  test("notices that the last server did not close", () => {
    openDatabase(paths, { exclusive: true }).close();
    writeFileSync(join(paths.root, "running"), "1");
    const opened = openDatabase(paths, { exclusive: true });
    expect(opened.recovered).toBe(true);
    opened.close();
    expect(existsSync(join(paths.root, "running"))).toBe(false);
  });

  test("a durable write is flushed and the setting goes back", () => {
    const { db, close } = openDatabase(paths);
    const during = durably(db, () => db.$client.query("PRAGMA synchronous").get());
    expect(during).toEqual({ synchronous: 2 });
    expect(db.$client.query("PRAGMA synchronous").get()).toEqual({ synchronous: 1 });
    close();
  });
});
