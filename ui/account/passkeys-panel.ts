import { useState } from "preact/hooks";
import { Badge } from "../kit/badge.ts";
import { Button, IconButton } from "../kit/button.ts";
import { Icon } from "../kit/icon.ts";
import { Notice } from "../kit/notice.ts";
import type { Passkey } from "../lib/account-api.ts";
import { useApp } from "../lib/app.ts";
import { ago, fullTime } from "../lib/format.ts";
import { html, type View } from "../lib/html.ts";
import { useLoad } from "../lib/use-load.ts";
import { ConfirmIdentity } from "./confirm-identity.ts";
import { Panel, Pending } from "./panel.ts";
import { AddPasskey, RenamePasskey } from "./passkey-dialogs.ts";
import { useAccount } from "./room.ts";

type Open = { kind: "add" } | { kind: "rename" | "remove"; passkey: Passkey } | null;

/** Passkeys: sign in with a fingerprint, a face or a security key, without a password and without a code. */
export function PasskeysPanel(): View {
  const app = useApp();
  const room = useAccount();
  const list = useLoad(room.api.passkeys.list);
  const [open, setOpen] = useState<Open>(null);
  if (list.missing) return null;
  const possible = room.options.value?.passkeys === true;
  const close = () => setOpen(null);
  const changed = async (text: string) => {
    close();
    app.toasts.show(text, "ok");
    await Promise.all([list.reload(), room.refresh()]);
  };
  const items = list.value ?? [];

  return html`<${Panel} title="Passkeys" badge=${items.length > 0 && html`<${Badge}>${items.length}<//>`}
      lead="Sign in with your fingerprint, your face or a security key. A passkey cannot be guessed, and a copy of this page elsewhere cannot ask for it."
      actions=${possible && list.value && html`<${Button} icon="plus" onClick=${() => setOpen({ kind: "add" })}>Add a passkey<//>`}>
      ${
        room.options.value?.passkeys === false &&
        html`<div class="panel-body"><${Notice} kind="info" title="Passkeys need https"><p>Browsers use passkeys only over https and under a name, or at <code>localhost</code>. This page came from <code>${location.origin}</code>. An administrator can put Vitrine behind a proxy with a certificate and set <code>public_url</code>.</p><//></div>`
      }
      <${Pending} of=${list} what="passkeys" />
      ${
        items.length > 0 &&
        html`<ul class="own-rows" aria-label="Passkeys">
        ${items.map(
          (passkey) => html`<li key=${passkey.id} class="own-row">
          <span class="tile"><${Icon} name="key" /></span>
          <div class="row-text"><b>${passkey.name}</b><span class="quiet" data-tip=${`Added ${fullTime(passkey.createdAt)}`}>${passkey.synced ? "Synced between your devices" : "On one device"} · ${passkey.lastUsedAt ? `used ${ago(passkey.lastUsedAt, app.now())}` : "never used"} · added ${ago(passkey.createdAt, app.now())}</span></div>
          <span class="row-acts"><${IconButton} icon="edit" label=${`Rename ${passkey.name}`} onClick=${() => setOpen({ kind: "rename", passkey })} /><${IconButton} icon="trash" label=${`Remove ${passkey.name}`} onClick=${() => setOpen({ kind: "remove", passkey })} /></span>
        </li>`,
        )}
      </ul>`
      }
      ${list.value && items.length === 0 && possible && html`<p class="panel-body quiet">None yet.</p>`}
    <//>
    ${open?.kind === "add" && html`<${AddPasskey} onClose=${close} onAdded=${() => void changed("The passkey is added. Try it the next time you sign in.")} />`}
    ${open?.kind === "rename" && html`<${RenamePasskey} passkey=${open.passkey} onClose=${close} onRenamed=${() => void changed("The passkey has its new name.")} />`}
    ${
      open?.kind === "remove" &&
      html`<${ConfirmIdentity} title=${`Remove ${open.passkey.name}`} action="Remove it" danger onClose=${close} run=${async (
        proof: object,
      ) => {
        await room.api.passkeys.remove(open.passkey.id, proof);
        void changed("The passkey is removed.");
      }}><p>It no longer signs you in. Remove it in your device or password manager too, so that it is not offered any more.</p><//>`
    }`;
}
