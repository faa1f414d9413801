import { html, type View } from "../lib/html.ts";

/** The shape of a list that is being read, so that nothing jumps when it comes. */
export function Ghost({ rows }: { rows: number }): View {
  return html`<div class="card rows" aria-busy="true" aria-label="Reading">${Array.from({ length: rows }, (_, at) => html`<div class="row ghost" key=${at}><i></i><i></i></div>`)}</div>`;
}
