import { Dot } from "../../kit/badge.ts";
import type { DataColumn } from "../../kit/data-table.ts";
import { Foreign } from "../../kit/foreign.ts";
import { html, type View } from "../../lib/html.ts";
import type { AuditView } from "../../lib/people-types.ts";
import { actionWords, targetWords } from "./audit-words.ts";

const stamp = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });

export const auditTime = (at: string): string => stamp.format(new Date(at));

export function auditColumns(onOpen: (entry: AuditView) => void): DataColumn<AuditView>[] {
  return [
    {
      id: "action",
      label: "What happened",
      head: true,
      cell: (entry) =>
        html`<span class="who-name"><${Dot} kind=${entry.outcome === "refused" ? "warn" : "ok"} /><button type="button" class="row-link" onClick=${() => onOpen(entry)}><${Foreign} text=${actionWords(entry.action)} /></button>${entry.outcome === "refused" && html`<span class="sr-only">refused</span>`}<code class="quiet cut">${entry.action}</code></span>`,
    },
    { id: "actor", label: "By", cell: (entry) => html`<${Actor} entry=${entry} />` },
    { id: "target", label: "On", cell: (entry) => html`<${Target} entry=${entry} />` },
    {
      id: "address",
      label: "From",
      cell: ({ address }) =>
        address === "" ? html`<span class="quiet">here</span>` : html`<code><${Foreign} text=${address} /></code>`,
    },
    { id: "at", label: "When", cell: ({ at }) => html`<time class="num" dateTime=${at}>${auditTime(at)}</time>` },
  ];
}

function Actor({ entry: { actor } }: { entry: AuditView }): View {
  return actor
    ? html`<${Foreign} text=${actor.email || actor.id} />`
    : html`<span class="quiet">nobody signed in</span>`;
}

function Target({ entry }: { entry: AuditView }): View {
  const words = targetWords(entry);
  return words === "" ? html`<span class="quiet">–</span>` : html`<${Foreign} text=${words} />`;
}
