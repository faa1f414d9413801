import { html, type View } from "../lib/html.ts";

/** The display case with nothing in it yet, or while the first lines are being written. */
export function EmptyCase({ writing }: { writing?: string | null }): View {
  return html`<div class="empty-case ${writing ? "writing" : ""}">
    <svg viewBox="0 0 240 150" width="240" height="150" aria-hidden="true" fill="none">
      <rect x="1" y="1" width="238" height="148" rx="10" /><path d="M62 1v148M14 24h32M14 42h24M14 58h30M14 74h20" /><rect x="78" y="18" width="44" height="30" rx="5" /><rect x="130" y="18" width="44" height="30" rx="5" /><rect x="182" y="18" width="44" height="30" rx="5" /><rect x="78" y="60" width="148" height="74" rx="5" /><path d="M90 116c18-4 22-22 40-22s26 10 40 0 20-16 44-22" />
    </svg>
    ${
      writing
        ? html`<p><b>${writing}</b></p><p>The first picture appears as soon as there is enough to show.</p>`
        : html`<p><b>Nothing on show yet</b></p><p>Send a request and the component appears here while it is still being written.</p>`
    }
  </div>`;
}
