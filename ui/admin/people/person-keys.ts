import { useState } from "preact/hooks";
import { DataTable } from "../../kit/data-table.ts";
import { Confirm } from "../../kit/dialog.ts";
import { inert } from "../../kit/foreign.ts";
import { html, type View } from "../../lib/html.ts";
import type { KeyView, PersonView } from "../../lib/people-types.ts";
import { useRead } from "../../lib/use-read.ts";
import { useActions } from "../actions.ts";
import { usePeopleApi } from "../use-api.ts";
import { keyColumns } from "./key-columns.ts";

/** API keys of somebody. */
export function PersonKeys({ person, onChanged }: { person: PersonView; onChanged(): void }): View {
  const api = usePeopleApi();
  const { busy, act } = useActions();
  const [asked, setAsked] = useState<KeyView | null>(null);
  const read = useRead(person.id, (signal) => api.people.keys(person.id, signal));
  async function revoke(key: KeyView): Promise<void> {
    const gone = await act(key.id, () => api.people.revokeKey(person.id, key.id), "The key is revoked.");
    if (!gone) return;
    setAsked(null);
    read.reload();
    onChanged();
  }
  return html`<h2>API keys</h2>
    <${DataTable} label="API keys" columns=${keyColumns<KeyView>(setAsked)} list=${{ rows: read.value, error: read.error, reload: read.reload }} rowKey=${(key: KeyView) => key.id}
      empty=${html`<p>They have made no key. Everybody makes their own, in their account.</p>`} />
    ${asked && html`<${RevokeDialog} name=${asked.name} busy=${busy === asked.id} onConfirm=${() => void revoke(asked)} onClose=${() => setAsked(null)} />`}`;
}

interface RevokeProps {
  name: string;
  busy: boolean;
  onConfirm(): void;
  onClose(): void;
}

export const RevokeDialog = ({ name, busy, onConfirm, onClose }: RevokeProps): View =>
  html`<${Confirm} title="Revoke this key?" text=${`Whatever uses “${inert(name, 80)}” stops working at once. A revoked key cannot be brought back.`} action="Revoke" busy=${busy} onConfirm=${onConfirm} onClose=${onClose} />`;
