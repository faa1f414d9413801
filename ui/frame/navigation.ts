import type { PreviewLocation } from "../../src/preview/modules/stand-ins/location.ts";
import type { Channel } from "./channel.ts";

/** The address that code in the preview believes it is at; `next/link` and `next/navigation` read it. */
export function installLocation(window: Window, channel: Channel): PreviewLocation {
  const listeners = new Set<() => void>();
  const behind: string[] = [];
  const ahead: string[] = [];
  let current = "/";
  const tell = (): void =>
    channel.send({ type: "location", href: current, back: behind.length > 0, forward: ahead.length > 0 });
  const notify = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const location: PreviewLocation = {
    get href() {
      return current;
    },
    set href(href: string) {
      current = href;
      tell();
    },
    navigate(href: string, replace = false): void {
      const target = new URL(href, `http://preview.invalid${current}`);
      const external = target.host !== "preview.invalid";
      const path = target.pathname + target.search + target.hash;
      channel.send({ type: "navigate", href: external ? target.href : path, external });
      if (external) return;
      if (!replace) {
        behind.push(current);
        ahead.length = 0;
      }
      location.href = path;
      notify();
    },
    go(steps: number): void {
      for (let step = 0; step < Math.abs(steps); step++) {
        const next = (steps < 0 ? behind : ahead).pop();
        if (next === undefined) break;
        (steps < 0 ? ahead : behind).push(current);
        current = next;
      }
      tell();
      notify();
    },
    arrived(href: string): void {
      if (href === current) return;
      if (href === behind.at(-1)) ahead.push(current);
      else ahead.length = 0;
      if (href === behind.at(-1)) behind.pop();
      else behind.push(current);
      location.href = href;
    },
    choose: (path, component) => channel.send({ type: "choose", path, component }),
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  Object.defineProperty(window, "vitrineLocation", { value: location });
  return location;
}

/** Keeps clicks on links and submitted forms inside the preview; handlers of the project have run by then. */
export function interceptNavigation(document: Document, location: PreviewLocation): void {
  document.addEventListener("click", (event) => {
    const anchor = event.target instanceof Element ? event.target.closest("a[href], area[href]") : null;
    if (!anchor || event.defaultPrevented) return;
    event.preventDefault();
    const href = anchor.getAttribute("href") ?? "";
    if (href.startsWith("#")) {
      const name = href.slice(1);
      const target = name ? document.getElementById(name) : document.documentElement;
      target?.scrollIntoView({ behavior: "smooth" });
    } else location.navigate(href);
  });
  document.addEventListener("auxclick", (event) => {
    if (event.target instanceof Element && event.target.closest("a[href]")) event.preventDefault();
  });
  document.addEventListener("submit", (event) => event.preventDefault());
}
