import { useEffect, useState } from "preact/hooks";
import { Badge } from "../kit/badge.ts";
import { Button } from "../kit/button.ts";
import { Icon } from "../kit/icon.ts";
import type { Identity } from "../lib/account-api.ts";
import { useApp } from "../lib/app.ts";
import { ago } from "../lib/format.ts";
import { html, type View } from "../lib/html.ts";
import type { SignInProvider } from "../lib/joining-api.ts";
import { useLoad } from "../lib/use-load.ts";
import { ConfirmIdentity } from "./confirm-identity.ts";
import { Panel, Pending } from "./panel.ts";
import { useAccount } from "./room.ts";

type Open = { kind: "link"; provider: SignInProvider } | { kind: "unlink"; identity: Identity } | null;

export interface IdentitiesPanelProps {
  /** The provider that the address says was linked a moment ago. */
  justLinked: string | undefined;
}

/** Sign-in providers that are linked with this account, and those that can be. */
export function IdentitiesPanel({ justLinked }: IdentitiesPanelProps): View {
  const app = useApp();
  const room = useAccount();
  const list = useLoad(room.api.identities.list);
  const [open, setOpen] = useState<Open>(null);
  const providers = room.options.value?.providers ?? [];
  const linked = list.value ?? [];
  // Anybody can write an address: it is said only of what is linked indeed.
  const arrived = linked.find(({ provider }) => provider === justLinked)?.label;
  useEffect(() => {
    if (arrived) app.toasts.show(`${arrived} is linked now. It signs you in from the next time on.`, "ok");
  }, [app, arrived]);
  if (list.missing || (providers.length === 0 && linked.length === 0 && !list.error)) return null;
  const close = () => setOpen(null);
  const free = providers.filter(({ id }) => linked.every(({ provider }) => provider !== id));

  return html`<${Panel} title="Linked sign-in" lead="Sign in with an account that you have elsewhere. Vitrine learns your name and e-mail address from it, and nothing else.">
      <${Pending} of=${list} what="linked sign-in" />
      ${
        list.value &&
        html`<ul class="own-rows" aria-label="Linked sign-in">
        ${linked.map(
          (identity) => html`<li key=${identity.id} class="own-row">
          <span class="tile">${identity.label.slice(0, 2)}</span>
          <div class="row-text"><b>${identity.label} ${identity.usable ? html`<${Badge} kind="ok">Linked<//>` : html`<${Badge} kind="warn">Turned off by an administrator<//>`}</b><span class="quiet">${identity.email} · ${identity.lastUsedAt ? `used ${ago(identity.lastUsedAt, app.now())}` : "never used to sign in"}</span></div>
          <span class="row-acts"><${Button} size="s" onClick=${() => setOpen({ kind: "unlink", identity })}>Unlink<//></span>
        </li>`,
        )}
        ${free.map(
          (provider) => html`<li key=${provider.id} class="own-row">
          <span class="tile">${provider.label.slice(0, 2)}</span>
          <div class="row-text"><b>${provider.label}</b><span class="quiet">Not linked</span></div>
          <span class="row-acts"><${Button} size="s" onClick=${() => setOpen({ kind: "link", provider })}><${Icon} name="external" size=${14} />Link<//></span>
        </li>`,
        )}
      </ul>`
      }
    <//>
    ${
      open?.kind === "link" &&
      html`<${ConfirmIdentity} title=${`Link ${open.provider.label}`} action="Continue" onClose=${close} run=${async (
        proof: object,
      ) => {
        location.assign(await room.api.identities.link(open.provider.id, proof));
      }}><p>You leave this page, sign in there, and come back. From then on that account opens this one too.</p><//>`
    }
    ${
      open?.kind === "unlink" &&
      html`<${ConfirmIdentity} title=${`Unlink ${open.identity.label}`} action="Unlink" danger onClose=${close} run=${async (
        proof: object,
      ) => {
        await room.api.identities.unlink(open.identity.id, proof);
        close();
        app.toasts.show(`${open.identity.label} is no longer linked.`, "ok");
        await list.reload();
      }}><p>${open.identity.email} no longer opens this account. Make sure that you have another way in.</p><//>`
    }`;
}
