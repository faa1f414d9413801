import { useEffect, useState } from "preact/hooks";
import { useRoom } from "./room.ts";

/** The server's time, once a second while `running`; else once in half a minute. */
export function useServerNow(running: boolean): number {
  const room = useRoom();
  const [now, setNow] = useState(room.now);
  useEffect(() => {
    setNow(room.now());
    const timer = setInterval(() => setNow(room.now()), running ? 1000 : 30_000);
    return () => clearInterval(timer);
  }, [room, running]);
  // An event may be newer than the last tick.
  return Math.max(now, room.now());
}
