import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ApiError } from "./problem.ts";

export interface Loaded<T> {
  /** Undefined until it came. */
  value: T | undefined;
  error: unknown;
  /** The server does not know what was asked for, as an older one does not. */
  missing: boolean;
  /** Asks again; what is there stays meanwhile. */
  reload(): Promise<void>;
  /** Puts what an act answered in place of what was read. */
  set(value: T): void;
}

/** Reads something when a view appears. @param read is taken as it was when the view appeared */
export function useLoad<T>(read: () => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ value?: T; error?: unknown }>({});
  const reading = useRef(read);
  const turn = useRef(0);
  const reload = useCallback(async () => {
    const mine = ++turn.current;
    try {
      const value = await reading.current();
      if (mine === turn.current) setState({ value });
    } catch (error) {
      if (mine === turn.current) setState((before) => ({ ...before, error }));
    }
  }, []);
  useEffect(() => {
    void reload();
    return () => {
      turn.current = Number.POSITIVE_INFINITY;
    };
  }, [reload]);
  const { value, error = null } = state;
  const missing = error instanceof ApiError && error.status === 404;
  return { value, error, missing, reload, set: (next) => setState({ value: next }) };
}
