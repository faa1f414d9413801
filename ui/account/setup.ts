import { useEffect, useState } from "preact/hooks";
import { Button } from "../kit/button.ts";
import { Field } from "../kit/field.ts";
import { Notice } from "../kit/notice.ts";
import { useApp } from "../lib/app.ts";
import { html, type View } from "../lib/html.ts";
import { useTitle } from "../lib/lazy.ts";
import { ApiError, messageOf } from "../lib/problem.ts";
import { Gate } from "./frame.ts";
import { useLinkToken } from "./link-token.ts";
import { NewPassword, passwordUsable } from "./new-password.ts";

type State = "form" | "no-token" | "claimed" | "bad-token";

export function Setup(): View {
  const app = useApp();
  const token = useLinkToken();
  const [state, setState] = useState<State>(token === "" ? "no-token" : "form");
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  useTitle("Set up");

  useEffect(() => {
    app.api.setupState().then(
      ({ claimed }) => claimed && setState("claimed"),
      () => undefined,
    );
  }, [app]);

  const personal = [name, email];
  const refused = (path: string) => (error instanceof ApiError ? error.field(path) : undefined);
  const general = error !== null && !["/name", "/email", "/password"].some((path) => refused(path));

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      await app.api.setup({ token, email: email.trim(), password, name: name.trim() });
      await app.session.login(email.trim(), password);
      app.local.set("email", email.trim());
      app.router.go("/projects", { replace: true });
    } catch (thrown) {
      setBusy(false);
      if (thrown instanceof ApiError && thrown.status === 410) setState("claimed");
      else if (thrown instanceof ApiError && thrown.status === 403) setState("bad-token");
      else setError(thrown);
    }
  }

  if (state === "claimed") {
    return html`<${Gate} title="Already set up" lead="This Vitrine has its administrator, and a setup link works only once.">
      <p><a class="btn solid l" href="/projects">Sign in</a></p>
    <//>`;
  }
  if (state === "no-token" || state === "bad-token") {
    return html`<${Gate} title=${state === "bad-token" ? "This link no longer works" : "The link is incomplete"}
      lead=${state === "bad-token" ? "A setup link is good for 60 minutes and for one use, and a newer one replaces it." : "A setup link ends with # and a long token. This one has none, perhaps because it was cut when it was copied."}>
      <ol class="steps"><li>On the server, run <code>vitrine setup-link</code>.</li><li>Open the new link it prints, whole, in this browser.</li></ol>
    <//>`;
  }
  return html`<${Gate} title="Make it yours" lead="You are the first. This account becomes the administrator of this Vitrine; everything stays on this machine.">
    <form class="gate-form" onSubmit=${submit}>
      ${general && html`<${Notice} title="That did not work"><p>${messageOf(error)}</p><//>`}
      <${Field} label="Your name" name="name" autocomplete="name" required autofocus maxLength=${100} value=${name} onInput=${setName} error=${refused("/name")} />
      <${Field} label="E-mail" name="email" type="email" autocomplete="username" required maxLength=${254} value=${email} onInput=${setEmail} error=${refused("/email")} />
      <${NewPassword} value=${password} onInput=${setPassword} personal=${personal} error=${refused("/password")} />
      <${Button} kind="solid" size="l" type="submit" busy=${busy} disabled=${!passwordUsable(password, personal)}>Create the account<//>
    </form>
  <//>`;
}
