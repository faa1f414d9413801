import { useState } from "preact/hooks";
import { Badge } from "../../kit/badge.ts";
import { Button, IconButton } from "../../kit/button.ts";
import { type DataColumn, DataTable } from "../../kit/data-table.ts";
import { Confirm } from "../../kit/dialog.ts";
import { FilterBar, FilterChip, SearchBox } from "../../kit/filter-bar.ts";
import { Foreign, inert } from "../../kit/foreign.ts";
import { Menu, type MenuItem, type TriggerProps } from "../../kit/menu.ts";
import { html, type View } from "../../lib/html.ts";
import { useTitle } from "../../lib/lazy.ts";
import { readAll, usePaged } from "../../lib/paged.ts";
import type { InvitationView, SentInvitation } from "../../lib/people-api.ts";
import { useQuery } from "../../lib/query.ts";
import { useRead } from "../../lib/use-read.ts";
import { useActions } from "../actions.ts";
import { ExportButton } from "../export-button.ts";
import { usePeopleApi, useSystemApi } from "../use-api.ts";
import { InviteDialog, SentDialog } from "./invite-dialog.ts";
import { InviteManyDialog } from "./invite-many-dialog.ts";
import { When } from "./person-cell.ts";
import { invitationStates, roleLabel } from "./words.ts";

const keys = ["search", "state", "invite"] as const;
const states = Object.entries(invitationStates).map(([value, { label }]) => ({ value, label }));

type Open =
  | { kind: "one" }
  | { kind: "many" }
  | { kind: "sent"; made: SentInvitation }
  | { kind: "revoke"; row: InvitationView };

/** Who was invited, and what came of it. */
export function Invitations(): View {
  useTitle("Invitations");
  const api = usePeopleApi();
  const system = useSystemApi();
  const [query, setQuery] = useQuery(keys);
  const { search, state } = query;
  const load = (cursor: string | undefined, signal: AbortSignal) =>
    api.invitations.list({ search, state, ...(cursor ? { cursor } : {}) }, signal);
  const list = usePaged(`${search}\n${state}`, load);
  const tiers = useRead("tiers", (signal) => system.tiers.list(signal)).value ?? [];
  const { busy, act } = useActions();
  const [open, setOpen] = useState<Open | null>(query.invite === "one" ? { kind: "one" } : null);
  const show = (next: Open | null) => {
    setOpen(next);
    if (query.invite) setQuery({ invite: "" });
  };
  const resend = (row: InvitationView) =>
    void act(row.id, async () => {
      show({ kind: "sent", made: await api.invitations.resend(row.id) });
      list.reload();
    });
  async function revoke(row: InvitationView): Promise<void> {
    if (!(await act(row.id, () => api.invitations.revoke(row.id), `The invitation of ${row.email} is revoked.`)))
      return;
    show(null);
    list.reload();
  }
  const menu = (row: InvitationView): MenuItem[] => [
    { label: "Make a new link", note: "The earlier one stops working", icon: "refresh", onSelect: () => resend(row) },
    { label: "Revoke…", icon: "close", danger: true, onSelect: () => show({ kind: "revoke", row }) },
  ];
  const tierOf = (row: InvitationView) =>
    tiers.find((tier) => (row.tierId ? tier.id === row.tierId : tier.isDefault))?.name ?? "";
  const columns: DataColumn<InvitationView>[] = [
    {
      id: "who",
      label: "Invited",
      head: true,
      cell: (row) =>
        html`<div class="who-text"><span class="strong"><${Foreign} text=${row.email} /></span>${row.name && html`<span class="quiet small"><${Foreign} text=${row.name} /></span>`}</div>`,
    },
    { id: "role", label: "Role", cell: (row) => roleLabel(row.role) },
    ...(tiers.length > 0
      ? [{ id: "tier", label: "Tier", cell: (row: InvitationView) => html`<span class="cut">${tierOf(row)}</span>` }]
      : []),
    {
      id: "state",
      label: "State",
      cell: (row) => html`<${Badge} kind=${invitationStates[row.state].tone}>${invitationStates[row.state].label}<//>`,
    },
    { id: "sent", label: "Newest link", cell: (row) => html`<${When} at=${row.sentAt} />` },
    { id: "expires", label: "Good until", cell: (row) => html`<${Day} at=${row.expiresAt} />` },
    {
      id: "acts",
      label: "Actions",
      controls: true,
      align: "end",
      cell: (row) =>
        row.state === "open" || row.state === "expired"
          ? html`<${Menu} label=${`Actions for ${row.email}`} align="end" items=${menu(row)} trigger=${(props: TriggerProps) => html`<${IconButton} icon="more" label=${`Actions for ${inert(row.email, 80)}`} disabled=${busy === row.id} ...${props} />`} />`
          : null,
    },
  ];
  return html`
    <header class="admin-head"><div><h1>Invitations</h1><p class="sub">A link lets one person make an account with the role that you chose. It works once.</p></div>
      <${Button} onClick=${() => show({ kind: "many" })}>Invite a list<//><${Button} kind="solid" icon="invite" onClick=${() => show({ kind: "one" })}>Invite somebody<//></header>
    <${FilterBar} actions=${html`<${ExportButton} name="invitations" columns=${fileColumns} read=${(signal: AbortSignal) => readAll(load, signal)} />`}>
      <${SearchBox} label="Search invitations" placeholder="E-mail or name" value=${search} onChange=${(text: string) => setQuery({ search: text })} />
      <${FilterChip} label="State" value=${state} options=${states} onChange=${(value: string) => setQuery({ state: value })} />
    <//>
    <${DataTable} label="Invitations" columns=${columns} list=${list} rowKey=${(row: InvitationView) => row.id}
      onClear=${search || state ? () => setQuery({ search: "", state: "" }) : undefined}
      empty=${html`<p>Nobody was invited yet. An invitation is a link that you send, or that Vitrine mails where <a class="link" href="/admin/mail">mail</a> is set up.</p><${Button} kind="solid" onClick=${() => show({ kind: "one" })}>Invite somebody<//>`} />
    ${
      open?.kind === "one" &&
      html`<${InviteDialog} tiers=${tiers} onClose=${() => show(null)} onSent=${(made: SentInvitation) => {
        show({ kind: "sent", made });
        list.reload();
      }} />`
    }
    ${open?.kind === "many" && html`<${InviteManyDialog} tiers=${tiers} onClose=${() => show(null)} onSent=${list.reload} />`}
    ${open?.kind === "sent" && html`<${SentDialog} made=${open.made} onClose=${() => show(null)} />`}
    ${
      open?.kind === "revoke" &&
      html`<${Confirm} title="Revoke this invitation?" text=${`The link that was made for ${inert(open.row.email)} stops working. You can invite them again.`} action="Revoke" busy=${busy === open.row.id} onConfirm=${() => void revoke(open.row)} onClose=${() => show(null)} />`
    }`;
}

function Day({ at }: { at: string }): View {
  return html`<time class="num" dateTime=${at}>${new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" }).format(new Date(at))}</time>`;
}

const fileColumns = [
  { label: "E-mail", value: ({ email }: InvitationView) => email },
  { label: "Name", value: ({ name }: InvitationView) => name },
  { label: "Role", value: ({ role }: InvitationView) => role },
  { label: "State", value: ({ state }: InvitationView) => state },
  { label: "Invited", value: ({ createdAt }: InvitationView) => createdAt },
  { label: "Good until", value: ({ expiresAt }: InvitationView) => expiresAt },
];
