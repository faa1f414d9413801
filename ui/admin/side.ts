import { Icon } from "../kit/icon.ts";
import { useApp } from "../lib/app.ts";
import { html, type View } from "../lib/html.ts";
import type { AdminView } from "../lib/router.ts";
import { placeGroups, places } from "./places.ts";

/** Where to go: a column of groups, or one choice where there is no room for it. */
export function Side({ view }: { view: AdminView }): View {
  const app = useApp();
  const here = places.find((place) => place.view === view)?.href ?? "/admin";
  return html`<nav class="side wide-only" aria-label="Administration">
      <a href="/projects"><${Icon} name="chevron-left" />Studio</a>
      ${placeGroups.map(
        (group) => html`<div class="side-group" role="group" aria-label=${group.label} key=${group.label}>
        <span class="side-head" aria-hidden="true">${group.label}</span>
        ${group.places.map((place) => html`<a key=${place.view} href=${place.href} aria-current=${place.view === view ? "page" : undefined}><${Icon} name=${place.icon} />${place.label}</a>`)}
      </div>`,
      )}
    </nav>
    <div class="side-narrow only-narrow">
      <select class="input" aria-label="Page of the administration" onChange=${(event: Event) => event.currentTarget instanceof HTMLSelectElement && app.router.go(event.currentTarget.value)}>
        ${placeGroups.map((group) => html`<optgroup key=${group.label} label=${group.label}>${group.places.map((place) => html`<option key=${place.view} value=${place.href} selected=${place.href === here}>${place.label}</option>`)}</optgroup>`)}
      </select>
    </div>`;
}
