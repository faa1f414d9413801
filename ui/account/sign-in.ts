import { useState } from "preact/hooks";
import { Button } from "../kit/button.ts";
import { Field } from "../kit/field.ts";
import { Notice } from "../kit/notice.ts";
import { useApp } from "../lib/app.ts";
import { html, type View } from "../lib/html.ts";
import { useTitle } from "../lib/lazy.ts";
import { ApiError, messageOf } from "../lib/problem.ts";
import { Gate } from "./frame.ts";

export function SignIn(): View {
  const app = useApp();
  const [email, setEmail] = useState(app.local.get("email") ?? "");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<{ title: string; text: string } | null>(null);
  useTitle("Sign in");

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      await app.session.login(email.trim(), password);
      app.local.set("email", email.trim());
      if (location.pathname === "/sign-in" || location.pathname === "/") app.router.go("/projects", { replace: true });
    } catch (thrown) {
      setError(describe(thrown));
      setBusy(false);
    }
  }
  return html`<${Gate} title="Sign in">
    <form class="gate-form" onSubmit=${submit}>
      ${error && html`<${Notice} title=${error.title}><p>${error.text}</p><//>`}
      <${Field} label="E-mail" name="email" type="email" autocomplete="username" required autofocus=${email === ""} value=${email} onInput=${setEmail} />
      <${Field} label="Password" name="password" type="password" autocomplete="current-password" required autofocus=${email !== ""} value=${password} onInput=${setPassword} />
      <${Button} kind="solid" size="l" type="submit" busy=${busy}>Sign in<//>
    </form>
    <p class="quiet small">No account? An administrator of this Vitrine can invite you. Forgotten password: <code>vitrine user reset-password</code> on the server.</p>
  <//>`;
}

function describe(thrown: unknown): { title: string; text: string } {
  if (thrown instanceof ApiError && thrown.status === 423) {
    const minutes = Math.max(1, Math.ceil((thrown.retryAfter ?? 60) / 60));
    return {
      title: "This account is locked for now",
      text: `There were too many attempts. Try again in ${minutes} min.`,
    };
  }
  if (thrown instanceof ApiError && (thrown.status === 401 || thrown.status === 422)) {
    return { title: "That did not match", text: "The e-mail or the password is wrong. Check both and try again." };
  }
  return { title: "Signing in did not work", text: messageOf(thrown) };
}
