import { useState } from "preact/hooks";
import { Button } from "../kit/button.ts";
import { Field } from "../kit/field.ts";
import { Notice } from "../kit/notice.ts";
import { useApp } from "../lib/app.ts";
import { html, type View } from "../lib/html.ts";
import { useTitle } from "../lib/lazy.ts";
import { ApiError, messageOf } from "../lib/problem.ts";
import { useLoad } from "../lib/use-load.ts";
import { Gate } from "./frame.ts";
import { NewPassword, passwordUsable } from "./new-password.ts";

/** Joining without an invitation, where an administrator allows it: at once, or after somebody said yes. */
export function Register(): View {
  const app = useApp();
  const options = useLoad(app.joining.options);
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [requested, setRequested] = useState(false);
  const how = options.value?.registration;
  useTitle(how === "approval" ? "Ask to join" : "Create an account");

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      const { status } = await app.joining.register({ email: email.trim(), name: name.trim(), password });
      app.local.set("email", email.trim());
      if (status === "requested") return setRequested(true);
      await app.session.login(email.trim(), password);
      app.router.go("/projects", { replace: true });
    } catch (thrown) {
      setBusy(false);
      setError(thrown);
    }
  }

  if (requested) {
    return html`<${Gate} title="Your request was sent" lead=${html`An administrator of this Vitrine now decides. Once they say yes, sign in as <b>${email.trim()}</b> with the password that you just chose.`}>
      <ul class="steps"><li>Until then signing in is refused, as if the password were wrong.</li><li>If you had an account already, nothing about it has changed.</li></ul>
      <p><a class="btn l" href="/sign-in">To the sign-in page</a></p>
    <//>`;
  }
  if (options.error) {
    return html`<${Gate} title="Vitrine does not answer" lead=${messageOf(options.error)}>
      <p><${Button} kind="solid" size="l" onClick=${() => void options.reload()}>Try again<//></p>
    <//>`;
  }
  if (how === undefined)
    return html`<${Gate} title="Create an account"><p class="quiet" role="status">One moment…</p><//>`;
  if (how === "invitation") {
    return html`<${Gate} title="Joining takes an invitation" lead="This Vitrine takes nobody in by itself. An administrator can invite you; you then get a link of your own.">
      <p><a class="btn l" href="/sign-in">To the sign-in page</a></p>
    <//>`;
  }
  const refused = (path: string) => (error instanceof ApiError ? error.field(path) : undefined);
  const general = error !== null && !["/name", "/email", "/password"].some((path) => refused(path));
  const personal = [name, email];
  return html`<${Gate} title=${how === "open" ? "Create an account" : "Ask to join"} lead=${how === "open" ? "Everything you make stays on this machine." : "An administrator looks at your request and lets you in."}>
    <form class="gate-form" onSubmit=${submit}>
      ${general && html`<${Notice} title="That did not work"><p>${messageOf(error)}</p><//>`}
      <${Field} label="Your name" name="name" autocomplete="name" required autofocus maxLength=${120} value=${name} onInput=${setName} error=${refused("/name")} />
      <${Field} label="E-mail" name="email" type="email" inputMode="email" autocomplete="username" required maxLength=${254} value=${email} onInput=${setEmail} error=${refused("/email")} />
      <${NewPassword} value=${password} onInput=${setPassword} personal=${personal} error=${refused("/password")} />
      <${Button} kind="solid" size="l" type="submit" busy=${busy} disabled=${!passwordUsable(password, personal)}>${how === "open" ? "Create the account" : "Send the request"}<//>
    </form>
    <p class="gate-links"><a class="link" href="/sign-in">I have an account</a></p>
  <//>`;
}
