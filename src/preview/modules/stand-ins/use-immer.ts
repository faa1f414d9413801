import { type Draft, freeze, produce } from "immer";
import { type Dispatch, useCallback, useMemo, useReducer, useState } from "react";

type Update<S> = S | ((draft: Draft<S>) => void);

/** State that is changed by writing to a draft of it. */
export function useImmer<S>(initial: S | (() => S)): [S, (update: Update<S>) => void] {
  const [value, set] = useState(() => freeze(initial instanceof Function ? initial() : initial, true));
  const change = useCallback((update: Update<S>) => {
    if (update instanceof Function) set((before) => produce(before, update));
    else set(() => freeze(update));
  }, []);
  return [value, change];
}

/** A reducer that writes to a draft of the state. */
export function useImmerReducer<S, A>(
  reducer: (draft: Draft<S>, action: A) => void,
  initial: S,
  start?: (value: S) => S,
): [S, Dispatch<A>] {
  const pure = useMemo(
    () =>
      (state: S, action: A): S =>
        produce(state, (draft) => void reducer(draft, action)),
    [reducer],
  );
  return useReducer(pure, initial, (value) => (start ? start(value) : value));
}
