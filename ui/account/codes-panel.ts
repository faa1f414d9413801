import { useState } from "preact/hooks";
import { Badge } from "../kit/badge.ts";
import { Button } from "../kit/button.ts";
import { useApp } from "../lib/app.ts";
import { html, type View } from "../lib/html.ts";
import { useLoad } from "../lib/use-load.ts";
import { CodesDialog } from "./codes-dialog.ts";
import { ConfirmIdentity } from "./confirm-identity.ts";
import { Panel, Pending } from "./panel.ts";
import { RecoveryDialog } from "./recovery-codes.ts";
import { useAccount } from "./room.ts";

type Open = { kind: "enrol" | "renew" | "off" } | { kind: "codes"; codes: string[] } | null;

/** Fewer than this many recovery codes are worth a warning. */
const few = 4;

/** One-time codes of an authenticator app: on, new recovery codes, off. */
export function CodesPanel(): View {
  const app = useApp();
  const { api } = useAccount();
  const status = useLoad(api.codes.status);
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const { value } = status;
  const left = value?.recoveryCodesLeft ?? 0;
  const actions =
    value &&
    (value.enabled
      ? html`<${Button} onClick=${() => setOpen({ kind: "renew" })}>New recovery codes<//><${Button} onClick=${() => setOpen({ kind: "off" })}>Turn off<//>`
      : html`<${Button} onClick=${() => setOpen({ kind: "enrol" })}>Turn on<//>`);

  return html`<${Panel} title="One-time codes" badge=${value?.enabled && html`<${Badge} kind="ok">On<//>`} actions=${actions}
      lead="After the password, signing in asks for a code that an authenticator app on your phone shows. A stolen password alone is then worth nothing.">
      <${Pending} of=${status} what="one-time codes" />
      ${value?.enabled && html`<div class=${`panel-body codes-left ${left < few ? "warn" : ""}`}><b class="num">${left} of 10</b><span>recovery codes left, for when the app is lost.${left < few ? " Make new ones before they run out." : ""}</span></div>`}
    <//>
    ${
      open?.kind === "enrol" &&
      html`<${CodesDialog} onClose=${close} onDone=${(codes: string[]) => {
        setOpen({ kind: "codes", codes });
        void status.reload();
      }} />`
    }
    ${open?.kind === "codes" && html`<${RecoveryDialog} codes=${open.codes} onClose=${close} />`}
    ${
      open?.kind === "renew" &&
      html`<${ConfirmIdentity} title="New recovery codes" action="Make new codes" onClose=${close} run=${async (
        proof: object,
      ) => {
        const codes = await api.codes.renew(proof);
        setOpen({ kind: "codes", codes });
        void status.reload();
      }}><p>Ten new codes take the place of the ones that you have. The old ones stop working at once.</p><//>`
    }
    ${
      open?.kind === "off" &&
      html`<${ConfirmIdentity} title="Turn one-time codes off" action="Turn them off" danger onClose=${close} run=${async (
        proof: object,
      ) => {
        await api.codes.disable(proof);
        close();
        void status.reload();
        app.toasts.show("One-time codes are off.", "ok");
      }}><p>From then on your password alone opens this account. The recovery codes stop working, and the entry in your authenticator app is worth nothing any more.</p><//>`
    }`;
}
