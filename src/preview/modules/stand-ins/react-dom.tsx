import type { ReactNode } from "react";
import * as dom from "react-dom";
import * as client from "react-dom/client";
import { handOver } from "./self-mount.ts";

/**
 * `react-dom` and `react-dom/client` for projects that mount themselves: what they render into the page's root is handed
 * to the frame, which has a root of its own. Roots inside the project's own elements are real ones.
 */
export function createRoot(container: Element | DocumentFragment, options?: client.RootOptions): client.Root {
  return isPageRoot(container)
    ? { render: handOver, unmount: () => handOver(null) }
    : client.createRoot(container, options);
}

export function hydrateRoot(container: Element | Document, children: ReactNode): client.Root {
  handOver(children);
  return { render: handOver, unmount: () => handOver(container ? null : children) };
}

export const render = (element: ReactNode): void => handOver(element);
export const hydrate = render;
export const unmountComponentAtNode = (): boolean => false;
export const findDOMNode = (): null => null;

/** The root that a page's own document would bring along, or none because that document is not here. */
const isPageRoot = (container: unknown): boolean =>
  !(container instanceof Element) || container === document.body || container.parentElement === document.body;

export {
  createPortal,
  flushSync,
  preconnect,
  prefetchDNS,
  preinit,
  preinitModule,
  preload,
  preloadModule,
  requestFormReset,
  unstable_batchedUpdates,
  useFormState,
  useFormStatus,
  version,
} from "react-dom";
export default { ...dom, createRoot, hydrateRoot, render, hydrate, unmountComponentAtNode, findDOMNode };
