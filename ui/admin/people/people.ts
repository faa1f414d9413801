import { Button, IconButton } from "../../kit/button.ts";
import { type DataColumn, DataTable, type Sorting } from "../../kit/data-table.ts";
import { FilterBar, FilterChip, SearchBox } from "../../kit/filter-bar.ts";
import { Icon } from "../../kit/icon.ts";
import { Menu, type TriggerProps } from "../../kit/menu.ts";
import { Notice } from "../../kit/notice.ts";
import type { CsvColumn } from "../../lib/csv.ts";
import { html, type View } from "../../lib/html.ts";
import { useTitle } from "../../lib/lazy.ts";
import { readAll, usePaged } from "../../lib/paged.ts";
import type { PersonView } from "../../lib/people-types.ts";
import { useQuery } from "../../lib/query.ts";
import { useRead } from "../../lib/use-read.ts";
import { ExportButton } from "../export-button.ts";
import { usePeopleApi, useSystemApi } from "../use-api.ts";
import { PersonCell, SignInMeans, StatusBadges, When } from "./person-cell.ts";
import { PersonDialogs } from "./person-dialogs.ts";
import { personMenu } from "./person-menu.ts";
import { usePersonActions } from "./use-person-actions.ts";
import { roleLabel, roleOptions, signInMeans, stateOptions, statusOf } from "./words.ts";

const keys = ["search", "role", "state", "tierId", "sort", "order"] as const;

/** Everybody who has an account, and what can be done with each of them. */
export function People(): View {
  useTitle("People");
  const api = usePeopleApi();
  const system = useSystemApi();
  const [query, setQuery] = useQuery(keys);
  const load = (cursor: string | undefined, signal: AbortSignal) =>
    api.people.list({ ...query, ...(cursor ? { cursor } : {}) }, signal);
  const list = usePaged(JSON.stringify(query), load);
  const asking = useRead("requested", (signal) => api.people.list({ state: "requested", limit: "10" }, signal));
  const tiers = useRead("tiers", (signal) => system.tiers.list(signal)).value;
  const changed = () => {
    list.reload();
    asking.reload();
  };
  const actions = usePersonActions({ onChanged: changed, onDeleted: changed });
  const tierOf = (person: PersonView) =>
    tiers?.find((tier) => (person.tierId ? tier.id === person.tierId : tier.isDefault))?.name ?? "";
  const waiting = asking.value?.items.length ?? 0;
  const filtered = query.search || query.role || query.state || query.tierId;
  const columns: DataColumn<PersonView>[] = [
    {
      id: "person",
      label: "Person",
      sort: "name",
      head: true,
      cell: (person) => html`<${PersonCell} person=${person} />`,
    },
    { id: "role", label: "Role", cell: (person) => roleLabel(person.role) },
    ...(tiers
      ? [{ id: "tier", label: "Tier", cell: (person: PersonView) => html`<span class="cut">${tierOf(person)}</span>` }]
      : []),
    { id: "state", label: "Status", cell: (person) => html`<${StatusBadges} person=${person} />` },
    { id: "means", label: "Sign-in", cell: (person) => html`<${SignInMeans} person=${person} />` },
    { id: "seen", label: "Last seen", sort: "seen", cell: (person) => html`<${When} at=${person.lastSeenAt} />` },
    { id: "created", label: "Joined", sort: "created", cell: (person) => html`<${When} at=${person.createdAt} />` },
    {
      id: "acts",
      label: "Actions",
      controls: true,
      align: "end",
      cell: (
        person,
      ) => html`<${Menu} label=${`Actions for ${person.email}`} align="end" items=${personMenu(person, actions)}
        trigger=${(props: TriggerProps) => html`<${IconButton} icon="more" label=${`Actions for ${person.email}`} ...${props} />`} />`,
    },
  ];
  const sorting: Sorting = { by: query.sort || "created", descending: query.order === "descending" };
  return html`
    <header class="admin-head"><div><h1>People</h1><p class="sub">Who may use Vitrine, how they sign in, and what each of them may do.</p></div>
      <a class="btn solid m" href="/admin/invitations?invite=one"><${Icon} name="invite" />Invite people</a></header>
    ${
      waiting > 0 && query.state !== "requested"
        ? html`<${Notice} kind="info" icon="invite" title=${waiting === 1 ? "One person asks to join" : `${waiting === 10 ? "Ten or more" : waiting} people ask to join`} actions=${html`<${Button} onClick=${() => setQuery({ state: "requested", search: "", role: "", tierId: "" })}>Look at ${waiting === 1 ? "the request" : "the requests"}<//>`}><p>Until somebody says yes they cannot sign in.</p><//>`
        : null
    }
    <${FilterBar} actions=${html`<${ExportButton} name="people" columns=${fileColumns(tierOf)} read=${(signal: AbortSignal) => readAll(load, signal)} />`}>
      <${SearchBox} label="Search people" placeholder="Name or e-mail" value=${query.search} onChange=${(text: string) => setQuery({ search: text })} />
      <${FilterChip} label="Role" value=${query.role} options=${[...roleOptions]} onChange=${(role: string) => setQuery({ role })} />
      <${FilterChip} label="Status" value=${query.state} options=${[...stateOptions]} onChange=${(state: string) => setQuery({ state })} />
      ${tiers && tiers.length > 1 && html`<${FilterChip} label="Tier" value=${query.tierId} options=${tiers.map(({ id, name }) => ({ value: id, label: name }))} onChange=${(tierId: string) => setQuery({ tierId })} />`}
    <//>
    <${DataTable} label="People" columns=${columns} list=${list} rowKey=${(person: PersonView) => person.id} sorting=${sorting}
      onSort=${({ by, descending }: Sorting) => setQuery({ sort: by, order: descending ? "descending" : "ascending" })}
      onClear=${filtered ? () => setQuery({ search: "", role: "", state: "", tierId: "" }) : undefined}
      empty=${html`<p>Nobody has an account yet. Invite somebody, and send them the link.</p>`} />
    <${PersonDialogs} actions=${actions} />`;
}

const fileColumns = (tierOf: (person: PersonView) => string): CsvColumn<PersonView>[] => [
  { label: "Name", value: ({ name }) => name },
  { label: "E-mail", value: ({ email }) => email },
  { label: "Role", value: ({ role }) => role },
  { label: "Tier", value: tierOf },
  { label: "Status", value: (person) => statusOf(person)[0]?.label },
  { label: "Sign-in", value: (person) => signInMeans(person).join(", ") },
  { label: "API keys", value: (person) => person.keys },
  { label: "Last seen", value: ({ lastSeenAt }) => lastSeenAt },
  { label: "Joined", value: ({ createdAt }) => createdAt },
];
