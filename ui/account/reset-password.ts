import { useState } from "preact/hooks";
import { Button } from "../kit/button.ts";
import { Notice } from "../kit/notice.ts";
import { useApp } from "../lib/app.ts";
import { html, type View } from "../lib/html.ts";
import { useTitle } from "../lib/lazy.ts";
import { ApiError, messageOf } from "../lib/problem.ts";
import { Gate } from "./frame.ts";
import { useLinkToken } from "./link-token.ts";
import { NewPassword, passwordUsable } from "./new-password.ts";

/** The page behind a one-time link for a new password. */
export function ResetPassword(): View {
  const app = useApp();
  const token = useLinkToken();
  const [password, setPassword] = useState("");
  const [state, setState] = useState<"form" | "bad-link" | "done">("form");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  useTitle("New password");

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      await app.joining.resetPassword(token, password);
      // Every session ended with it; this browser's own among them, if it had one.
      if (app.session.user.value) await app.session.check().catch(() => undefined);
      setState("done");
    } catch (thrown) {
      if (thrown instanceof ApiError && thrown.code === "link_invalid") setState("bad-link");
      else setError(thrown);
    }
    setBusy(false);
  }

  if (state === "done") {
    return html`<${Gate} title="The password is changed" lead="You are signed out everywhere. Sign in with the new password.">
      <p><a class="btn solid l" href="/sign-in">Sign in</a></p>
    <//>`;
  }
  if (token === "" || state === "bad-link") {
    return html`<${Gate} title=${token === "" ? "The link is incomplete" : "This link no longer works"}
      lead=${token === "" ? "A link for a new password ends with # and a long token. This one has none, perhaps because it was cut when it was copied." : "It was used, replaced by a newer one, or is too old. Your password is as it was."}>
      <ul class="steps"><li>Ask for another link, or ask an administrator of this Vitrine to make one.</li></ul>
      <p><a class="btn solid l" href="/forgot-password">Ask for another link</a></p>
    <//>`;
  }
  const refused = error instanceof ApiError ? error.field("/password") : undefined;
  return html`<${Gate} title="Choose a new password" lead="It replaces the old one, and you are signed out everywhere.">
    <form class="gate-form" onSubmit=${submit}>
      ${error !== null && !refused && html`<${Notice} title="The password was not changed"><p>${messageOf(error)}</p><//>`}
      <${NewPassword} label="New password" autofocus value=${password} onInput=${setPassword} personal=${[]} error=${refused} />
      <${Button} kind="solid" size="l" type="submit" busy=${busy} disabled=${!passwordUsable(password, [])}>Change the password<//>
    </form>
  <//>`;
}
