import { useSyncExternalStore } from "react";
import type { Failed, Place } from "./failure.tsx";

/** The address that code in the preview believes it is at; the frame's boot script owns it. */
export interface PreviewLocation {
  href: string;
  navigate(href: string, replace?: boolean): void;
  /** Steps through what was visited; negative numbers lead back. */
  go?(steps: number): void;
  subscribe(listener: () => void): () => void;
  /** Of the page that is shown, set by the router of the builder. */
  params?: Record<string, string | string[]>;
  /** The file whose address the preview began at. */
  startedAt?: string;
  /** A router with a history of its own is at another address now; nobody else is told. */
  arrived?(href: string): void;
  /** Asks the page for one component of a gallery alone. */
  choose?(path: string, component: string): void;
  /** Tells the page around the frame of an error that a boundary inside the preview has caught. @returns what to say */
  report?(thrown: unknown, componentStack: string): Failed;
  /** Asks the page to show a place in a file. */
  openSource?(place: Place): void;
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
