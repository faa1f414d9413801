import { html, type View } from "../lib/html.ts";

export function Gpu(): View {
  return html`<p></p>`;
}
