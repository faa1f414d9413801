import { useState } from "preact/hooks";
import { Badge } from "../../kit/badge.ts";
import { Button } from "../../kit/button.ts";
import { Dialog } from "../../kit/dialog.ts";
import { html, type View } from "../../lib/html.ts";
import { messageOf } from "../../lib/problem.ts";
import type { SignInView } from "../../lib/system-types.ts";
import { useActions } from "../actions.ts";
import { useSystemApi } from "../use-api.ts";

/** Whether a password opens an account; the server refuses to turn off the last way in. */
export function PasswordSignIn({ view, onChanged }: { view: SignInView; onChanged(view: SignInView): void }): View {
  const api = useSystemApi();
  const { busy, act } = useActions();
  const [asked, setAsked] = useState(false);
  const [problem, setProblem] = useState<string>();
  const { enabled } = view.password;
  async function turnOff(): Promise<void> {
    await act("password", async () => {
      try {
        onChanged(await api.signIn.write({ password: { enabled: false } }));
        setAsked(false);
      } catch (error) {
        setProblem(messageOf(error));
      }
    });
  }
  const turnOn = () =>
    void act(
      "password",
      async () => onChanged(await api.signIn.write({ password: { enabled: true } })),
      "Passwords open accounts again.",
    );
  const ask = (open: boolean) => {
    setProblem(undefined);
    setAsked(open);
  };
  return html`<h2>Passwords</h2>
    <div class="card lines"><div class="line"><div class="line-text"><b>E-mail and password <${Badge} kind=${enabled ? "ok" : "plain"}>${enabled ? "on" : "off"}<//></b>
      <p>${enabled ? "Everybody who has a password can sign in with it, and with a one-time code where they have turned codes on." : "Nobody signs in with a password. Passkeys and the providers below let people in."}</p></div>
      ${enabled ? html`<${Button} onClick=${() => ask(true)}>Turn off…<//>` : html`<${Button} busy=${busy === "password"} onClick=${turnOn}>Turn on<//>`}
    </div></div>
    ${
      asked &&
      html`<${Dialog} title="Turn passwords off?" onClose=${() => ask(false)} onSubmit=${() => void turnOff()}
      footer=${html`<${Button} onClick=${() => ask(false)} data-autofocus="">Cancel<//><${Button} kind="danger" type="submit" busy=${busy === "password"}>Turn passwords off<//>`}>
      <p>People then sign in with a passkey or a provider alone; who has neither is kept out. Passwords are kept and work again when you turn this on. On the server itself, <code>vitrine user reset-password</code> always gets an administrator back in.</p>
      ${problem && html`<p class="field-error" role="alert">${problem}</p>`}
    <//>`
    }`;
}
