import { Avatar } from "../../kit/avatar.ts";
import { Button } from "../../kit/button.ts";
import { Foreign, inert } from "../../kit/foreign.ts";
import { Icon } from "../../kit/icon.ts";
import { Notice } from "../../kit/notice.ts";
import { useApp } from "../../lib/app.ts";
import { html, type View } from "../../lib/html.ts";
import { useTitle } from "../../lib/lazy.ts";
import type { PersonView } from "../../lib/people-types.ts";
import { messageOf } from "../../lib/problem.ts";
import { useRead } from "../../lib/use-read.ts";
import { Ghost } from "../ghost.ts";
import { usePeopleApi } from "../use-api.ts";
import { StatusBadges, When } from "./person-cell.ts";
import { PersonDialogs } from "./person-dialogs.ts";
import { PersonKeys } from "./person-keys.ts";
import { PersonRights } from "./person-rights.ts";
import { PersonSessions } from "./person-sessions.ts";
import { PersonSignIn } from "./person-sign-in.ts";
import { type PersonActions, usePersonActions } from "./use-person-actions.ts";

/** One person: what they may do, how they sign in, where they are signed in, and how to end it. */
export function Person({ id }: { id: string }): View {
  const app = useApp();
  const api = usePeopleApi();
  const read = useRead(id, (signal) => api.people.get(id, signal));
  const actions = usePersonActions({ onChanged: read.reload, onDeleted: () => app.router.go("/admin/people") });
  const person = read.value;
  useTitle(person ? inert(person.name || person.email, 60) : "Person");
  const back = html`<a class="back" href="/admin/people"><${Icon} name="chevron-left" size=${12} />All people</a>`;
  if (!person) {
    return html`${back}${
      read.error
        ? html`<${Notice} title="This person could not be read" actions=${html`<${Button} onClick=${read.reload}>Try again<//>`}><p>${messageOf(read.error)}</p><//>`
        : html`<${Ghost} rows=${5} />`
    }`;
  }
  return html`${back}
    <${Head} person=${person} actions=${actions} />
    <div class="person-page">
      <${PersonRights} person=${person} actions=${actions} />
      <${PersonSignIn} person=${person} actions=${actions} />
      <${PersonSessions} person=${person} actions=${actions} />
      <${PersonKeys} person=${person} onChanged=${read.reload} />
      <${Ends} person=${person} actions=${actions} />
    </div>
    <${PersonDialogs} actions=${actions} />`;
}

interface PartProps {
  person: PersonView;
  actions: PersonActions;
}

function Head({ person, actions }: PartProps): View {
  const { busy } = actions;
  return html`<header class="person-head"><${Avatar} name=${inert(person.name || person.email, 60)} size=${44} />
    <div><h1><${Foreign} text=${person.name || person.email} /><${StatusBadges} person=${person} /></h1>
      <p class="sub"><${Foreign} text=${person.email} /></p></div>
    ${person.lockedUntil !== null && person.state === "active" && html`<${Button} busy=${busy} onClick=${() => actions.unlock(person)}>Unlock<//>`}
    ${
      person.state === "requested" &&
      html`<${Button} onClick=${() => actions.show({ kind: "decline", person })}>Decline…<//><${Button} kind="solid" busy=${busy} onClick=${() => actions.approve(person)}>Approve<//>`
    }
    ${person.state === "disabled" && html`<${Button} kind="solid" busy=${busy} onClick=${() => actions.open(person)}>Open the account again<//>`}
  </header>`;
}

function Ends({ person, actions }: PartProps): View {
  return html`<h2>Leaving</h2>
    <div class="card lines danger">
      <div class="line"><div class="line-text"><b>Take their data home</b><p>One JSON file with what Vitrine's accounts know about them: the account, sessions, keys and their entries in the audit log. Their projects are not in it.</p></div>
        <${Button} icon="download" busy=${actions.busy} onClick=${() => actions.saveData(person)}>Export<//></div>
      ${
        person.state === "active" &&
        html`<div class="line"><div class="line-text"><b>Close the account</b><p>Signs them out at once and keeps them out. Everything is kept, and you can open it again.</p></div>
        <${Button} onClick=${() => actions.show({ kind: "close", person })}>Close…<//></div>`
      }
      <div class="line"><div class="line-text"><b>Delete the person</b><p>Takes everything personal away for good. Projects that they made stay for the others.</p></div>
        <${Button} kind="danger" onClick=${() => actions.show({ kind: "delete", person })}>Delete…<//></div>
    </div>
    <p class="quiet small">Joined <${When} at=${person.createdAt} />, last seen <${When} at=${person.lastSeenAt} none="never" />. <a class="link" href=${`/admin/audit?person=${person.id}`}>What they did and what was done to them</a> is in the audit log.</p>`;
}
