import { useState } from "preact/hooks";
import { Confirm } from "../../kit/dialog.ts";
import { html, type View } from "../../lib/html.ts";
import type { Registration, SignInView } from "../../lib/system-types.ts";
import { useActions } from "../actions.ts";
import { useSystemApi } from "../use-api.ts";

const options: { value: Registration; label: string; text: string }[] = [
  {
    value: "invitation",
    label: "By invitation",
    text: "Only people whom an administrator has invited can make an account.",
  },
  {
    value: "approval",
    label: "On request",
    text: "Anybody who reaches this page can ask for an account; an administrator lets them in or not.",
  },
  {
    value: "open",
    label: "Open",
    text: "Anybody who reaches this page makes an account and uses it at once, as a member.",
  },
];

/** How people without an account get one. */
export function RegistrationChoice({
  value,
  onChanged,
}: {
  value: Registration;
  onChanged(view: SignInView): void;
}): View {
  const api = useSystemApi();
  const { busy, act } = useActions();
  const [asked, setAsked] = useState(false);
  const [saving, setSaving] = useState<Registration | null>(null);
  const shown = asked ? "open" : (saving ?? value);
  const save = async (registration: Registration) => {
    setSaving(registration);
    await act(
      "registration",
      async () => onChanged(await api.signIn.write({ registration })),
      "The way to join is changed.",
    );
    setAsked(false);
    setSaving(null);
  };
  const choose = (registration: Registration) => {
    if (registration === value) return;
    if (registration === "open") setAsked(true);
    else void save(registration);
  };
  return html`<h2 id="joining">Joining</h2>
    <div class="card join-choices" role="radiogroup" aria-labelledby="joining">${options.map(
      (
        option,
      ) => html`<label key=${option.value}><input type="radio" name="registration" value=${option.value} checked=${option.value === shown} disabled=${busy !== null} onChange=${() => choose(option.value)} />
      <span class="line-text"><b>${option.label}</b><p>${option.text}</p></span></label>`,
    )}</div>
    ${
      asked &&
      html`<${Confirm} title="Let anybody in?" text="Whoever reaches this address can then make an account and use the models, as far as the default tier allows. Choose this only where the network itself keeps strangers out." action="Open it" busy=${busy !== null} onConfirm=${() => void save("open")} onClose=${() => setAsked(false)} />`
    }`;
}
