import { useEffect, useRef, useState } from "preact/hooks";
import { useApp } from "../lib/app.ts";
import { html, type View } from "../lib/html.ts";

/** A small picture of a version: decoration beside its name, fetched when it comes near the visible part of the page. */
export function Thumbnail({ url, large = false }: { url: string; large?: boolean }): View {
  const app = useApp();
  const box = useRef<HTMLSpanElement>(null);
  const [near, setNear] = useState(false);
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    if (!box.current) return;
    const watcher = new IntersectionObserver((entries) => entries.some((one) => one.isIntersecting) && setNear(true), {
      rootMargin: "400px",
    });
    watcher.observe(box.current);
    return () => watcher.disconnect();
  }, []);
  useEffect(() => {
    if (!near) return;
    let gone = false;
    void app.thumbnails.get(url).then((made) => {
      if (!gone) setAddress(made ?? null);
    });
    return () => {
      gone = true;
    };
  }, [app, url, near]);
  return html`<span ref=${box} class=${`thumb ${large ? "large" : ""}`} aria-hidden="true">${address !== null && html`<img src=${address} alt="" onError=${() => setAddress(null)} />`}</span>`;
}
