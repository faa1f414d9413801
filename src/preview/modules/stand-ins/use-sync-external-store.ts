import { useMemo, useSyncExternalStore } from "react";

export { useSyncExternalStore } from "react";

/** A selected part of a store, the same object for as long as `same` says so. */
export function useSyncExternalStoreWithSelector<S, P>(
  subscribe: (listener: () => void) => () => void,
  read: () => S,
  readOnServer: undefined | null | (() => S),
  select: (snapshot: S) => P,
  same: (a: P, b: P) => boolean = Object.is,
): P {
  const [get, getOnServer] = useMemo(() => {
    let last: { snapshot: S; part: P } | undefined;
    const of = (snapshot: S): P => {
      if (last && Object.is(last.snapshot, snapshot)) return last.part;
      const next = select(snapshot);
      const part = last && same(last.part, next) ? last.part : next;
      last = { snapshot, part };
      return part;
    };
    return [() => of(read()), readOnServer ? () => of(readOnServer()) : undefined];
  }, [read, readOnServer, select, same]);
  return useSyncExternalStore(subscribe, get, getOnServer);
}
