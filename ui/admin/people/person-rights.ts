import { Select } from "../../kit/choice.ts";
import { plural } from "../../lib/format.ts";
import { html, type View } from "../../lib/html.ts";
import type { ProjectTally } from "../../lib/people-api.ts";
import type { PersonView } from "../../lib/people-types.ts";
import { useRead } from "../../lib/use-read.ts";
import { usePeopleApi, useSystemApi } from "../use-api.ts";
import type { PersonActions } from "./use-person-actions.ts";
import { readRole, roleOptions } from "./words.ts";

/** What somebody may do, and how much of it. */
export function PersonRights({ person, actions }: { person: PersonView; actions: PersonActions }): View {
  const api = usePeopleApi();
  const system = useSystemApi();
  const tiers = useRead("tiers", (signal) => system.tiers.list(signal)).value;
  const tally = useRead(person.id, (signal) => api.people.projects(person.id, signal)).value;
  const chooseRole = (value: string) => {
    const role = readRole(value);
    if (role && role !== person.role) actions.show({ kind: "role", person, role });
  };
  const standard = tiers?.find((tier) => tier.isDefault);
  const tierOptions = [
    { value: "", label: `${standard?.name ?? "Default"} (the default)` },
    ...(tiers ?? []).filter((tier) => !tier.isDefault).map(({ id, name }) => ({ value: id, label: name })),
  ];
  const tierId = person.tierId === standard?.id ? "" : (person.tierId ?? "");
  return html`<h2>Rights</h2>
    <div class="card lines">
      <div class="line"><div class="line-text"><b>Role</b><p>${roleOptions.find(({ value }) => value === person.role)?.note}. <a class="link" href="/admin/roles">All roles compared</a></p></div>
        <${Select} key=${`${person.role}-${actions.dialog === null}`} label="Role" hideLabel value=${person.role} options=${roleOptions.map(({ value, label }) => ({ value, label }))} onChange=${chooseRole} /></div>
      ${
        tiers &&
        html`<div class="line"><div class="line-text"><b>Tier</b><p>How much they may use in a day and a month.</p></div>
        <${Select} label="Tier" hideLabel value=${tierId} options=${tierOptions} onChange=${(value: string) => actions.setTier(person, value === "" ? null : value)} /></div>`
      }
      <div class="line"><div class="line-text"><b>Projects</b><p>Which ones they are is shown to their members only.</p></div><span class="line-value num">${tally ? projectWords(tally) : "…"}</span></div>
    </div>`;
}

function projectWords({ owner, editor, viewer }: ProjectTally): string {
  const parts = [
    owner > 0 ? `owns ${plural(owner, "project")}` : "",
    editor > 0 ? `edits ${plural(editor, "project")} of others` : "",
    viewer > 0 ? `may look at ${plural(viewer, "project")}` : "",
  ].filter(Boolean);
  return parts.length === 0 ? "None yet" : parts.join(", ");
}
