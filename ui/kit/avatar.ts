import { initials } from "../lib/format.ts";
import { html, type View } from "../lib/html.ts";

export function Avatar({ name, size = 22 }: { name: string; size?: number }): View {
  return html`<span class="avatar" style=${{ width: `${size}px`, height: `${size}px` }} aria-hidden="true">${initials(name)}</span>`;
}

/** The mark: a display case with one object in it. */
export function Mark({ size = 18 }: { size?: number }): View {
  return html`<svg class="mark" width=${size} height=${size} viewBox="0 0 18 18" aria-hidden="true">
    <rect x="1.200" y="1.200" width="15.600" height="15.600" rx="4.400" class="mark-case" /><rect x="5.600" y="5.600" width="6.800" height="6.800" rx="1.800" class="mark-object" />
  </svg>`;
}
