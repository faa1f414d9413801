import { Icon } from "../kit/icon.ts";
import { html, type View } from "../lib/html.ts";
import type { Diagnostic } from "../lib/types.ts";

/** What was mended without asking a model. */
export function Repaired({ diagnostics }: { diagnostics: Diagnostic[] }): View {
  const notes = diagnostics.filter((one) => one.repaired);
  if (notes.length === 0) return null;
  return html`<details class="repaired" open=${notes.length < 3}>
    <summary><${Icon} name="warning" size=${14} />${notes.length === 1 ? "One thing repaired" : `${notes.length} things repaired`}</summary>
    <ul>${notes.map((note) => html`<li key=${`${note.path}:${note.line}:${note.message}`}>${note.message} <code>${note.path}${note.line > 1 ? `:${note.line}` : ""}</code></li>`)}</ul>
  </details>`;
}
