import { Button } from "../kit/button.ts";
import { Notice } from "../kit/notice.ts";
import { html, type View } from "../lib/html.ts";
import { ApiError, explain, messageOf, NetworkError } from "../lib/problem.ts";

/** The request was not even taken: says why, and keeps the text where it is. */
export function SendProblem({ error, onRetry, onClose }: { error: unknown; onRetry(): void; onClose(): void }): View {
  const told =
    error instanceof ApiError
      ? explain(error.code, error.message)
      : {
          title: error instanceof NetworkError ? "Not sent: Vitrine does not answer" : "Not sent",
          meaning: messageOf(error),
          advice: "Your text is still here. Try again in a moment.",
        };
  return html`<${Notice} title=${told.title} actions=${html`<${Button} size="s" icon="retry" onClick=${onRetry}>Try again<//><${Button} size="s" kind="quiet" onClick=${onClose}>Dismiss<//>`}>
    <p>${told.meaning} ${told.advice}</p>
  <//>`;
}
