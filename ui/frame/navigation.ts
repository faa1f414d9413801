import type { Channel } from "./channel.ts";

/** The address that code in the preview believes it is at; `next/link` and `next/navigation` read it. */
export function installLocation(window: Window, channel: Channel): { navigate(href: string): void } {
  const listeners = new Set<() => void>();
  const behind: string[] = [];
  const ahead: string[] = [];
  const location = {
    href: "/",
    navigate(href: string, replace = false): void {
      const target = new URL(href, `http://preview.invalid${location.href}`);
      const external = target.host !== "preview.invalid";
      channel.send({
        type: "navigate",
        href: external ? target.href : target.pathname + target.search + target.hash,
        external,
      });
      if (external) return;
      if (!replace) {
        behind.push(location.href);
        ahead.length = 0;
      }
      location.href = target.pathname + target.search + target.hash;
      for (const listener of [...listeners]) listener();
    },
    go(steps: number): void {
      for (let step = 0; step < Math.abs(steps); step++) {
        const next = (steps < 0 ? behind : ahead).pop();
        if (next === undefined) break;
        (steps < 0 ? ahead : behind).push(location.href);
        location.href = next;
      }
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  Object.defineProperty(window, "vitrineLocation", { value: location });
  return location;
}

/** Keeps clicks on links and submitted forms inside the preview; handlers of the project have run by then. */
export function interceptNavigation(document: Document, location: { navigate(href: string): void }): void {
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
