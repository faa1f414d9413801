import { useState } from "preact/hooks";
import { Button } from "../kit/button.ts";
import { Select } from "../kit/choice.ts";
import { Dialog } from "../kit/dialog.ts";
import { Field } from "../kit/field.ts";
import { Notice } from "../kit/notice.ts";
import type { ApiKey, KeyScope, MadeKey } from "../lib/account-api.ts";
import { useApp } from "../lib/app.ts";
import { html, type View } from "../lib/html.ts";
import { ApiError, messageOf } from "../lib/problem.ts";
import type { Project } from "../lib/types.ts";
import { Check, toggled } from "./check.ts";
import { lifetimes, overlaps, scopeWords } from "./key-words.ts";
import { useAccount } from "./room.ts";

const dayMs = 24 * 3600_000;

export interface NewKeyProps {
  projects: Project[];
  onClose(): void;
  onMade(made: MadeKey): void;
}

export function NewKeyDialog({ projects, onClose, onMade }: NewKeyProps): View {
  const app = useApp();
  const { api } = useAccount();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<ReadonlySet<KeyScope>>(new Set(["generate"]));
  const [limited, setLimited] = useState(false);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [lifetime, setLifetime] = useState("90");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const isAdmin = app.session.user.value?.role === "admin";
  const ready = name.trim() !== "" && scopes.size > 0 && (!limited || chosen.size > 0);

  async function make(): Promise<void> {
    if (busy || !ready) return;
    setBusy(true);
    setError(null);
    const days = lifetimes.find(({ value }) => value === lifetime)?.days ?? null;
    try {
      onMade(
        await api.keys.create({
          name: name.trim(),
          scopes: [...scopes],
          ...(limited ? { projectIds: [...chosen] } : {}),
          ...(days === null ? {} : { expiresAt: new Date(app.now() + days * dayMs).toISOString() }),
        }),
      );
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  }
  const wrong = error instanceof ApiError ? error.field("/name") : undefined;
  return html`<${Dialog} title="New API key" wide onClose=${onClose} onSubmit=${() => void make()}
    footer=${html`<${Button} onClick=${onClose}>Cancel<//><${Button} kind="solid" type="submit" busy=${busy} disabled=${!ready}>Make the key<//>`}>
    ${error !== null && !wrong && html`<${Notice} title="The key was not made"><p>${messageOf(error)}</p><//>`}
    <${Field} label="Name" name="key-name" autocomplete="off" required autofocus maxLength=${80} placeholder="Nightly build" value=${name} onInput=${setName} error=${wrong} />
    <fieldset class="checks"><legend>What it may do</legend>
      ${scopeWords
        .filter(({ adminOnly }) => !adminOnly || isAdmin)
        .map(
          ({ scope, label, text }) =>
            html`<${Check} key=${scope} label=${label} text=${text} value=${scopes.has(scope)} onChange=${() => setScopes(toggled(scopes, scope))} />`,
        )}
    </fieldset>
    ${
      projects.length > 0 &&
      html`<fieldset class="checks"><legend>Where</legend>
      <${Check} type="radio" name="where" label="All my projects" text="Also those that I make or join later." value=${!limited} onChange=${() => setLimited(false)} />
      <${Check} type="radio" name="where" label="Only these" value=${limited} onChange=${() => setLimited(true)} />
      ${limited && html`<div class="check-list">${projects.map((project) => html`<${Check} key=${project.id} label=${project.name} value=${chosen.has(project.id)} onChange=${() => setChosen(toggled(chosen, project.id))} />`)}</div>`}
    </fieldset>`
    }
    <${Select} label="How long it is good" value=${lifetime} options=${lifetimes} onChange=${setLifetime} hint=${lifetime === "never" ? "It works until you revoke it. Prefer an end: a forgotten key is an open door." : undefined} />
  <//>`;
}

export interface RotateProps {
  of: ApiKey;
  onClose(): void;
  onMade(made: MadeKey): void;
}

/** A successor with the same rights; the old key works on for a while, so that nothing breaks meanwhile. */
export function RotateDialog({ of, onClose, onMade }: RotateProps): View {
  const { api } = useAccount();
  const [overlap, setOverlap] = useState("86400");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  async function rotate(): Promise<void> {
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      onMade(await api.keys.rotate(of.id, Number(overlap)));
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  }
  return html`<${Dialog} title=${`Rotate ${of.name}`} onClose=${onClose} onSubmit=${() => void rotate()}
    footer=${html`<${Button} onClick=${onClose}>Cancel<//><${Button} kind="solid" type="submit" busy=${busy}>Make the successor<//>`}>
    ${error !== null && html`<${Notice} title="The key was not rotated"><p>${messageOf(error)}</p><//>`}
    <p>You get a new key with the same name, scopes and projects. Put it into your program before the old one stops.</p>
    <${Select} label="The old key stops" value=${overlap} options=${overlaps} onChange=${setOverlap} />
  <//>`;
}
