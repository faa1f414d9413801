import { useState } from "preact/hooks";
import { Button } from "../../kit/button.ts";
import { Select } from "../../kit/choice.ts";
import { CopyField } from "../../kit/copy-field.ts";
import { Dialog } from "../../kit/dialog.ts";
import { Field } from "../../kit/field.ts";
import { Foreign } from "../../kit/foreign.ts";
import { fullTime } from "../../lib/format.ts";
import { html, type View } from "../../lib/html.ts";
import type { InvitationDefaults, SentInvitation } from "../../lib/people-api.ts";
import { ApiError, messageOf } from "../../lib/problem.ts";
import type { TierView } from "../../lib/system-types.ts";
import { usePeopleApi } from "../use-api.ts";
import { readRole, roleOptions } from "./words.ts";

const days = [1, 3, 7, 14, 30, 90].map((count) => ({
  value: String(count),
  label: count === 1 ? "1 day" : `${count} days`,
}));

export const usualDefaults: InvitationDefaults = { role: "member", tierId: null, days: 7 };

export interface DefaultsProps {
  value: InvitationDefaults;
  tiers: TierView[];
  onChange(value: InvitationDefaults): void;
}

/** Role, tier and how long a link is good. */
export function InvitationChoices({ value, tiers, onChange }: DefaultsProps): View {
  const standard = tiers.find((tier) => tier.isDefault);
  return html`<div class="field-pair">
      <${Select} label="Role" value=${value.role} options=${roleOptions.map((role) => ({ value: role.value, label: role.label }))} hint=${roleOptions.find((role) => role.value === value.role)?.note}
        onChange=${(text: string) => onChange({ ...value, role: readRole(text) ?? value.role })} />
      <${Select} label="The link is good for" value=${String(value.days)} options=${days} onChange=${(text: string) => onChange({ ...value, days: Number(text) })} />
    </div>
    ${
      tiers.length > 1 &&
      html`<${Select} label="Tier" value=${value.tierId ?? ""} options=${[{ value: "", label: `${standard?.name ?? "Default"} (the default)` }, ...tiers.filter((tier) => !tier.isDefault).map(({ id, name }) => ({ value: id, label: name }))]}
        onChange=${(text: string) => onChange({ ...value, tierId: text || null })} />`
    }`;
}

export interface InviteDialogProps {
  tiers: TierView[];
  onClose(): void;
  onSent(made: SentInvitation): void;
}

/** Invites one person. */
export function InviteDialog({ tiers, onClose, onSent }: InviteDialogProps): View {
  const api = usePeopleApi();
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [choices, setChoices] = useState(usualDefaults);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  async function submit(): Promise<void> {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      const { tierId, ...rest } = choices;
      onSent(
        await api.invitations.create({
          email,
          ...(name.trim() ? { name } : {}),
          ...rest,
          ...(tierId ? { tierId } : {}),
        }),
      );
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  }
  const atEmail =
    problem instanceof ApiError &&
    (problem.field("/email") ?? (problem.code === "conflict" ? problem.message : undefined));
  const atName = problem instanceof ApiError && problem.field("/name");
  return html`<${Dialog} title="Invite somebody" onClose=${onClose} onSubmit=${() => void submit()}
    footer=${html`<${Button} onClick=${onClose}>Cancel<//><${Button} kind="solid" type="submit" busy=${busy} disabled=${email.trim() === ""}>Make the invitation<//>`}>
    <${Field} label="E-mail" name="invite-email" type="email" value=${email} onInput=${setEmail} error=${atEmail || undefined} autocomplete="off" maxLength=${254} autofocus />
    <${Field} label="Name" name="invite-name" value=${name} onInput=${setName} error=${atName || undefined} hint="They can change it. May be left empty." autocomplete="off" maxLength=${120} />
    <${InvitationChoices} value=${choices} tiers=${tiers} onChange=${setChoices} />
    ${problem !== null && !atEmail && !atName && html`<p class="field-error" role="alert">${messageOf(problem)}</p>`}
  <//>`;
}

/** Shows the link, the only time that it can be seen. */
export function SentDialog({ made, onClose }: { made: SentInvitation; onClose(): void }): View {
  return html`<${Dialog} title="The invitation is made" onClose=${onClose} onSubmit=${onClose} footer=${html`<${Button} kind="solid" type="submit">Done<//>`}>
    <p>${made.mailed ? "It is on its way by e-mail to " : "Send this link to "}<b class="strong"><${Foreign} text=${made.email} /></b>. It is shown this once and works once, until ${fullTime(made.expiresAt)}.</p>
    <${CopyField} label="Link" value=${made.url} hint=${made.mailed ? "Only needed where the e-mail does not arrive." : "Whoever has the link can use it: send it over a way that only they read."} autofocus />
  <//>`;
}
