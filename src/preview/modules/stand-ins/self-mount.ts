import type { ReactNode } from "react";

interface Handed {
  element: ReactNode;
  listeners: Set<() => void>;
  /** A build is being loaded: what it renders waits for the rest of it. */
  loading: boolean;
  next: ReactNode;
}

declare global {
  // Two modules of the frame share it: the one that code imports as react-dom, and the one that mounts.
  var vitrineHanded: Handed | undefined;
}

export function handed(): Handed {
  globalThis.vitrineHanded ??= { element: null, listeners: new Set(), loading: false, next: null };
  return globalThis.vitrineHanded;
}

/** Takes what a project renders into the page's root. */
export function handOver(element: ReactNode): void {
  const state = handed();
  if (state.loading) {
    state.next = element;
    return;
  }
  state.element = element;
  for (const listener of [...state.listeners]) listener();
}
