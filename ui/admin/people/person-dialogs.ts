import { Button } from "../../kit/button.ts";
import { ConfirmTyping } from "../../kit/confirm-typing.ts";
import { CopyField } from "../../kit/copy-field.ts";
import { Dialog } from "../../kit/dialog.ts";
import { Foreign } from "../../kit/foreign.ts";
import { fullTime, plural } from "../../lib/format.ts";
import { type Children, html, type View } from "../../lib/html.ts";
import type { PersonView } from "../../lib/people-types.ts";
import { usePeopleApi } from "../use-api.ts";
import type { PersonActions } from "./use-person-actions.ts";
import { roleLabel, roleOptions } from "./words.ts";

/** Whichever dialog about a person is open. */
export function PersonDialogs({ actions }: { actions: PersonActions }): View {
  const { people } = usePeopleApi();
  const { dialog, close, busy, problem, run } = actions;
  if (dialog === null) return null;
  const { person } = dialog;
  const ask = (title: string, action: string, act: () => void, text: Children, danger = true) =>
    html`<${Ask} title=${title} action=${action} danger=${danger} busy=${busy} problem=${problem} onConfirm=${act} onClose=${close}>${text}<//>`;
  const who = html`<b class="strong"><${Foreign} text=${person.email} /></b>`;
  switch (dialog.kind) {
    case "close":
      return ask(
        "Close this account?",
        "Close the account",
        () => void run(() => people.update(person.id, { disabled: true }), `The account of ${person.email} is closed.`),
        html`<p>${who} is signed out everywhere at once, and their API keys stop working. Nothing is deleted; you can open the account again.</p>`,
      );
    case "decline":
      return ask(
        "Decline this request?",
        "Decline",
        () => actions.remove(person, `The request of ${person.email} is declined.`),
        html`<p>What ${who} sent in is deleted. They are not told, and may ask again.</p>`,
      );
    case "role": {
      const { role } = dialog;
      const note = roleOptions.find((option) => option.value === role)?.note ?? "";
      return ask(
        `Make them ${role === "admin" ? "an administrator" : `a ${role}`}?`,
        "Change the role",
        () =>
          void run(
            () => people.update(person.id, { role }),
            `${person.email} is ${roleLabel(role).toLowerCase()} now.`,
          ),
        html`<p>${who} is ${roleLabel(person.role).toLowerCase()} now. With the other role: ${note.charAt(0).toLowerCase() + note.slice(1)}. It holds from their next request on.</p>`,
        role === "admin",
      );
    }
    case "codes":
      return ask(
        "Turn one-time codes off?",
        "Turn codes off",
        () => void run(() => people.disableCodes(person.id), `${person.email} signs in without a code now.`),
        html`<p>${who} can then sign in with the password alone. Do this only after you have made sure that it is them who asks; their recovery codes end too.</p>`,
      );
    case "passkeys":
      return ask(
        "Remove all passkeys?",
        "Remove passkeys",
        () => void run(() => people.removePasskeys(person.id), `The passkeys of ${person.email} are removed.`),
        html`<p>None of the ${plural(person.passkeys, "passkey")} of ${who} will open this account any more. They need another way in: a password, or the link that you send them.</p>`,
      );
    case "sessions":
      return ask(
        "Sign them out everywhere?",
        "Sign out everywhere",
        () => void run(() => people.endSessions(person.id), `${person.email} is signed out everywhere.`),
        html`<p>Every browser of ${who} is signed out at once. Their password, keys and work stay as they are.</p>`,
      );
    case "make-link":
      return ask(
        "Make a link for a new password?",
        "Make the link",
        () => actions.makeLink(person),
        html`<p>Whoever opens the link sets a new password for ${who} and signs them out everywhere else. It works once. Send it over a way that only they read.</p>`,
        false,
      );
    case "link":
      return html`<${Dialog} title="A link for a new password" onClose=${close} onSubmit=${close} footer=${html`<${Button} kind="solid" type="submit">Done<//>`}>
        <p>For ${who}. It is shown this once and works once, until ${fullTime(dialog.expiresAt)}.</p>
        <${CopyField} label="Link" value=${dialog.url} autofocus />
      <//>`;
    case "delete":
      return html`<${ConfirmTyping} title="Delete this person?" name=${person.email} label="Type their e-mail address to confirm" action="Delete for good" busy=${busy} error=${problem} onClose=${close}
        onConfirm=${() => actions.remove(person, `${person.email} is deleted.`)}>
        <${DeleteFacts} person=${person} />
      <//>`;
    default:
      return dialog satisfies never;
  }
}

function DeleteFacts({ person }: { person: PersonView }): View {
  return html`<p><b class="strong">Deleted:</b> the name, e-mail address, password, one-time codes, passkeys, sessions, ${plural(person.keys, "working API key")} and invitations of <${Foreign} text=${person.email} />.</p>
    <p><b class="strong">Stays:</b> projects, messages and versions that they made, because others may use them; they are then by “Deleted person”. The audit log keeps its entries.</p>
    <p>This cannot be undone. Export their data first if somebody may ask for it.</p>`;
}

interface AskProps {
  title: string;
  action: string;
  danger: boolean;
  busy: boolean;
  problem: string | undefined;
  children?: Children;
  onConfirm(): void;
  onClose(): void;
}

/** Asks once more, and shows why the server said no. */
function Ask({ title, action, danger, busy, problem, children, onConfirm, onClose }: AskProps): View {
  return html`<${Dialog} title=${title} onClose=${onClose} onSubmit=${onConfirm}
    footer=${html`<${Button} onClick=${onClose} data-autofocus="">Cancel<//><${Button} kind=${danger ? "danger" : "solid"} type="submit" busy=${busy}>${action}<//>`}>
    ${children}
    ${problem && html`<p class="field-error" role="alert">${problem}</p>`}
  <//>`;
}
