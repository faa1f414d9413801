import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { html, type View } from "./html.ts";

export interface LazyView<P> {
  (props: P): View;
  /** Fetches the code ahead of time; a failure is not lost, the first show tries again. */
  preload(): void;
}

/** A view whose code is fetched when it is first shown; a failed fetch offers another try instead of a blank page. */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>): LazyView<P> {
  let kept: ComponentType<P> | null = null;
  const preload = () => {
    load().then(
      (component) => {
        kept = component;
      },
      () => undefined,
    );
  };
  return Object.assign(Lazy, { preload });
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each view, when its module loads
  function Lazy(props: P): View {
    const [view, setView] = useState<{ component: ComponentType<P> } | null>(kept ? { component: kept } : null);
    const [failed, setFailed] = useState(false);
    useEffect(() => {
      if (view || failed) return;
      let gone = false;
      load().then(
        (component) => {
          kept = component;
          if (!gone) setView({ component });
        },
        () => {
          if (!gone) setFailed(true);
        },
      );
      return () => {
        gone = true;
      };
    }, [view, failed]);
    if (view) return html`<${view.component} ...${props} />`;
    if (!failed) return html`<div class="lazy" aria-busy="true"></div>`;
    return html`<div class="lazy failed" role="alert">
      <p>This part of the page could not be loaded. The server may have been updated meanwhile.</p>
      <button type="button" class="btn plain m" onClick=${() => location.reload()}>Load the page again</button>
    </div>`;
  }
}

/** Sets the title of the browser tab while a page is shown. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title ? `${title} · Vitrine` : "Vitrine";
  }, [title]);
}
