import { Button } from "../../kit/button.ts";
import { Dialog } from "../../kit/dialog.ts";
import { inert } from "../../kit/foreign.ts";
import { type Children, html, type View } from "../../lib/html.ts";
import type { AuditView } from "../../lib/people-types.ts";
import { auditTime } from "./audit-columns.ts";
import { actionWords, detailLabel, detailText } from "./audit-words.ts";

export interface EntryDialogProps {
  entry: AuditView;
  onClose(): void;
  onFilter(change: { action?: string; person?: string; search?: string }): void;
}

/** Everything that one entry says, and the ways to others like it. */
export function EntryDialog({ entry, onClose, onFilter }: EntryDialogProps): View {
  const { actor, target, address, requestId } = entry;
  return html`<${Dialog} title=${actionWords(entry.action)} wide onClose=${onClose} footer=${html`<${Button} onClick=${() => onFilter({ action: entry.action })}>All of this kind<//>${actor && html`<${Button} onClick=${() => onFilter({ person: actor.id })}>Everything of this person<//>`}${address && html`<${Button} onClick=${() => onFilter({ search: address })}>Everything from this address<//>`}`}>
    <dl class="entry-facts">
      <${Fact} name="When">${auditTime(entry.at)} <span class="quiet mono">${entry.at}</span><//>
      <${Fact} name="Action"><code>${entry.action}</code><//>
      <${Fact} name="Outcome">${entry.outcome === "ok" ? "Done" : "Refused"}<//>
      <${Fact} name="By">${actor ? html`<bdi>${inert(actor.email)}</bdi> <span class="quiet mono">${actor.id}</span>` : "Nobody was signed in"}<//>
      ${target && html`<${Fact} name="On"><bdi>${inert(target.name || target.type)}</bdi> <span class="quiet mono">${target.type} ${inert(target.id)}</span><//>`}
      <${Fact} name="From">${address ? html`<code>${inert(address)}</code>` : "This machine"}<//>
      ${Object.entries(entry.detail).map(([name, value]) => html`<${Fact} key=${name} name=${detailLabel(name)}><bdi>${inert(detailText(value), 2000)}</bdi><//>`)}
      ${requestId && html`<${Fact} name="Request"><code>${requestId}</code><//>`}
      <${Fact} name="Entry"><span class="num">${entry.seq}</span> <code class="quiet">${entry.hash}</code><//>
    </dl>
  <//>`;
}

function Fact({ name, children }: { name: string; children?: Children }): View {
  return html`<div><dt>${name}</dt><dd>${children}</dd></div>`;
}
