import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Page } from "./types.ts";

/** Reads one page of a list. */
export type LoadPage<Row, Answer extends Page<Row> = Page<Row>> = (
  cursor: string | undefined,
  signal: AbortSignal,
) => Promise<Answer>;

/** One page of a list on the screen, and the way to the others. */
export interface Paged<Row, Answer extends Page<Row> = Page<Row>> {
  /** Null until something was read; what was there stays while the next page is on its way. */
  rows: Row[] | null;
  answer: Answer | null;
  error: unknown;
  busy: boolean;
  /** From 0. */
  page: number;
  next: (() => void) | undefined;
  previous: (() => void) | undefined;
  /** Reads the page on the screen again. */
  reload(): void;
}

interface State<Answer> {
  answer: Answer | null;
  error: unknown;
  busy: boolean;
}

/**
 * Follows a list by its cursors.
 * @param key what the list is filtered and sorted by: another key begins again at the first page
 * @param load reads a page for that key
 */
export function usePaged<Row, Answer extends Page<Row> = Page<Row>>(
  key: string,
  load: LoadPage<Row, Answer>,
): Paged<Row, Answer> {
  const [state, setState] = useState<State<Answer>>({ answer: null, error: null, busy: true });
  const [place, setPlace] = useState<{ key: string; cursors: string[]; again: number }>({ key, cursors: [], again: 0 });
  const here = place.key === key ? place : { key, cursors: [], again: 0 };
  const cursor = here.cursors.at(-1);
  const shown = useRef("");
  // biome-ignore lint/correctness/useExhaustiveDependencies: `load` is made anew with every drawing; `key` says when it means something else
  useEffect(() => {
    const control = new AbortController();
    const what = `${key}\n${cursor ?? ""}`;
    // Reading the same page again happens quietly.
    if (shown.current !== what) setState((before) => ({ ...before, busy: true }));
    shown.current = what;
    load(cursor, control.signal).then(
      (answer) => !control.signal.aborted && setState({ answer, error: null, busy: false }),
      (error: unknown) => !control.signal.aborted && setState((before) => ({ ...before, error, busy: false })),
    );
    return () => control.abort();
  }, [key, cursor, here.again]);
  const reload = useCallback(
    () => setPlace((before) => ({ ...(before.key === key ? before : { key, cursors: [] }), again: Date.now() })),
    [key],
  );
  const following = state.answer?.nextCursor;
  return {
    rows: state.answer?.items ?? null,
    answer: state.answer,
    error: state.error,
    busy: state.busy,
    page: here.cursors.length,
    next: following ? () => setPlace({ ...here, cursors: [...here.cursors, following] }) : undefined,
    previous: here.cursors.length > 0 ? () => setPlace({ ...here, cursors: here.cursors.slice(0, -1) }) : undefined,
    reload,
  };
}

/** More than anybody reads; a list that is longer is told to be cut. */
const mostRows = 20_000;

/** The whole of a list, for a file. @returns whether it is all of it */
export async function readAll<Row>(load: LoadPage<Row>, signal: AbortSignal): Promise<{ rows: Row[]; whole: boolean }> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    const page = await load(cursor, signal);
    rows.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && rows.length < mostRows);
  return { rows, whole: cursor === undefined };
}
