import { useState } from "preact/hooks";
import { Button } from "../kit/button.ts";
import { Dialog } from "../kit/dialog.ts";
import { Field } from "../kit/field.ts";
import type { Passkey, Proof } from "../lib/account-api.ts";
import { html, type View } from "../lib/html.ts";
import { makePasskey, passkeyMessage } from "../lib/passkeys.ts";
import { ApiError, messageOf, NetworkError } from "../lib/problem.ts";
import { ConfirmIdentity } from "./confirm-identity.ts";
import { browserName } from "./device-words.ts";
import { useAccount } from "./room.ts";

/** Names a passkey, proves who asks, and lets the browser make it. */
export function AddPasskey({ onClose, onAdded }: { onClose(): void; onAdded(): void }): View {
  const { api } = useAccount();
  const [name, setName] = useState(browserName(navigator.userAgent));
  async function add(proof: Proof): Promise<void> {
    const { challengeId, options } = await api.passkeys.begin(proof);
    const response = await makePasskey(options).catch((thrown: unknown) => {
      throw new Error(passkeyMessage(thrown) ?? "The browser's window was closed before a passkey was made.");
    });
    await api.passkeys.add({ challengeId, name: name.trim(), response });
    onAdded();
  }
  return html`<${ConfirmIdentity} title="Add a passkey" action="Continue" incomplete=${name.trim() === ""} onClose=${onClose} run=${add}>
    <p>The browser then asks how to keep it: in this device, on your phone, on a security key, or in a password manager.</p>
    <${Field} label="Name" name="passkey-name" autocomplete="off" required autofocus maxLength=${80} value=${name} onInput=${setName} hint="How you tell it from the others." />
  <//>`;
}

export interface RenamePasskeyProps {
  passkey: Passkey;
  onClose(): void;
  onRenamed(): void;
}

export function RenamePasskey({ passkey, onClose, onRenamed }: RenamePasskeyProps): View {
  const { api } = useAccount();
  const [name, setName] = useState(passkey.name);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | undefined>(undefined);
  async function save(): Promise<void> {
    if (busy || name.trim() === "") return;
    setBusy(true);
    try {
      await api.passkeys.rename(passkey.id, name.trim());
      onRenamed();
    } catch (thrown) {
      if (!(thrown instanceof ApiError) && !(thrown instanceof NetworkError)) throw thrown;
      setError(messageOf(thrown));
      setBusy(false);
    }
  }
  return html`<${Dialog} title="Rename the passkey" onClose=${onClose} onSubmit=${() => void save()}
    footer=${html`<${Button} onClick=${onClose}>Cancel<//><${Button} kind="solid" type="submit" busy=${busy} disabled=${name.trim() === ""}>Rename<//>`}>
    <${Field} label="Name" name="passkey-name" autocomplete="off" required autofocus maxLength=${80} value=${name} onInput=${setName} error=${error} />
  <//>`;
}
