import { useState } from "preact/hooks";
import { Badge } from "../../kit/badge.ts";
import { Button, IconButton } from "../../kit/button.ts";
import { ConfirmTyping } from "../../kit/confirm-typing.ts";
import { Foreign, inert } from "../../kit/foreign.ts";
import { Icon } from "../../kit/icon.ts";
import { Menu, type MenuItem, type TriggerProps } from "../../kit/menu.ts";
import { html, type View } from "../../lib/html.ts";
import { messageOf } from "../../lib/problem.ts";
import type { ProviderKind, ProviderView, SignInView, Verdict } from "../../lib/system-types.ts";
import { useActions } from "../actions.ts";
import { useSystemApi } from "../use-api.ts";
import { ProviderDialog } from "./provider-dialog.ts";
import { kindLabels } from "./provider-words.ts";

type Open =
  | { kind: "add"; provider: ProviderKind }
  | { kind: "edit"; provider: ProviderView }
  | { kind: "remove"; provider: ProviderView };

/** Google, GitHub and single sign-on. */
export function Providers({ view, onChanged }: { view: SignInView; onChanged(): void }): View {
  const [open, setOpen] = useState<Open | null>(null);
  const done = () => {
    setOpen(null);
    onChanged();
  };
  const add: MenuItem[] = (["google", "github", "oidc"] as const).map((provider) => ({
    label: kindLabels[provider].label,
    note: kindLabels[provider].note,
    onSelect: () => setOpen({ kind: "add", provider }),
  }));
  return html`<div class="line-head"><h2>Providers</h2><${Menu} label="Add a provider" align="end" items=${add} trigger=${(props: TriggerProps) => html`<button type="button" class="btn plain m" ...${props}><${Icon} name="plus" />Add a provider</button>`} /></div>
    ${
      view.providers.length === 0
        ? html`<p class="card none">Nobody signs in with an account elsewhere. Add Google, GitHub or your organisation's single sign-on: people then need no password here.</p>`
        : html`<div class="card lines">${view.providers.map((provider) => html`<${ProviderLine} key=${provider.id} provider=${provider} onChanged=${onChanged} onEdit=${() => setOpen({ kind: "edit", provider })} onRemove=${() => setOpen({ kind: "remove", provider })} />`)}</div>`
    }
    ${open?.kind === "add" && html`<${ProviderDialog} kind=${open.provider} view=${view} onClose=${() => setOpen(null)} onSaved=${onChanged} />`}
    ${open?.kind === "edit" && html`<${ProviderDialog} kind=${open.provider.kind} provider=${open.provider} view=${view} onClose=${() => setOpen(null)} onSaved=${done} />`}
    ${open?.kind === "remove" && html`<${RemoveProvider} provider=${open.provider} onClose=${() => setOpen(null)} onDone=${done} />`}`;
}

interface LineProps {
  provider: ProviderView;
  onChanged(): void;
  onEdit(): void;
  onRemove(): void;
}

function ProviderLine({ provider, onChanged, onEdit, onRemove }: LineProps): View {
  const api = useSystemApi();
  const { busy, act } = useActions();
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const { id, enabled, allowedDomains } = provider;
  const ours = provider.source !== "configuration";
  const test = () =>
    void act("test", async () => {
      try {
        setVerdict(await api.signIn.testProvider(id));
      } catch (error) {
        setVerdict({ ok: false, detail: messageOf(error) });
      }
    });
  const turn = () =>
    void act(
      "turn",
      () => api.signIn.updateProvider(id, { enabled: !enabled }),
      `${provider.label} is ${enabled ? "off" : "on"}.`,
    ).then(onChanged);
  const items: MenuItem[] = [
    { label: "Edit…", icon: "edit", onSelect: onEdit },
    { label: enabled ? "Turn off" : "Turn on", icon: enabled ? "close" : "check", onSelect: turn },
    { kind: "line" },
    { label: "Remove…", icon: "trash", danger: true, onSelect: onRemove },
  ];
  const facts = [
    kindLabels[provider.kind].label,
    provider.kind === "oidc" ? provider.issuer : "",
    allowedDomains.length > 0 ? `only ${allowedDomains.join(", ")}` : "every e-mail domain",
    provider.createAccounts ? "newcomers may join" : "known people only",
    ours ? "" : "set up in config.toml",
  ].filter(Boolean);
  return html`<div class="line"><div class="line-text"><b><${Foreign} text=${provider.label} /> <${Badge} kind=${enabled ? "ok" : "plain"}>${enabled ? "on" : "off"}<//></b>
      <p>${inert(facts.join(" · "))}</p>
      ${verdict && html`<p class=${`verdict ${verdict.ok ? "ok" : "bad"}`} role=${verdict.ok ? "status" : "alert"}><${Icon} name=${verdict.ok ? "check" : "alert"} />${verdict.detail}</p>`}</div>
    <${Button} busy=${busy === "test"} onClick=${test} aria-label=${`Test ${inert(provider.label, 60)}`}>Test<//>
    ${ours && html`<${Menu} label=${`Actions for ${provider.label}`} align="end" items=${items} trigger=${(props: TriggerProps) => html`<${IconButton} icon="more" label=${`Actions for ${inert(provider.label, 60)}`} ...${props} />`} />`}
  </div>`;
}

function RemoveProvider({
  provider,
  onClose,
  onDone,
}: {
  provider: ProviderView;
  onClose(): void;
  onDone(): void;
}): View {
  const api = useSystemApi();
  const { busy, act } = useActions();
  const [problem, setProblem] = useState<string>();
  const remove = () =>
    void act("remove", async () => {
      try {
        await api.signIn.removeProvider(provider.id);
        onDone();
      } catch (error) {
        setProblem(messageOf(error));
      }
    });
  return html`<${ConfirmTyping} title="Remove this provider?" name=${provider.label} action="Remove" busy=${busy === "remove"} error=${problem} onConfirm=${remove} onClose=${onClose}>
    <p>Nobody can sign in with it any more; people who have no other way in are kept out. Accounts stay linked, and work again once the same provider is added. Its secret is deleted.</p>
  <//>`;
}
