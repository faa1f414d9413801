import { Button } from "../kit/button.ts";
import { Notice } from "../kit/notice.ts";
import type { EngineView } from "../lib/engine-types.ts";
import { html, type View } from "../lib/html.ts";
import { span } from "../lib/units.ts";
import type { ModelActions } from "./model-actions.ts";

export interface FailureCardProps {
  engine: EngineView;
  now: number;
  actions: ModelActions;
  /** Left out on the page that has the log. */
  logLink?: boolean;
}

/** Why an engine did not start or ended: what happened, what to do, and the line of the log that says so. */
export function FailureCard({ engine, now, actions, logLink }: FailureCardProps): View {
  const { failure } = engine.status;
  if (!failure) return null;
  const over = engine.status.state === "failed" || engine.status.state === "stopped";
  const buttons = html`
    ${over && html`<${Button} onClick=${() => actions.start(engine)} busy=${actions.busy === `start-${engine.id}`}>Try again<//>`}
    <${Button} onClick=${() => actions.show({ kind: "edit", engine })}>Change its settings<//>
    ${engine.settings.adapter !== "remote" && html`<${Button} busy=${actions.busy === `fit-${engine.id}`} onClick=${() => actions.arithmetic(engine)}>Show the arithmetic<//>`}
    ${logLink && html`<a class="btn plain m" href=${`/admin/engine/${engine.id}#log`}>Show the log</a>`}`;
  return html`<${Notice} kind=${over ? "bad" : "warn"} title=${`${engine.settings.label}: ${failure.reason}`} actions=${buttons}>
    <p>${failure.fix}</p>
    ${failure.evidence && html`<p class="evidence mono" title=${failure.evidence}>${failure.evidence}</p>`}
    <p class="quiet small">${span(now - failure.at)} ago${over ? "" : " · being tried again"}</p>
  <//>`;
}
