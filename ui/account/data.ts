import { useState } from "preact/hooks";
import { Button } from "../kit/button.ts";
import { useApp } from "../lib/app.ts";
import { saveFile } from "../lib/download.ts";
import { html, type View } from "../lib/html.ts";
import { messageOf } from "../lib/problem.ts";
import { ConfirmIdentity } from "./confirm-identity.ts";
import { Panel } from "./panel.ts";
import { QuotaPanel } from "./quota-panel.ts";
import { useAccount } from "./room.ts";

/** What one used, what is kept about one, and the way out. */
export function Data(): View {
  const app = useApp();
  const { api } = useAccount();
  const user = app.session.user.value;
  const [busy, setBusy] = useState(false);
  const [leaving, setLeaving] = useState(false);
  if (!user) return null;

  async function save(): Promise<void> {
    setBusy(true);
    try {
      saveFile(await api.exported(), "vitrine-account.json");
    } catch (thrown) {
      app.toasts.show(messageOf(thrown), "bad");
    }
    setBusy(false);
  }
  return html`<${QuotaPanel} />
    <${Panel} title="Your data" lead="One JSON document with your account, sessions, keys (never their secrets) and what the audit log knows of you. Projects are taken home as zip files, each from its own page."
      actions=${html`<${Button} icon="download" busy=${busy} onClick=${() => void save()}>Download<//>`} />
    <${Panel} danger title="Delete the account" lead="Your name, e-mail address, sessions, keys and passkeys are gone at once and for good. What you made in projects stays with them, without your name."
      actions=${html`<${Button} kind="danger" onClick=${() => setLeaving(true)}>Delete<//>`} />
    ${
      leaving &&
      html`<${ConfirmIdentity} title="Delete your account" action="Delete it for good" danger typed=${{ label: "Type your e-mail address to confirm", text: user.email }} onClose=${() => setLeaving(false)} run=${async (
        proof: object,
      ) => {
        await api.remove(user.email, proof);
        await app.session.logout().catch(() => undefined);
        app.toasts.show("Your account is deleted.", "ok");
        app.router.go("/sign-in", { replace: true });
      }}><p>There is no way back. Download your data first if you may want it.</p><//>`
    }`;
}
