import * as React from "react";

/** Windows narrower than this many CSS pixels count as mobile. */
const breakpoint = 768;
const query = `(max-width: ${breakpoint - 1}px)`;

function subscribe(changed: () => void): () => void {
  const media = window.matchMedia(query);
  media.addEventListener("change", changed);
  return () => media.removeEventListener("change", changed);
}

/** True while the window is narrower than 768 px. */
export function useIsMobile(): boolean {
  return React.useSyncExternalStore(
    subscribe,
    () => window.matchMedia(query).matches,
    () => false,
  );
}

export { useIsMobile as useMobile };
