import type { Db } from "./database.ts";
import { once } from "./memo.ts";

/** More would be a leak of keys that somebody makes up. */
const mostEntries = 10_000;

const states = once((db: Db) => ({
  versions: db.$client.query<{ own: number; others: number }, []>(
    "SELECT total_changes() AS own, data_version AS others FROM pragma_data_version",
  ),
  own: -1,
  others: -1,
  rows: new Map<string, unknown>(),
}));

/**
 * Reads through a cache that is empty again as soon as anything in the database has changed, through this connection or
 * another process: SQLite tells both (`total_changes()`, https://sqlite.org/c3ref/total_changes.html, and
 * https://sqlite.org/pragma.html#pragma_data_version) for a fraction of what a join costs. For what every request asks.
 * Inside a transaction it always reads: what is seen there may still be taken back, without another change to tell.
 * @param key of the statement and its parameters, unlike that of any other
 * @param read must look at the database alone, never at the clock
 */
export function readCached<T>(db: Db, key: string, read: () => T): T;
export function readCached(db: Db, key: string, read: () => unknown): unknown {
  if (db.$client.inTransaction) return read();
  const state = states(db);
  const { own = -1, others = -1 } = state.versions.get() ?? {};
  if (own !== state.own || others !== state.others || state.rows.size >= mostEntries) state.rows.clear();
  state.own = own;
  state.others = others;
  if (state.rows.has(key)) return state.rows.get(key);
  const row = read();
  state.rows.set(key, row);
  return row;
}
