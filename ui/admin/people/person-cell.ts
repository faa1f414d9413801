import { Avatar } from "../../kit/avatar.ts";
import { Badge } from "../../kit/badge.ts";
import { Foreign, inert } from "../../kit/foreign.ts";
import { useApp } from "../../lib/app.ts";
import { ago, fullTime } from "../../lib/format.ts";
import { html, type View } from "../../lib/html.ts";
import type { PersonView } from "../../lib/people-types.ts";
import { signInMeans, statusOf } from "./words.ts";

/** Who it is, as a link to their page. */
export function PersonCell({ person }: { person: { id: string; name: string; email: string } }): View {
  const app = useApp();
  const me = app.session.user.value?.id === person.id;
  return html`<div class="who-cell"><${Avatar} name=${inert(person.name || person.email, 60)} size=${26} />
    <div class="who-text"><span class="who-name"><a class="row-link" href=${`/admin/people/${person.id}`}><${Foreign} text=${person.name || person.email} /></a>${me && html`<span class="quiet small">you</span>`}</span>
    <span class="quiet small"><${Foreign} text=${person.email} /></span></div></div>`;
}

export function StatusBadges({ person }: { person: PersonView }): View {
  return html`<span class="badges">${statusOf(person).map(({ label, tone }) => html`<${Badge} key=${label} kind=${tone}>${label}<//>`)}</span>`;
}

export function SignInMeans({ person }: { person: PersonView }): View {
  const means = signInMeans(person);
  return means.length === 0
    ? html`<span class="quiet">None</span>`
    : html`<span class="means">${means.map((one) => html`<span key=${one}>${inert(one, 40)}</span>`)}</span>`;
}

/** A moment as short as it stays clear; the whole of it on hover. */
export function When({ at, none = "Never" }: { at: string | null; none?: string }): View {
  const app = useApp();
  return at === null
    ? html`<span class="quiet">${none}</span>`
    : html`<time class="num" dateTime=${at} title=${fullTime(at)}>${ago(at, app.now())}</time>`;
}
