import { Notice } from "../kit/notice.ts";
import { html, type View } from "../lib/html.ts";
import type { SignInError } from "../lib/sign-in-error.ts";
import { clockOf } from "../lib/use-countdown.ts";

/** Why a sign-in was refused, and how long it has to wait. @param left seconds, 0 for no pause */
export function SignInNotice({ error, left }: { error: SignInError | null; left: number }): View {
  if (!error) return null;
  if (error.waitSeconds !== undefined && left === 0) {
    return html`<${Notice} kind="info" title="You can try again now" />`;
  }
  // The seconds are shown and not said: a screen reader would read every one of them.
  return html`<${Notice} title=${error.title}><p>${error.text}${left > 0 && html` Try again in <span class="num" aria-live="off">${clockOf(left)}</span>.`}</p><//>`;
}
