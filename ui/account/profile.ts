import { useState } from "preact/hooks";
import { Avatar } from "../kit/avatar.ts";
import { Button } from "../kit/button.ts";
import { Field } from "../kit/field.ts";
import { useApp } from "../lib/app.ts";
import { html, type View } from "../lib/html.ts";
import { ApiError, messageOf } from "../lib/problem.ts";
import { Panel } from "./panel.ts";
import { useAccount } from "./room.ts";

const roles: Record<string, { label: string; text: string }> = {
  admin: { label: "Administrator", text: "You run this Vitrine: models, people, settings." },
  member: { label: "Member", text: "You make and change components in your projects." },
  viewer: { label: "Viewer", text: "You look at projects that others share with you." },
};

export function Profile(): View {
  const app = useApp();
  const { api } = useAccount();
  const user = app.session.user.value;
  const [name, setName] = useState(user?.name ?? "");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  if (!user) return null;
  const role = roles[user.role];
  const changed = name.trim() !== user.name;

  async function save(event: Event): Promise<void> {
    event.preventDefault();
    if (busy || !changed) return;
    setBusy(true);
    setError(null);
    try {
      app.session.user.value = await api.rename(name.trim());
      app.toasts.show("Your name is changed.", "ok");
    } catch (thrown) {
      setError(thrown);
    }
    setBusy(false);
  }
  const wrong =
    error instanceof ApiError ? (error.field("/name") ?? error.message) : error ? messageOf(error) : undefined;

  return html`<form onSubmit=${save}>
      <${Panel} title="Who you are" lead="People who share a project with you see your name beside what you make."
        footer=${html`<span class="quiet">${changed ? "Not saved yet." : ""}</span><${Button} kind="solid" type="submit" busy=${busy} disabled=${!changed || name.trim() === ""}>Save<//>`}>
        <div class="panel-body own-who">
          <${Avatar} name=${name || user.name} size=${56} />
          <div class="own-who-fields">
            <${Field} label="Name" name="name" autocomplete="name" required maxLength=${120} value=${name} onInput=${setName} error=${wrong} />
            <div class="field"><span class="field-name">E-mail</span><output class="fixed-value">${user.email}</output><p class="field-hint">You sign in with it. It stays the same for as long as the account exists.</p></div>
          </div>
        </div>
      <//>
    </form>
    <${Panel} title="Your role"><div class="panel-body role-line"><b>${role?.label ?? user.role}</b><span>${role?.text}</span></div><//>`;
}
