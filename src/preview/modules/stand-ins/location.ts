import { useSyncExternalStore } from "react";

/** The address that code in the preview believes it is at; the frame's boot script owns it. */
export interface PreviewLocation {
  readonly href: string;
  navigate(href: string, replace?: boolean): void;
  subscribe(listener: () => void): () => void;
}

declare global {
  var vitrineLocation: PreviewLocation | undefined;
}

const nowhere: PreviewLocation = { href: "/", navigate: () => {}, subscribe: () => () => {} };

export const previewLocation = (): PreviewLocation => globalThis.vitrineLocation ?? nowhere;

export function useHref(): URL {
  const { subscribe } = previewLocation();
  const href = useSyncExternalStore(
    subscribe,
    () => previewLocation().href,
    () => "/",
  );
  return new URL(href, "http://preview.invalid");
}
