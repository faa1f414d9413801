import { type ComponentType, createElement, useEffect } from "react";
import type { Root } from "react-dom/client";

/**
 * Mounts a Toaster when something is said and nobody has mounted one: code often forgets it, or leaves it to a layout
 * that is not there. It goes again as soon as the project's own appears.
 * @param load the Toaster to mount; it must not count itself
 */
export function lateToaster(load: () => Promise<ComponentType>) {
  const state: { theirs: number; waiting: boolean; root: Root | undefined } = {
    theirs: 0,
    waiting: false,
    root: undefined,
  };

  async function mount(): Promise<void> {
    state.waiting = true;
    // A Toaster of the same render has its chance first.
    await new Promise((resolve) => setTimeout(resolve, 0));
    const [{ createRoot }, Toaster] = await Promise.all([import("react-dom/client"), load()]);
    state.waiting = false;
    if (state.theirs > 0) return;
    state.root = createRoot(document.body.appendChild(document.createElement("div")));
    state.root.render(createElement(Toaster));
  }

  function count(): () => void {
    state.theirs += 1;
    const late = state.root;
    state.root = undefined;
    // React cannot unmount one root while it renders another.
    if (late) setTimeout(() => late.unmount(), 0);
    return () => {
      state.theirs -= 1;
    };
  }

  return {
    /** For what calls `toast()`. */
    ensure(): void {
      if (state.theirs === 0 && !state.root && !state.waiting) void mount();
    },
    /** For the Toaster that a project mounts. */
    useCounted: (): void => useEffect(count, []),
  };
}
