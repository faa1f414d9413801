import { useState } from "preact/hooks";
import { Badge } from "../../kit/badge.ts";
import { Button } from "../../kit/button.ts";
import { ConfirmTyping } from "../../kit/confirm-typing.ts";
import { type DataColumn, DataTable } from "../../kit/data-table.ts";
import { FilterBar, SearchBox } from "../../kit/filter-bar.ts";
import { Foreign } from "../../kit/foreign.ts";
import { plural } from "../../lib/format.ts";
import { html, type View } from "../../lib/html.ts";
import { useTitle } from "../../lib/lazy.ts";
import { readAll, usePaged } from "../../lib/paged.ts";
import type { SessionPage } from "../../lib/people-api.ts";
import type { PersonSessionView } from "../../lib/people-types.ts";
import { messageOf } from "../../lib/problem.ts";
import { useQuery } from "../../lib/query.ts";
import { useActions } from "../actions.ts";
import { ExportButton } from "../export-button.ts";
import { usePeopleApi } from "../use-api.ts";
import { PersonCell, When } from "./person-cell.ts";
import { deviceWords } from "./words.ts";

const keys = ["search"] as const;

/** Where everybody is signed in at this moment. */
export function Sessions(): View {
  useTitle("Sessions");
  const api = usePeopleApi();
  const [query, setQuery] = useQuery(keys);
  const load = (cursor: string | undefined, signal: AbortSignal) =>
    api.sessions.list({ ...query, ...(cursor ? { cursor } : {}) }, signal);
  const list = usePaged<PersonSessionView, SessionPage>(JSON.stringify(query), load);
  const { busy, act } = useActions();
  const [asking, setAsking] = useState(false);
  const end = (row: PersonSessionView) =>
    void act(row.id, () => api.people.endSession(row.person.id, row.id), "That session is ended.").then(list.reload);
  const total = list.answer?.total;
  const columns: DataColumn<PersonSessionView>[] = [
    { id: "person", label: "Person", head: true, cell: (row) => html`<${PersonCell} person=${row.person} />` },
    {
      id: "device",
      label: "Device",
      cell: (row) =>
        html`<span title=${row.userAgent.slice(0, 300)}><${Foreign} text=${deviceWords(row)} /></span> ${row.current && html`<${Badge} kind="accent">this one<//>`}`,
    },
    {
      id: "address",
      label: "Address",
      cell: (row) => html`<code><${Foreign} text=${row.address || "unknown"} /></code>`,
    },
    { id: "created", label: "Signed in", cell: (row) => html`<${When} at=${row.createdAt} />` },
    { id: "seen", label: "Last seen", cell: (row) => html`<${When} at=${row.lastSeenAt} />` },
    {
      id: "acts",
      label: "Actions",
      controls: true,
      align: "end",
      cell: (row) =>
        row.current
          ? null
          : html`<${Button} size="s" busy=${busy === row.id} onClick=${() => end(row)} aria-label=${`End the session of ${row.person.email}, ${deviceWords(row)}`}>End<//>`,
    },
  ];
  return html`
    <header class="admin-head"><div><h1>Sessions</h1><p class="sub">${total ? `${plural(total.sessions, "session")} of ${plural(total.people, "person", "people")}. ` : ""}A session that is ended is signed out at once. “Last seen” is up to 15 minutes old.</p></div>
      <${Button} kind="plain" onClick=${() => setAsking(true)}>Sign everybody else out…<//></header>
    <${FilterBar} actions=${html`<${ExportButton} name="sessions" columns=${fileColumns} read=${(signal: AbortSignal) => readAll(load, signal)} />`}>
      <${SearchBox} label="Search sessions" placeholder="Person, device or address" value=${query.search} onChange=${(search: string) => setQuery({ search })} />
    <//>
    <${DataTable} label="Sessions" columns=${columns} list=${list} rowKey=${(row: PersonSessionView) => row.id}
      onClear=${query.search ? () => setQuery({ search: "" }) : undefined} empty=${html`<p>Nobody is signed in.</p>`} />
    ${
      asking &&
      html`<${EndOthers} onClose=${() => setAsking(false)} onDone=${() => {
        setAsking(false);
        list.reload();
      }} />`
    }`;
}

const fileColumns = [
  { label: "Name", value: ({ person }: PersonSessionView) => person.name },
  { label: "E-mail", value: ({ person }: PersonSessionView) => person.email },
  { label: "Device", value: deviceWords },
  { label: "User agent", value: ({ userAgent }: PersonSessionView) => userAgent },
  { label: "Address", value: ({ address }: PersonSessionView) => address },
  { label: "Signed in", value: ({ createdAt }: PersonSessionView) => createdAt },
  { label: "Last seen", value: ({ lastSeenAt }: PersonSessionView) => lastSeenAt },
];

function EndOthers({ onClose, onDone }: { onClose(): void; onDone(): void }): View {
  const api = usePeopleApi();
  const { busy, act } = useActions();
  const [problem, setProblem] = useState<string>();
  async function run(): Promise<void> {
    await act("all", async () => {
      try {
        await api.sessions.endOthers();
        onDone();
      } catch (error) {
        setProblem(messageOf(error));
      }
    });
  }
  return html`<${ConfirmTyping} title="Sign everybody else out?" name="everybody" label="Type this word to confirm" action="Sign everybody out" busy=${busy === "all"} error=${problem} onConfirm=${() => void run()} onClose=${onClose}>
    <p>Everybody but you is signed out in every browser at once and has to sign in again. What they had typed stays in their browsers. Answers that are being written go on. API keys keep working; revoke those that you do not trust.</p>
  <//>`;
}
