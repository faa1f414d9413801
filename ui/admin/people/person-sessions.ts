import { Button } from "../../kit/button.ts";
import { type DataColumn, DataTable } from "../../kit/data-table.ts";
import { Foreign } from "../../kit/foreign.ts";
import { useApp } from "../../lib/app.ts";
import { html, type View } from "../../lib/html.ts";
import type { PersonView, SessionView } from "../../lib/people-types.ts";
import { useRead } from "../../lib/use-read.ts";
import { useActions } from "../actions.ts";
import { usePeopleApi } from "../use-api.ts";
import { When } from "./person-cell.ts";
import type { PersonActions } from "./use-person-actions.ts";
import { deviceWords } from "./words.ts";

/** Where somebody is signed in. */
export function PersonSessions({ person, actions }: { person: PersonView; actions: PersonActions }): View {
  const { session } = useApp();
  const api = usePeopleApi();
  const { busy, act } = useActions();
  const read = useRead(`${person.id} ${person.lastSeenAt} ${actions.dialog === null}`, (signal) =>
    api.people.sessions(person.id, signal),
  );
  const me = session.user.value?.id === person.id;
  const end = (row: SessionView) =>
    void act(row.id, () => api.people.endSession(person.id, row.id), "That session is ended.").then(read.reload);
  const columns: DataColumn<SessionView>[] = [
    {
      id: "device",
      label: "Device",
      head: true,
      cell: (row) => html`<span class="strong"><${Foreign} text=${deviceWords(row)} /></span>`,
    },
    {
      id: "address",
      label: "Address",
      cell: (row) => html`<code><${Foreign} text=${row.address || "unknown"} /></code>`,
    },
    { id: "seen", label: "Last seen", cell: (row) => html`<${When} at=${row.lastSeenAt} />` },
    { id: "created", label: "Signed in", cell: (row) => html`<${When} at=${row.createdAt} />` },
    {
      id: "acts",
      label: "Actions",
      controls: true,
      align: "end",
      cell: (row) =>
        html`<${Button} size="s" busy=${busy === row.id} onClick=${() => end(row)} aria-label=${`End the session of ${deviceWords(row)} at ${row.address}`}>End<//>`,
    },
  ];
  const some = (read.value?.length ?? 0) > 0;
  return html`<div class="line-head"><h2>Sessions</h2>${some && html`<${Button} onClick=${() => actions.show({ kind: "sessions", person })}>Sign out everywhere…<//>`}</div>
    ${me && html`<p class="quiet small">These are your own; ending the one that you are using signs you out.</p>`}
    <${DataTable} label="Sessions" columns=${columns} list=${{ rows: read.value, error: read.error, reload: read.reload }} rowKey=${(row: SessionView) => row.id}
      empty=${html`<p>They are signed in nowhere.</p>`} />`;
}
