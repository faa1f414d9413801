import { type TSchema, t } from "elysia";
import { Problem } from "./problem.ts";

/** `?limit&cursor` of every list; a plain `type` of it is `PageQuery`. */
export const pageQuery = t.Object({
  limit: t.Optional(t.Integer({ minimum: 1, maximum: 100, description: "Items at most; 50 unless told." })),
  cursor: t.Optional(t.String({ maxLength: 256, description: "`nextCursor` of the page before." })),
});

export type PageQuery = typeof pageQuery.static;

export interface Page<T> {
  items: T[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** The answer of a list, for a route's `response`. */
export const pageOf = <Item extends TSchema>(item: Item) =>
  t.Object({ items: t.Array(item), nextCursor: t.Nullable(t.String()) });

const usualLimit = 50;

/** How many rows to read: one more than asked for tells whether another page follows. */
export const pageLimit = (query: PageQuery): number => query.limit ?? usualLimit;

/** Where a page starts: the sort keys of the last row before it. */
export interface Position {
  /** The first sort key, a number such as a time; 0 for lists that are sorted by id alone. */
  sort: number;
  id: string;
}

/** @throws Problem `bad_request` for a cursor that we did not make */
export function pagePosition(query: PageQuery): Position | undefined {
  if (query.cursor === undefined) return undefined;
  const [sort = "", id, ...rest] = Buffer.from(query.cursor, "base64url").toString("utf8").split("|");
  if (!/^\d{1,16}$/.test(sort) || id === undefined || !/^[\w-]{0,64}$/.test(id) || rest.length > 0) {
    throw new Problem("bad_request", "This cursor is not one that a list gave out.");
  }
  return { sort: Number(sort), id };
}

/**
 * Cuts rows that were read with one more than `limit` into a page.
 * @param position the sort keys of a row
 */
export function toPage<Row, Item>(
  rows: Row[],
  limit: number,
  position: (row: Row) => Position,
  item: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items: shown.map(item), nextCursor: more ? cursorOf(position(last)) : null };
}

export const cursorOf = ({ sort, id }: Position): string => Buffer.from(`${sort}|${id}`, "utf8").toString("base64url");
