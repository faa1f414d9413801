import { useState } from "preact/hooks";
import { Button } from "../kit/button.ts";
import { Notice } from "../kit/notice.ts";
import { useApp } from "../lib/app.ts";
import { html, type View } from "../lib/html.ts";
import { ApiError, messageOf } from "../lib/problem.ts";
import { clockOf, useCountdown } from "../lib/use-countdown.ts";
import { NewPassword, passwordUsable } from "./new-password.ts";
import { Panel } from "./panel.ts";
import { PasswordInput } from "./password-input.ts";
import { useAccount } from "./room.ts";

/** Changes the password, or sets the first one of somebody who came by a provider or a passkey. */
export function PasswordPanel(): View {
  const app = useApp();
  const room = useAccount();
  const user = app.session.user.value;
  const [open, setOpen] = useState(false);
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [left, wait] = useCountdown();
  if (!user) return null;
  const has = room.hasPassword.value !== false;
  const personal = [user.name, user.email];

  function close(): void {
    setOpen(false);
    setCurrent("");
    setNext("");
    setError(null);
  }
  async function save(event: Event): Promise<void> {
    event.preventDefault();
    if (busy || left > 0) return;
    setBusy(true);
    setError(null);
    try {
      await room.api.changePassword(has ? current : undefined, next);
      room.hasPassword.value = true;
      close();
      app.toasts.show("The password is changed, and every other session is ended.", "ok");
    } catch (thrown) {
      setError(thrown);
      if (thrown instanceof ApiError && thrown.retryAfter !== undefined) wait(thrown.retryAfter);
    }
    setBusy(false);
  }

  const wrong = error instanceof ApiError && error.code === "invalid_credentials" ? error.message : undefined;
  const refused = error instanceof ApiError ? error.field("/password") : undefined;
  const opener = html`<${Button} onClick=${() => setOpen(true)}>${has ? "Change the password" : "Set a password"}<//>`;
  const lead = has
    ? "Changing it signs you out everywhere but here."
    : "This account has none: you come in by a passkey or by another sign-in. A password is one more way in.";
  if (!open) return html`<${Panel} title="Password" lead=${lead} actions=${opener} />`;
  return html`<form onSubmit=${save}>
    <${Panel} title="Password" lead=${lead}
      footer=${html`<${Button} onClick=${close}>Cancel<//><${Button} kind="solid" type="submit" busy=${busy} disabled=${left > 0 || (has && current === "") || !passwordUsable(next, personal)}>${has ? "Change it" : "Set it"}<//>`}>
      <div class="panel-body fields">
        ${error !== null && !wrong && !refused && html`<${Notice} title="The password was not changed"><p>${messageOf(error)}${left > 0 && html` Try again in <span class="num">${clockOf(left)}</span>.`}</p><//>`}
        <input type="hidden" name="email" autocomplete="username" value=${user.email} />
        ${has && html`<${PasswordInput} label="Current password" name="current-password" autofocus value=${current} onInput=${setCurrent} error=${wrong} />`}
        <${NewPassword} label="New password" autofocus=${!has} value=${next} onInput=${setNext} personal=${personal} error=${refused} />
      </div>
    <//>
  </form>`;
}
