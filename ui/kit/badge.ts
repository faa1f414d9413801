import { type Children, html, type View } from "../lib/html.ts";

export function Badge({
  kind = "plain",
  children,
}: {
  kind?: "plain" | "ok" | "warn" | "bad" | "accent";
  children?: Children;
}): View {
  return html`<span class=${`badge ${kind}`}>${children}</span>`;
}

/** A coloured point beside words that say the same. */
export function Dot({ kind }: { kind: "ok" | "warn" | "bad" | "idle" | "live" }): View {
  return html`<span class=${`dot ${kind}`} aria-hidden="true"></span>`;
}
