import { useState } from "preact/hooks";
import { Button } from "../kit/button.ts";
import { Dialog } from "../kit/dialog.ts";
import { Field } from "../kit/field.ts";
import { useApp } from "../lib/app.ts";
import { copyText } from "../lib/clipboard.ts";
import { html, type View } from "../lib/html.ts";
import { messageOf } from "../lib/problem.ts";
import { ConfirmIdentity } from "./confirm-identity.ts";
import { QrCode } from "./qr-code.ts";
import { useAccount } from "./room.ts";

export interface CodesDialogProps {
  onClose(): void;
  /** Gets the recovery codes, shown this once. */
  onDone(codes: string[]): void;
}

/** Turns one-time codes on: a secret for the authenticator app, then its first code as the proof that it works. */
export function CodesDialog({ onClose, onDone }: CodesDialogProps): View {
  const app = useApp();
  const { api } = useAccount();
  const [begun, setBegun] = useState<{ secret: string; uri: string } | null>(null);
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | undefined>(undefined);

  if (!begun) {
    return html`<${ConfirmIdentity} key="proof" title="Turn one-time codes on" action="Continue" onClose=${onClose}
      run=${async (proof: object) => setBegun(await api.codes.begin(proof))}>
      <p>You need an authenticator app on your phone: any that shows six-digit codes, such as the one of your password manager. It needs no network.</p>
    <//>`;
  }
  async function confirm(): Promise<void> {
    if (busy || code.trim() === "") return;
    setBusy(true);
    setError(undefined);
    try {
      onDone(await api.codes.confirm(code.trim()));
    } catch (thrown) {
      setError(messageOf(thrown));
      setBusy(false);
    }
  }
  const spaced = begun.secret.replaceAll(/(.{4})/gu, "$1 ").trim();
  return html`<${Dialog} key="secret" title="Turn one-time codes on" onClose=${onClose} onSubmit=${() => void confirm()}
    footer=${html`<${Button} onClick=${onClose}>Cancel<//><${Button} kind="solid" type="submit" busy=${busy} disabled=${code.trim() === ""}>Turn on<//>`}>
    <ol class="enrol">
      <li><b>Scan this with the app.</b>
        <div class="enrol-qr"><${QrCode} text=${begun.uri} label="QR code for the authenticator app; the same secret stands beside it as text" />
          <div><p>Or type this secret into it:</p><code class="secret-text" data-secret=${begun.secret}>${spaced}</code>
          <${Button} size="s" icon="copy" onClick=${() => void copy(app, begun.secret)}>Copy<//></div></div></li>
      <li><b>Type the code that it shows now.</b>
        <${Field} label="Code" name="code" autocomplete="one-time-code" inputMode="numeric" autofocus maxLength=${16} spellcheck=${false} value=${code} onInput=${setCode} error=${error} hint="Six digits. Codes turn on once this one is right." /></li>
    </ol>
  <//>`;
}

async function copy(app: ReturnType<typeof useApp>, text: string): Promise<void> {
  if (await copyText(text)) app.toasts.show("The secret is copied.", "ok");
  else app.toasts.show("The browser did not let us copy. Select the text by hand.", "bad");
}
