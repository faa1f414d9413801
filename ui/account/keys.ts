import { useState } from "preact/hooks";
import { Button } from "../kit/button.ts";
import { Confirm } from "../kit/dialog.ts";
import type { ApiKey, MadeKey } from "../lib/account-api.ts";
import { useApp } from "../lib/app.ts";
import { html, type View } from "../lib/html.ts";
import { messageOf } from "../lib/problem.ts";
import type { Project } from "../lib/types.ts";
import { useLoad } from "../lib/use-load.ts";
import { NewKeyDialog, RotateDialog } from "./key-dialogs.ts";
import { KeyRow } from "./key-row.ts";
import { KeySecret } from "./key-secret.ts";
import { keyState } from "./key-words.ts";
import { Panel, Pending } from "./panel.ts";
import { useAccount } from "./room.ts";

type Open = { kind: "new" } | { kind: "secret"; made: MadeKey } | { kind: "rotate" | "revoke"; key: ApiKey } | null;

/** API keys: make, replace, revoke; those that ended stay to be looked up. */
export function Keys(): View {
  const app = useApp();
  const { api } = useAccount();
  const list = useLoad(api.keys.list);
  const projects = useLoad<Project[]>(async () => (await app.api.projects.list()).items);
  const [open, setOpen] = useState<Open>(null);
  const [busy, setBusy] = useState(false);
  const close = () => setOpen(null);
  const items = list.value ?? [];
  const lives = (key: ApiKey) => ["good", "replaced"].includes(keyState(key, app.now()));
  const ended = items.filter((key) => !lives(key));
  const show = (made: MadeKey) => {
    setOpen({ kind: "secret", made });
    void list.reload();
  };

  async function revoke(key: ApiKey): Promise<void> {
    setBusy(true);
    try {
      await api.keys.revoke(key.id);
      app.toasts.show(`${key.name} is revoked.`, "ok");
      close();
    } catch (thrown) {
      app.toasts.show(messageOf(thrown), "bad");
    }
    await list.reload();
    setBusy(false);
  }
  const row = (key: ApiKey) =>
    html`<${KeyRow} key=${key.id} of=${key} projects=${projects.value ?? []} onRotate=${() => setOpen({ kind: "rotate", key })} onRevoke=${() => setOpen({ kind: "revoke", key })} />`;

  return html`<${Panel} title="API keys" lead=${html`A key acts as you, within its scopes, wherever it is sent as <code>Authorization: Bearer vit_…</code>. It never changes this account.`}
      actions=${html`<${Button} icon="plus" onClick=${() => setOpen({ kind: "new" })}>New key<//>`}>
      <${Pending} of=${list} what="API keys" />
      ${list.value && (items.some(lives) ? html`<ul class="own-rows" aria-label="API keys">${items.filter(lives).map(row)}</ul>` : html`<p class="panel-body quiet">No key yet. Make one for a script, a build server or an editor; each program should have its own, so that one can be taken back alone.</p>`)}
      ${ended.length > 0 && html`<details class="ended-keys"><summary>${`Ended keys (${ended.length})`}</summary><ul class="own-rows" aria-label="Ended keys">${ended.map(row)}</ul></details>`}
    <//>
    <p class="own-note">The <a class="link" data-native href="/api/docs">API reference</a> tells what can be asked for.</p>
    ${open?.kind === "new" && html`<${NewKeyDialog} projects=${projects.value ?? []} onClose=${close} onMade=${show} />`}
    ${open?.kind === "secret" && html`<${KeySecret} made=${open.made} onClose=${close} />`}
    ${open?.kind === "rotate" && html`<${RotateDialog} of=${open.key} onClose=${close} onMade=${show} />`}
    ${open?.kind === "revoke" && html`<${Confirm} title=${`Revoke ${open.key.name}`} text="Whatever uses this key is refused from the next moment on, and what it has open is cut. This cannot be undone." action="Revoke it" busy=${busy} onConfirm=${() => void revoke(open.key)} onClose=${close} />`}`;
}
