import { Icon } from "../../kit/icon.ts";
import { Table } from "../../kit/table.ts";
import { plural } from "../../lib/format.ts";
import { html, type View } from "../../lib/html.ts";
import type { RoleTable } from "../../lib/system-types.ts";

/** What each role may do, a line for each permission. */
export function PermissionTable({ table }: { table: RoleTable }): View {
  return html`<div class="card permission-table"><table class="table" aria-label="What each role may do">
    <thead><tr><th scope="col">Permission</th>${table.roles.map((role) => html`<th scope="col" class="role" key=${role.role} title=${role.description}>${role.label}<div class="quiet num">${plural(role.people, "person", "people")}</div></th>`)}</tr></thead>
    <tbody>${table.permissions.map(
      (
        permission,
      ) => html`<tr key=${permission.permission}><th scope="row"><b>${permission.label}</b><span class="quiet small">${permission.description}</span></th>
      ${table.roles.map(({ role }) => html`<td class="role" key=${role}><${Mark} yes=${permission.roles.includes(role)} /></td>`)}</tr>`,
    )}</tbody>
  </table></div>`;
}

function Mark({ yes }: { yes: boolean }): View {
  return yes
    ? html`<span class="yes"><${Icon} name="check" /><span class="sr-only">yes</span></span>`
    : html`<span class="no"><span aria-hidden="true">–</span><span class="sr-only">no</span></span>`;
}

type Scope = RoleTable["scopes"][number];

/** What keys of each scope may be used for. */
export function ScopeTable({ table }: { table: RoleTable }): View {
  const label = (name: string) => table.permissions.find(({ permission }) => permission === name)?.label ?? name;
  const words = ({ permissions }: Scope) =>
    permissions
      .map(({ permission, access }) => `${label(permission)}${access === "read" ? " (looking only)" : ""}`)
      .join(" · ");
  return html`<div class="card"><${Table} label="Scopes of API keys" rows=${table.scopes} rowKey=${({ scope }: Scope) => scope} columns=${[
    {
      id: "scope",
      label: "Scope",
      cell: (row: Scope) => html`<code>${row.scope}</code><div class="quiet small">${row.label}</div>`,
    },
    {
      id: "may",
      label: "What such a key may do",
      cell: (row: Scope) => html`${row.description}<div class="quiet small">${words(row)}</div>`,
    },
  ]} /></div>`;
}
