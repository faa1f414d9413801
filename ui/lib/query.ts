import { useRef, useState } from "preact/hooks";

export type Query<Key extends string> = Record<Key, string>;

/** The named parts of what stands behind the `?`; empty for those that are not there. */
export function readQuery<Key extends string>(search: string, keys: readonly Key[]): Query<Key> {
  const params = new URLSearchParams(search);
  const found: Partial<Query<Key>> = {};
  for (const key of keys) found[key] = (params.get(key) ?? "").slice(0, 500);
  if (!hasAll(found, keys)) throw new Error("A part of the address is missing.");
  return found;
}

const hasAll = <Key extends string>(query: Partial<Query<Key>>, keys: readonly Key[]): query is Query<Key> =>
  keys.every((key) => query[key] !== undefined);

/** With its `?`, or empty; parts without a value are left out. */
export function writeQuery(query: Record<string, string | undefined>): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value) params.set(key, value);
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}

/**
 * What stands behind the `?` of the address, as state of a page: what is filtered can be linked to, and is still
 * filtered after a reload. A page that is gone to is drawn anew and reads the address again.
 */
export function useQuery<Key extends string>(
  keys: readonly Key[],
): [Query<Key>, (change: Partial<Query<Key>>) => void] {
  const [query, setQuery] = useState(() => readQuery(location.search, keys));
  // A search that was typed a moment ago must not undo a filter that was chosen meanwhile.
  const latest = useRef(query);
  function change(parts: Partial<Query<Key>>): void {
    const next = { ...latest.current, ...parts };
    latest.current = next;
    setQuery(next);
    history.replaceState(null, "", `${location.pathname}${writeQuery(next)}`);
  }
  return [query, change];
}
