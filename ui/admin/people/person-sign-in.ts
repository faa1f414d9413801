import { Button } from "../../kit/button.ts";
import { inert } from "../../kit/foreign.ts";
import { fullTime, plural } from "../../lib/format.ts";
import { html, type View } from "../../lib/html.ts";
import type { PersonView } from "../../lib/people-types.ts";
import type { PersonActions } from "./use-person-actions.ts";

/** How somebody proves who they are, and how to help who has lost a way. */
export function PersonSignIn({ person, actions }: { person: PersonView; actions: PersonActions }): View {
  if (person.state === "requested") return null;
  const passkeys = person.passkeys;
  const providers = person.providers ?? [];
  return html`<h2>Sign-in</h2>
    <div class="card lines">
      ${person.lockedUntil !== null && html`<div class="line"><div class="line-text"><b>Locked</b><p>Too many wrong passwords or codes were tried. Guesses are let through again at ${fullTime(person.lockedUntil)}; unlocking forgets them now.</p></div><${Button} busy=${actions.busy} onClick=${() => actions.unlock(person)}>Unlock<//></div>`}
      <div class="line"><div class="line-text"><b>Password</b><p>${person.hasPassword ? "Set by them; nobody can read it." : "They have none, and sign in another way."}</p></div>
        ${person.state === "active" && html`<${Button} icon="link" onClick=${() => actions.show({ kind: "make-link", person })}>${person.hasPassword ? "Link for a new one…" : "Link to set one…"}<//>`}</div>
      <div class="line"><div class="line-text"><b>One-time codes</b><p>${person.oneTimeCodes ? "On: the password alone does not let them in." : "Off. Only they can turn them on, in their account."}</p></div>
        ${person.oneTimeCodes && html`<${Button} onClick=${() => actions.show({ kind: "codes", person })}>Turn off…<//>`}</div>
      <div class="line"><div class="line-text"><b>Passkeys</b><p>${passkeys === 0 ? "None." : `${plural(passkeys, "passkey")} that ${passkeys === 1 ? "opens" : "open"} this account without a password.`}</p></div>
        ${passkeys > 0 && html`<${Button} onClick=${() => actions.show({ kind: "passkeys", person })}>Remove all…<//>`}</div>
      ${providers.length > 0 && html`<div class="line"><div class="line-text"><b>Linked providers</b><p>${providers.map((label) => inert(label, 60)).join(", ")}</p></div></div>`}
    </div>`;
}
