import { Button } from "../kit/button.ts";
import { Notice } from "../kit/notice.ts";
import type { EngineView } from "../lib/engine-types.ts";
import { html, type View } from "../lib/html.ts";
import { span } from "../lib/units.ts";

export interface FailureCardProps {
  engine: EngineView;
  now: number;
  busy: string | null;
  /** Left out where the arithmetic is not known. */
  onArithmetic?: (() => void) | undefined;
  onSettings(): void;
  onRetry(): void;
  /** Left out on the page that has the log. */
  logLink?: boolean;
}

/** Why an engine did not start or ended: what happened, what to do, and the line of the log that says so. */
export function FailureCard({ engine, now, busy, onArithmetic, onSettings, onRetry, logLink }: FailureCardProps): View {
  const { failure } = engine.status;
  if (!failure) return null;
  const over = engine.status.state === "failed" || engine.status.state === "stopped";
  const actions = html`
    ${over && html`<${Button} onClick=${onRetry} busy=${busy === `start-${engine.id}`}>Try again<//>`}
    <${Button} onClick=${onSettings}>Change its settings<//>
    ${onArithmetic && html`<${Button} onClick=${onArithmetic}>Show the arithmetic<//>`}
    ${logLink && html`<a class="btn plain m" href=${`/admin/engine/${engine.id}#log`}>Show the log</a>`}`;
  return html`<${Notice} kind=${over ? "bad" : "warn"} title=${`${engine.settings.label}: ${failure.reason}`} actions=${actions}>
    <p>${failure.fix}</p>
    ${failure.evidence && html`<p class="evidence mono" title=${failure.evidence}>${failure.evidence}</p>`}
    <p class="quiet small">${span(now - failure.at)} ago${over ? "" : " · being tried again"}</p>
  <//>`;
}
