import { useState } from "preact/hooks";
import { Button } from "../kit/button.ts";
import { Field } from "../kit/field.ts";
import { html, type View } from "../lib/html.ts";
import { describeSignIn, type SignInError } from "../lib/sign-in-error.ts";
import { useCountdown } from "../lib/use-countdown.ts";
import { Gate } from "./frame.ts";
import { SignInNotice } from "./sign-in-notice.ts";

export interface CodeStepProps {
  /** For whom, where it is known. */
  email?: string;
  submit(code: string): Promise<void>;
  onBack(): void;
}

/** The second step of a sign-in: the code of an authenticator app, or one of the recovery codes. */
export function CodeStep({ email, submit, onBack }: CodeStepProps): View {
  const [kind, setKind] = useState<"app" | "recovery">("app");
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<SignInError | null>(null);
  const [left, wait] = useCountdown();

  async function send(event: Event): Promise<void> {
    event.preventDefault();
    if (busy || left > 0 || code.trim() === "") return;
    setBusy(true);
    setError(null);
    try {
      await submit(code.trim());
    } catch (thrown) {
      const said = describeSignIn(thrown);
      setError(said);
      if (said.waitSeconds !== undefined) wait(said.waitSeconds);
      setBusy(false);
    }
  }
  const change = () => {
    setKind(kind === "app" ? "recovery" : "app");
    setCode("");
    setError(null);
  };
  const field =
    kind === "app"
      ? html`<${Field} key="app" label="Code" name="code" autocomplete="one-time-code" inputMode="numeric" required autofocus maxLength=${16} spellcheck=${false} value=${code} onInput=${setCode} hint="Six digits, a new one every 30 seconds." />`
      : html`<${Field} key="recovery" label="Recovery code" name="recovery-code" autocomplete="off" autocapitalize="none" required autofocus maxLength=${64} spellcheck=${false} value=${code} onInput=${setCode} hint="One of the ten that you stored; each works once." />`;
  return html`<${Gate} title="One more step" lead=${html`${kind === "app" ? "Enter the code that your authenticator app shows" : "Enter one of your recovery codes"}${email ? html` for <b>${email}</b>` : ""}.`}>
    <form class="gate-form" onSubmit=${send}>
      <${SignInNotice} error=${error} left=${left} />
      ${field}
      <${Button} kind="solid" size="l" type="submit" busy=${busy} disabled=${left > 0}>Sign in<//>
    </form>
    <p class="gate-links"><button type="button" class="link" onClick=${change}>${kind === "app" ? "Use a recovery code" : "Use the authenticator app"}</button>
      <button type="button" class="link" onClick=${onBack}>Back</button></p>
    <p class="quiet small">Lost both? An administrator of this Vitrine can turn one-time codes off for you.</p>
  <//>`;
}
