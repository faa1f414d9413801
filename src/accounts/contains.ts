import { or, type SQL, sql } from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";

/**
 * Whether one of the columns holds a text somewhere, in letters of either case (of ASCII, as SQLite's `like` has it);
 * its `%` and `_` mean themselves.
 * @returns undefined, which filters nothing, for a text that is empty or was not given
 */
export function containsText(columns: readonly AnySQLiteColumn[], text: string | undefined): SQL | undefined {
  const part = text?.trim().replaceAll(/[\\%_]/g, "\\$&");
  if (!part) return undefined;
  return or(...columns.map((column) => sql`${column} like ${`%${part}%`} escape '\\'`));
}
