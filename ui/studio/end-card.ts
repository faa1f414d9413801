import { Button } from "../kit/button.ts";
import { Notice } from "../kit/notice.ts";
import type { LiveGeneration } from "../lib/generation-state.ts";
import { html, type View } from "../lib/html.ts";
import { explain } from "../lib/problem.ts";

export interface EndCardProps {
  seen: LiveGeneration;
  /** Only the newest end can be continued or tried again. */
  last: boolean;
  busy: boolean;
  onContinue(): void;
  onRetry(): void;
}

/** A generation that did not complete: what happened, what it means, what to do. */
export function EndCard({ seen, last, busy, onContinue, onRetry }: EndCardProps): View {
  if (seen.end === undefined || (seen.end === "completed" && !seen.error)) return null;
  const partial = seen.files.length > 0 || seen.version !== undefined;
  const actions =
    last &&
    html`${partial && html`<${Button} size="s" kind="solid" icon="play" disabled=${busy} onClick=${onContinue}>Continue<//>`}
      <${Button} size="s" icon="retry" disabled=${busy} onClick=${onRetry}>Try again<//>`;
  if (seen.end === "stopped") {
    return html`<${Notice} kind="info" icon="stop" title="Stopped" actions=${actions}><p>${partial ? "What had arrived is kept as a draft version." : "Nothing had been written yet."}</p><//>`;
  }
  const code = seen.error?.code ?? (seen.end === "interrupted" ? "interrupted" : "unknown");
  const words = explain(code, "");
  // The server's sentence already ends with what to do.
  const told = seen.error?.message || `${words.meaning} ${words.advice}`;
  return html`<${Notice} kind=${seen.end === "interrupted" ? "warn" : "bad"} title=${words.title} actions=${actions}>
    <p>${told}</p>
  <//>`;
}
