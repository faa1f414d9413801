import { useCallback, useEffect, useState } from "preact/hooks";
import { ApiError } from "./problem.ts";

/** Something that was read from the server. */
export interface Read<T> {
  /** Null until it came; what was there stays while it is read again. */
  value: T | null;
  error: unknown;
  reload(): void;
  /** Puts in what the server answered to a change. */
  set(value: T): void;
}

/**
 * Reads something when a page appears.
 * @param key what is read: another key reads again
 */
export function useRead<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Read<T> {
  const [state, setState] = useState<{ value: T | null; error: unknown }>({ value: null, error: null });
  const [again, setAgain] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `load` is made anew with every drawing; `key` says when it means something else
  useEffect(() => {
    const control = new AbortController();
    load(control.signal).then(
      (value) => !control.signal.aborted && setState({ value, error: null }),
      (error: unknown) => !control.signal.aborted && setState((before) => ({ ...before, error })),
    );
    return () => control.abort();
  }, [key, again]);
  const reload = useCallback(() => setAgain((count) => count + 1), []);
  const set = useCallback((value: T) => setState({ value, error: null }), []);
  return { ...state, reload, set };
}

/** Whether this server has no such address: a part of the page that needs it is left out. */
export const isMissing = (error: unknown): boolean => error instanceof ApiError && error.status === 404;
