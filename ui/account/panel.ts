import { useId } from "preact/hooks";
import { Button } from "../kit/button.ts";
import { type Children, html, type View } from "../lib/html.ts";
import { messageOf } from "../lib/problem.ts";
import type { Loaded } from "../lib/use-load.ts";

export interface PanelProps {
  title: string;
  lead?: Children;
  /** At the end of the head: what one does with the whole of it. */
  actions?: Children;
  badge?: Children;
  /** What this is for destroys something. */
  danger?: boolean;
  children?: Children;
  footer?: Children;
}

/** One subject of the account: a head that says what it is, what is set, and what can be done. */
export function Panel({ title, lead, actions, badge, danger, children, footer }: PanelProps): View {
  const id = useId();
  return html`<section class=${`panel-card ${danger ? "danger" : ""}`} aria-labelledby=${id}>
    <header><div><h2 id=${id}>${title}${badge}</h2>${lead && html`<p>${lead}</p>`}</div>${actions && html`<div class="panel-acts">${actions}</div>`}</header>
    ${children}
    ${footer && html`<footer>${footer}</footer>`}
  </section>`;
}

/** What stands in a panel while its content is read, or when that failed; null once it is there. */
export function Pending<T>({ of, what }: { of: Loaded<T>; what: string }): View {
  if (of.value !== undefined) return null;
  if (!of.error)
    return html`<div class="panel-body ghost-lines" role="status" aria-label=${`Reading ${what}`}><i></i><i></i></div>`;
  return html`<div class="panel-body pending-bad" role="alert"><span>${messageOf(of.error)}</span><${Button} size="s" onClick=${() => void of.reload()}>Try again<//></div>`;
}
