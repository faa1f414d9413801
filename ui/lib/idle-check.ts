import type { Connection } from "./connection.ts";

/** Milliseconds between two looks at the server while nothing else is asked of it. */
const pause = 60_000;

/**
 * Lets a page that nobody touches notice a server that died or was started anew: when the page is looked at again, when
 * the network comes or goes, and once a minute while the page is visible.
 */
export function watchServer(connection: Pick<Connection, "check">, view: Window): () => void {
  const look = () => {
    if (view.document.visibilityState === "visible") void connection.check();
  };
  const events = ["online", "offline", "pageshow"] as const;
  view.document.addEventListener("visibilitychange", look);
  for (const name of events) view.addEventListener(name, look);
  const timer = view.setInterval(look, pause);
  return () => {
    view.document.removeEventListener("visibilitychange", look);
    for (const name of events) view.removeEventListener(name, look);
    view.clearInterval(timer);
  };
}
