import { useEffect, useState } from "preact/hooks";
import { useApp } from "./app.ts";

/**
 * Seconds left of a pause that a server asked for; 0 when there is none.
 * @returns the seconds, and how to begin another pause
 */
export function useCountdown(): [left: number, begin: (seconds: number) => void] {
  const { now: clock } = useApp();
  const [until, setUntil] = useState(0);
  const [now, setNow] = useState(0);
  const left = Math.max(0, Math.ceil((until - now) / 1000));
  const runs = left > 0;
  useEffect(() => {
    if (!runs) return;
    const timer = setInterval(() => setNow(clock()), 500);
    return () => clearInterval(timer);
  }, [runs, clock]);
  return [
    left,
    (seconds) => {
      const begun = clock();
      setNow(begun);
      setUntil(begun + seconds * 1000);
    },
  ];
}

/** "4:05", "45 s". */
export const clockOf = (seconds: number): string =>
  seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
