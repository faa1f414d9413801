import { useState } from "preact/hooks";
import { Button } from "../kit/button.ts";
import { Field } from "../kit/field.ts";
import { useApp } from "../lib/app.ts";
import { html, type View } from "../lib/html.ts";
import { useTitle } from "../lib/lazy.ts";
import { messageOf } from "../lib/problem.ts";
import { describeSignIn, type SignInError } from "../lib/sign-in-error.ts";
import { useCountdown } from "../lib/use-countdown.ts";
import { useLoad } from "../lib/use-load.ts";
import { Gate } from "./frame.ts";
import { SignInNotice } from "./sign-in-notice.ts";

/** A new password by e-mail where this appliance sends any, and whom to ask where it does not. */
export function ForgotPassword(): View {
  const app = useApp();
  const options = useLoad(app.joining.options);
  const [email, setEmail] = useState(app.local.get("email") ?? "");
  const [busy, setBusy] = useState(false);
  const [sent, setSent] = useState(false);
  const [error, setError] = useState<SignInError | null>(null);
  const [left, wait] = useCountdown();
  useTitle("Forgotten password");

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (busy || left > 0) return;
    setBusy(true);
    setError(null);
    try {
      await app.joining.forgotPassword(email.trim());
      setSent(true);
    } catch (thrown) {
      const said = describeSignIn(thrown);
      setError(said.waitSeconds === undefined ? { title: "The link was not sent", text: messageOf(thrown) } : said);
      if (said.waitSeconds !== undefined) wait(said.waitSeconds);
    }
    setBusy(false);
  }

  const back = html`<p class="gate-links"><a class="link" href="/sign-in">Back to the sign-in page</a></p>`;
  if (options.error) {
    return html`<${Gate} title="Vitrine does not answer" lead=${messageOf(options.error)}>
      <p><${Button} kind="solid" size="l" onClick=${() => void options.reload()}>Try again<//></p>${back}
    <//>`;
  }
  if (!options.value) return html`<${Gate} title="A new password"><p class="quiet" role="status">One moment…</p><//>`;
  if (!options.value.mail) {
    return html`<${Gate} title="Ask an administrator" lead="This Vitrine sends no e-mail, so that nobody but an administrator can give you a new password.">
      <ul class="steps"><li>On the page, under People, they make a link for you that works once; you choose the password.</li><li>On the server, <code>vitrine user reset-password</code> does it too.</li></ul>${back}
    <//>`;
  }
  if (sent) {
    return html`<${Gate} title="Look into your mailbox" lead=${html`If <b>${email.trim()}</b> has an account here, a link is on its way. It is good for an hour and works once.`}>
      <ul class="steps"><li>Nothing there in a few minutes? Look into the spam folder, and check the address for typing errors.</li><li>An administrator can make a link by hand.</li></ul>
      <p class="gate-links"><button type="button" class="link" onClick=${() => setSent(false)}>Use another address</button><a class="link" href="/sign-in">Back to the sign-in page</a></p>
    <//>`;
  }
  return html`<${Gate} title="A new password" lead="Tell us your e-mail address, and we send you a link that lets you choose another password.">
    <form class="gate-form" onSubmit=${submit}>
      <${SignInNotice} error=${error} left=${left} />
      <${Field} label="E-mail" name="email" type="email" inputMode="email" autocomplete="username" required autofocus maxLength=${254} value=${email} onInput=${setEmail} />
      <${Button} kind="solid" size="l" type="submit" busy=${busy} disabled=${left > 0}>Send the link<//>
    </form>${back}
  <//>`;
}
