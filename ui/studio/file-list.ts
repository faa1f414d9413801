import { Icon } from "../kit/icon.ts";
import { html, type View } from "../lib/html.ts";

export interface FileRow {
  path: string;
  added: number;
  removed: number;
  writing?: boolean;
  gone?: boolean;
}

export function FileList({ rows, onOpen }: { rows: FileRow[]; onOpen(path: string): void }): View {
  return html`<ul class="files" aria-label="Files touched">${rows.map(
    (
      row,
    ) => html`<li key=${row.path}><button type="button" onClick=${() => onOpen(row.path)} class=${row.gone ? "gone" : ""}>
      <${Icon} name="file" size=${14} /><span class="cut">${row.path}</span>
      ${row.writing && html`<span class="dot live" aria-label="being written"></span>`}
      ${row.added > 0 && html`<span class="add">+${row.added}</span>`}${row.removed > 0 && html`<span class="del">−${row.removed}</span>`}
    </button></li>`,
  )}</ul>`;
}
