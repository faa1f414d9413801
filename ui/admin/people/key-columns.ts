import { Badge } from "../../kit/badge.ts";
import { Button } from "../../kit/button.ts";
import type { DataColumn } from "../../kit/data-table.ts";
import { Foreign, inert } from "../../kit/foreign.ts";
import { html, type View } from "../../lib/html.ts";
import type { KeyView } from "../../lib/people-types.ts";
import { When } from "./person-cell.ts";

export type KeyCondition = "good" | "expired" | "revoked";

export function conditionOf(key: KeyView, now = Date.now()): KeyCondition {
  if (key.revokedAt !== null) return "revoked";
  return key.expiresAt !== null && Date.parse(key.expiresAt) <= now ? "expired" : "good";
}

const tones = { good: "ok", expired: "warn", revoked: "plain" } as const;
const labels = { good: "Works", expired: "Expired", revoked: "Revoked" } as const;

/** A key in a list: its name and public part, what it may do, and when it was used. */
export function keyColumns<Key extends KeyView>(
  onRevoke: (key: Key) => void,
  more: DataColumn<Key>[] = [],
): DataColumn<Key>[] {
  return [
    {
      id: "key",
      label: "Key",
      head: true,
      cell: (key) =>
        html`<div class="who-text"><span class="strong"><${Foreign} text=${key.name} /></span><code class="quiet">vit_${key.publicId}_…</code></div>`,
    },
    ...more,
    { id: "scopes", label: "Scopes", cell: (key) => html`<${Scopes} of=${key} />` },
    { id: "used", label: "Last used", cell: (key) => html`<${When} at=${key.lastUsedAt} />` },
    { id: "expires", label: "Expires", cell: (key) => html`<${Expiry} of=${key} />` },
    {
      id: "state",
      label: "State",
      cell: (key) => html`<${Badge} kind=${tones[conditionOf(key)]}>${labels[conditionOf(key)]}<//>`,
    },
    {
      id: "acts",
      label: "Actions",
      controls: true,
      align: "end",
      cell: (key) =>
        conditionOf(key) === "good"
          ? html`<${Button} size="s" onClick=${() => onRevoke(key)} aria-label=${`Revoke ${inert(key.name, 80)}`}>Revoke…<//>`
          : null,
    },
  ];
}

function Scopes({ of }: { of: KeyView }): View {
  const projects =
    of.projectIds === null ? "" : ` · ${of.projectIds.length === 1 ? "1 project" : `${of.projectIds.length} projects`}`;
  return html`<span class="badges">${of.scopes.map((scope) => html`<${Badge} key=${scope} kind=${scope === "admin" ? "warn" : "plain"}>${scope}<//>`)}</span><span class="quiet small">${projects}</span>`;
}

function Expiry({ of }: { of: KeyView }): View {
  if (of.expiresAt === null) return html`<span class="quiet">Never</span>`;
  const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" }).format(new Date(of.expiresAt));
  return html`<time class="num" dateTime=${of.expiresAt}>${day}</time>`;
}
