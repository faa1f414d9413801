import { useCallback, useEffect, useMemo, useRef, useState } from "react";

type Run<A extends unknown[]> = (...args: A) => unknown;

/** A function that waits until it has not been called for `wait` milliseconds. */
export function useDebouncedCallback<A extends unknown[]>(run: Run<A>, wait = 0) {
  const latest = useRef(run);
  latest.current = run;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useMemo(() => {
    let waiting: A | undefined;
    const flush = () => {
      clearTimeout(timer.current);
      if (!waiting) return;
      const args = waiting;
      waiting = undefined;
      latest.current(...args);
    };
    const call = (...args: A) => {
      waiting = args;
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, wait);
    };
    const cancel = () => {
      waiting = undefined;
      clearTimeout(timer.current);
    };
    return Object.assign(call, { cancel, flush, isPending: () => waiting !== undefined });
  }, [wait]);
}

/** A value that follows `value` once it has rested for `wait` milliseconds. */
export function useDebounce<T>(value: T, wait = 0): [T, { cancel(): void; flush(): void; isPending(): boolean }] {
  const [settled, set] = useState(value);
  const later = useDebouncedCallback((next: T) => set(() => next), wait);
  useEffect(() => later(value), [value, later]);
  return [settled, later];
}

/** A function that runs at most once in `wait` milliseconds. */
export function useThrottledCallback<A extends unknown[]>(run: Run<A>, wait = 0) {
  const latest = useRef(run);
  latest.current = run;
  const last = useRef(0);
  return useCallback(
    (...args: A) => {
      if (Date.now() - last.current < wait) return;
      last.current = Date.now();
      latest.current(...args);
    },
    [wait],
  );
}
