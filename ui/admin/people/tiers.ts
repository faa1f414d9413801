import { useState } from "preact/hooks";
import { Badge } from "../../kit/badge.ts";
import { Button, IconButton } from "../../kit/button.ts";
import { type DataColumn, DataTable } from "../../kit/data-table.ts";
import { Foreign, inert } from "../../kit/foreign.ts";
import { Menu, type MenuItem, type TriggerProps } from "../../kit/menu.ts";
import { count } from "../../lib/format.ts";
import { html, type View } from "../../lib/html.ts";
import type { TierView } from "../../lib/system-types.ts";
import { isMissing, useRead } from "../../lib/use-read.ts";
import { useActions } from "../actions.ts";
import { useSystemApi } from "../use-api.ts";
import { DeleteTierDialog, TierDialog } from "./tier-dialogs.ts";
import { limitPhrases } from "./tier-words.ts";

type Open = { kind: "new" } | { kind: "edit"; tier: TierView } | { kind: "delete"; tier: TierView };

/** How much people may use, by tier. */
export function Tiers(): View {
  const api = useSystemApi();
  const { act } = useActions();
  const [open, setOpen] = useState<Open | null>(null);
  const read = useRead("tiers", (signal) => api.tiers.list(signal));
  if (isMissing(read.error)) return null;
  const done = () => {
    setOpen(null);
    read.reload();
  };
  const makeDefault = (tier: TierView) =>
    void act(tier.id, () => api.tiers.update(tier.id, { isDefault: true }), `${tier.name} is the default tier.`).then(
      read.reload,
    );
  const menu = (tier: TierView): MenuItem[] => [
    { label: "Edit…", icon: "edit", onSelect: () => setOpen({ kind: "edit", tier }) },
    { label: "Who is in it", icon: "people", href: `/admin/people?tierId=${tier.id}` },
    ...(tier.isDefault
      ? []
      : ([
          {
            label: "Make it the default",
            note: "For everybody who was given none",
            icon: "check",
            onSelect: () => makeDefault(tier),
          },
          { kind: "line" },
          { label: "Delete…", icon: "trash", danger: true, onSelect: () => setOpen({ kind: "delete", tier }) },
        ] satisfies MenuItem[])),
  ];
  const columns: DataColumn<TierView>[] = [
    {
      id: "tier",
      label: "Tier",
      head: true,
      cell: (tier) =>
        html`<div class="who-text"><span class="who-name"><span class="strong"><${Foreign} text=${tier.name} /></span>${tier.isDefault && html`<${Badge} kind="accent">default<//>`}</span>${tier.description && html`<span class="quiet small"><${Foreign} text=${tier.description} /></span>`}</div>`,
    },
    { id: "limits", label: "Limits", loose: true, cell: (tier) => html`<${LimitList} tier=${tier} />` },
    {
      id: "people",
      label: "People",
      align: "end",
      cell: (tier) => html`<a class="link num" href=${`/admin/people?tierId=${tier.id}`}>${count(tier.people)}</a>`,
    },
    {
      id: "acts",
      label: "Actions",
      controls: true,
      align: "end",
      cell: (tier) =>
        html`<${Menu} label=${`Actions for ${tier.name}`} align="end" items=${menu(tier)} trigger=${(props: TriggerProps) => html`<${IconButton} icon="more" label=${`Actions for ${inert(tier.name, 80)}`} ...${props} />`} />`,
    },
  ];
  return html`<div class="line-head"><h2>Tiers</h2><${Button} icon="plus" onClick=${() => setOpen({ kind: "new" })}>New tier<//></div>
    <${DataTable} label="Tiers" columns=${columns} list=${{ rows: read.value, error: read.error, reload: read.reload }} rowKey=${(tier: TierView) => tier.id}
      empty=${html`<p>There is no tier: nobody is limited.</p>`} />
    ${(open?.kind === "new" || open?.kind === "edit") && html`<${TierDialog} tier=${open.kind === "edit" ? open.tier : undefined} onClose=${() => setOpen(null)} onDone=${done} />`}
    ${open?.kind === "delete" && html`<${DeleteTierDialog} tier=${open.tier} others=${(read.value ?? []).filter(({ id }) => id !== open.tier.id)} onClose=${() => setOpen(null)} onDone=${done} />`}`;
}

function LimitList({ tier }: { tier: TierView }): View {
  const phrases = limitPhrases(tier.limits);
  return phrases.length === 0
    ? html`<span class="quiet">No limits</span>`
    : html`<span class="tier-limits num">${phrases.map((phrase) => html`<span key=${phrase}>${phrase}</span>`)}</span>`;
}
