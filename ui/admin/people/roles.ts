import { html, type View } from "../../lib/html.ts";
import { useTitle } from "../../lib/lazy.ts";
import { useRead } from "../../lib/use-read.ts";
import { Ghost } from "../ghost.ts";
import { ReadProblem } from "../read-problem.ts";
import { useSystemApi } from "../use-api.ts";
import { PermissionTable, ScopeTable } from "./permission-table.ts";
import { Tiers } from "./tiers.ts";

/** Who may do what, and how much of it. */
export function Roles(): View {
  useTitle("Roles and tiers");
  const api = useSystemApi();
  const roles = useRead("roles", (signal) => api.roles(signal));
  return html`
    <header class="admin-head"><div><h1>Roles and tiers</h1><p class="sub">A role says what somebody may do, a tier how much of it. What they may do in one project is up to its members.</p></div></header>
    <div class="plain-page">
      <${Tiers} />
      <h2>Roles</h2>
      <${ReadProblem} what="The roles" read=${roles} />
      ${roles.value ? html`<${PermissionTable} table=${roles.value} />` : roles.error ? null : html`<${Ghost} rows=${6} />`}
      <h2 id="scopes">Scopes of API keys</h2>
      <p class="quiet">A key never does more than its owner may. Its scopes make that less; no scope lets a key change a password, end sessions or make keys.</p>
      ${roles.value && html`<${ScopeTable} table=${roles.value} />`}
    </div>`;
}
