import { html, type View } from "../lib/html.ts";

export function Engine({ subject }: { subject: string }): View {
  return html`<p>${subject}</p>`;
}
