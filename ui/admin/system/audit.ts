import { useEffect, useState } from "preact/hooks";
import { Button } from "../../kit/button.ts";
import { DataTable } from "../../kit/data-table.ts";
import { DateRange, momentOf } from "../../kit/date-range.ts";
import { FilterBar, FilterChip, SearchBox } from "../../kit/filter-bar.ts";
import { useApp } from "../../lib/app.ts";
import { html, type View } from "../../lib/html.ts";
import { useTitle } from "../../lib/lazy.ts";
import { usePaged } from "../../lib/paged.ts";
import type { AuditView } from "../../lib/people-types.ts";
import { useQuery } from "../../lib/query.ts";
import { useRead } from "../../lib/use-read.ts";
import { usePeopleApi, useSystemApi } from "../use-api.ts";
import { auditColumns } from "./audit-columns.ts";
import { AuditExport } from "./audit-export.ts";
import { AuditSettings } from "./audit-settings.ts";
import { actionGroups } from "./audit-words.ts";
import { EntryDialog } from "./entry-dialog.ts";

const keys = ["search", "action", "outcome", "person", "since", "until"] as const;
const liveEveryMs = 4000;

/** What happened to accounts and settings, in an order that nobody can change unseen. */
export function Audit(): View {
  useTitle("Audit");
  const app = useApp();
  const api = useSystemApi();
  const people = usePeopleApi();
  const [query, setQuery] = useQuery(keys);
  const [open, setOpen] = useState<AuditView | null>(null);
  const key = JSON.stringify(query);
  const filter = () => ({
    search: query.search,
    action: query.action,
    outcome: query.outcome,
    personId: query.person,
    since: momentOf(query.since, "begin", app.now()),
    until: momentOf(query.until, "end", app.now()),
  });
  const list = usePaged<AuditView>(key, (cursor, signal) =>
    api.audit.list({ ...filter(), ...(cursor ? { cursor } : {}) }, signal),
  );
  useLive(list.page === 0 && open === null, list.reload);
  const actions = useRead("actions", (signal) => api.audit.actions(signal)).value ?? [];
  const person = useRead(query.person, (signal) =>
    query.person === "" ? Promise.resolve(null) : people.people.get(query.person, signal),
  ).value;
  const clear = () => setQuery({ search: "", action: "", outcome: "", person: "", since: "", until: "" });
  const filtered = Object.values(query).some((value) => value !== "");
  return html`
    <header class="admin-head"><div><h1>Audit</h1><p class="sub">Every act that matters for security, newest first. Each entry is bound to the one before it, so that a change outside of Vitrine is found.</p></div></header>
    <${AuditSettings} />
    <${FilterBar} actions=${html`<${AuditExport} query=${filter} />`}>
      <${SearchBox} label="Search the log" placeholder="Person, address, detail" value=${query.search} onChange=${(search: string) => setQuery({ search })} />
      <${FilterChip} label="Action" value=${query.action} options=${actionGroups(actions)} onChange=${(action: string) => setQuery({ action })} />
      <${FilterChip} label="Outcome" value=${query.outcome} options=${[
        { value: "ok", label: "Done" },
        { value: "refused", label: "Refused" },
      ]} onChange=${(outcome: string) => setQuery({ outcome })} />
      <${DateRange} label="Time" since=${query.since} until=${query.until} now=${app.now} onChange=${setQuery} />
      ${query.person !== "" && html`<${FilterChip} label="Person" value=${query.person} options=${[{ value: query.person, label: person?.email ?? "One person" }]} onChange=${(value: string) => setQuery({ person: value })} />`}
      ${filtered && html`<${Button} kind="quiet" onClick=${clear}>Clear<//>`}
    <//>
    <${DataTable} label="Audit log" columns=${auditColumns(setOpen)} list=${list} rowKey=${(entry: AuditView) => String(entry.seq)}
      onClear=${filtered ? clear : undefined} empty=${html`<p>Nothing is in the log yet.</p>`} />
    ${
      open &&
      html`<${EntryDialog} entry=${open} onClose=${() => setOpen(null)} onFilter=${(change: Partial<typeof query>) => {
        setOpen(null);
        setQuery(change);
      }} />`
    }`;
}

/** Reads again while the page is on the screen and somebody looks at its newest entries. */
function useLive(on: boolean, reload: () => void): void {
  useEffect(() => {
    if (!on) return;
    const timer = setInterval(() => document.visibilityState === "visible" && reload(), liveEveryMs);
    return () => clearInterval(timer);
  }, [on, reload]);
}
