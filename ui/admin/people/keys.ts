import { useState } from "preact/hooks";
import { type DataColumn, DataTable } from "../../kit/data-table.ts";
import { FilterBar, FilterChip, SearchBox } from "../../kit/filter-bar.ts";
import { html, type View } from "../../lib/html.ts";
import { useTitle } from "../../lib/lazy.ts";
import { readAll, usePaged } from "../../lib/paged.ts";
import type { OwnedKeyView } from "../../lib/people-types.ts";
import { useQuery } from "../../lib/query.ts";
import { useActions } from "../actions.ts";
import { ExportButton } from "../export-button.ts";
import { usePeopleApi } from "../use-api.ts";
import { conditionOf, keyColumns } from "./key-columns.ts";
import { PersonCell } from "./person-cell.ts";
import { RevokeDialog } from "./person-keys.ts";

const keys = ["search", "state"] as const;
const states = [
  { value: "good", label: "Works" },
  { value: "expired", label: "Expired" },
  { value: "revoked", label: "Revoked" },
];
const owner: DataColumn<OwnedKeyView> = {
  id: "owner",
  label: "Owner",
  cell: (key) => html`<${PersonCell} person=${key.owner} />`,
};

/** API keys of everybody. */
export function Keys(): View {
  useTitle("Keys");
  const api = usePeopleApi();
  const [query, setQuery] = useQuery(keys);
  const load = (cursor: string | undefined, signal: AbortSignal) =>
    api.keys.list({ ...query, ...(cursor ? { cursor } : {}) }, signal);
  const list = usePaged(JSON.stringify(query), load);
  const { busy, act } = useActions();
  const [asked, setAsked] = useState<OwnedKeyView | null>(null);
  async function revoke(key: OwnedKeyView): Promise<void> {
    if (!(await act(key.id, () => api.people.revokeKey(key.owner.id, key.id), "The key is revoked."))) return;
    setAsked(null);
    list.reload();
  }
  return html`
    <header class="admin-head"><div><h1>Keys</h1><p class="sub">API keys of everybody. A key can do what its owner may do, at most what its <a class="link" href="/admin/roles#scopes">scopes</a> say; only its public part is known here.</p></div></header>
    <${FilterBar} actions=${html`<${ExportButton} name="keys" columns=${fileColumns} read=${(signal: AbortSignal) => readAll(load, signal)} />`}>
      <${SearchBox} label="Search keys" placeholder="Owner, name or id" value=${query.search} onChange=${(search: string) => setQuery({ search })} />
      <${FilterChip} label="State" value=${query.state} options=${states} onChange=${(state: string) => setQuery({ state })} />
    <//>
    <${DataTable} label="API keys" columns=${keyColumns(setAsked, [owner])} list=${list} rowKey=${(key: OwnedKeyView) => key.id}
      onClear=${query.search || query.state ? () => setQuery({ search: "", state: "" }) : undefined}
      empty=${html`<p>Nobody has made an API key yet. Everybody makes their own, in their account; what it is for is in the <a class="link" href="/api/docs" data-native="">API reference</a>.</p>`} />
    ${asked && html`<${RevokeDialog} name=${asked.name} busy=${busy === asked.id} onConfirm=${() => void revoke(asked)} onClose=${() => setAsked(null)} />`}`;
}

const fileColumns = [
  { label: "Key", value: ({ publicId }: OwnedKeyView) => `vit_${publicId}` },
  { label: "Name", value: ({ name }: OwnedKeyView) => name },
  { label: "Owner", value: (key: OwnedKeyView) => key.owner.email },
  { label: "Scopes", value: ({ scopes }: OwnedKeyView) => scopes.join(" ") },
  { label: "State", value: (key: OwnedKeyView) => conditionOf(key) },
  { label: "Created", value: ({ createdAt }: OwnedKeyView) => createdAt },
  { label: "Last used", value: ({ lastUsedAt }: OwnedKeyView) => lastUsedAt },
  { label: "Last address", value: ({ lastUsedAddress }: OwnedKeyView) => lastUsedAddress },
  { label: "Expires", value: ({ expiresAt }: OwnedKeyView) => expiresAt },
];
