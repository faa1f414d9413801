import { Icon } from "../kit/icon.ts";
import { plural } from "../lib/format.ts";
import { html, type View } from "../lib/html.ts";
import type { Diagnostic } from "../lib/types.ts";

/** What was mended without asking a model, and what is still wrong. */
export function Findings({ diagnostics }: { diagnostics: Diagnostic[] }): View {
  const repaired = diagnostics.filter((one) => one.repaired);
  const open = diagnostics.filter((one) => !one.repaired);
  const errors = open.filter((one) => one.severity === "error");
  const notes = open.filter((one) => one.severity !== "error");
  return html`${errors.length > 0 && html`<${Group} kind="bad" title=${errors.length === 1 ? "One problem left" : `${errors.length} problems left`} items=${errors} />`}
    ${repaired.length > 0 && html`<${Group} kind="warn" title=${repaired.length === 1 ? "One thing repaired" : `${repaired.length} things repaired`} items=${repaired} />`}
    ${notes.length > 0 && html`<${Group} kind="info" title=${plural(notes.length, "note")} items=${notes} />`}`;
}

function Group({ kind, title, items }: { kind: "bad" | "warn" | "info"; title: string; items: Diagnostic[] }): View {
  return html`<details class=${`findings ${kind}`} open=${kind !== "info" && items.length < 3}>
    <summary><${Icon} name=${kind === "bad" ? "alert" : kind === "warn" ? "warning" : "info"} size=${14} />${title}</summary>
    <ul>${items.map((one) => html`<li key=${`${one.path}:${one.line}:${one.column}:${one.message}`}>${one.message} <code>${one.path}${one.line > 1 ? `:${one.line}` : ""}</code></li>`)}</ul>
  </details>`;
}
