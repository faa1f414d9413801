import { useState } from "preact/hooks";
import { Button } from "../../kit/button.ts";
import { Switch } from "../../kit/choice.ts";
import { CopyField } from "../../kit/copy-field.ts";
import { Dialog } from "../../kit/dialog.ts";
import { Field } from "../../kit/field.ts";
import { html, type View } from "../../lib/html.ts";
import { ApiError, messageOf } from "../../lib/problem.ts";
import type { ProviderKind, ProviderView, SignInView } from "../../lib/system-types.ts";
import { useSystemApi } from "../use-api.ts";
import { expectedUri, kindLabels, readDomains } from "./provider-words.ts";

export interface ProviderDialogProps {
  kind: ProviderKind;
  /** Left out for a new one. */
  provider?: ProviderView;
  view: SignInView;
  onClose(): void;
  onSaved(): void;
}

/** Adds a provider or changes one. The redirect URI comes first: the provider wants it before it gives an id. */
export function ProviderDialog({ kind, provider, view, onClose, onSaved }: ProviderDialogProps): View {
  const api = useSystemApi();
  const [values, setValues] = useState(() => ({
    label: provider?.label ?? (kind === "oidc" ? "Single sign-on" : kindLabels[kind].label),
    issuer: provider && kind !== "google" ? provider.issuer : "",
    clientId: provider?.clientId ?? "",
    clientSecret: "",
    enabled: provider?.enabled ?? true,
    allowedDomains: provider?.allowedDomains.join(", ") ?? "",
    createAccounts: provider?.createAccounts ?? true,
  }));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [made, setMade] = useState<ProviderView | null>(null);
  const put = (change: Partial<typeof values>) => setValues({ ...values, ...change });
  const at = (path: string) => (problem instanceof ApiError ? problem.field(path) : undefined);
  const uri = provider?.redirectUri ?? expectedUri(view, kind, values.label);
  const ready = values.clientId.trim() !== "" && (kind !== "oidc" || values.issuer.trim() !== "");
  async function save(): Promise<void> {
    if (busy || !ready) return;
    setBusy(true);
    setProblem(null);
    const { issuer, clientSecret, allowedDomains, ...rest } = values;
    const input = {
      ...rest,
      ...(kind === "google" || (kind === "github" && issuer.trim() === "") ? {} : { issuer }),
      ...(clientSecret === "" ? {} : { clientSecret }),
      allowedDomains: readDomains(allowedDomains),
    };
    try {
      const saved = provider
        ? await api.signIn.updateProvider(provider.id, input)
        : await api.signIn.addProvider({ kind, ...input });
      onSaved();
      if (!provider) setMade(saved);
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  }
  if (made) {
    return html`<${Dialog} title=${`${kindLabels[kind].label} is added`} onClose=${onClose} onSubmit=${onClose} footer=${html`<${Button} kind="solid" type="submit">Done<//>`}>
      <p>${made.redirectUri === uri ? "Make sure that the provider knows this redirect URI, then press Test in the list." : "The redirect URI is another one than was shown, because another provider was added meanwhile. Enter this one at the provider."}</p>
      <${CopyField} label="Redirect URI" value=${made.redirectUri} />
    <//>`;
  }
  const placed = ["/label", "/issuer", "/clientId", "/clientSecret", "/allowedDomains"].some((path) => at(path));
  return html`<${Dialog} title=${provider ? `Edit ${kindLabels[kind].label}` : `Add ${kindLabels[kind].label}`} wide onClose=${onClose} onSubmit=${() => void save()}
    footer=${html`<${Button} onClick=${onClose}>Cancel<//><${Button} kind="solid" type="submit" busy=${busy} disabled=${!ready}>${provider ? "Save" : "Add it"}<//>`}>
    <p>${kindLabels[kind].where} It wants to know this address:</p>
    <${CopyField} label="Redirect URI" value=${uri} />
    <${Field} label="Label" name="provider-label" value=${values.label} onInput=${(label: string) => put({ label })} hint="What the button on the sign-in page says after “Continue with”." error=${at("/label")} maxLength=${60} autocomplete="off" />
    ${
      kind !== "google" &&
      html`<${Field} label=${kind === "github" ? "Address of GitHub Enterprise" : "Issuer"} name="provider-issuer" value=${values.issuer} onInput=${(issuer: string) => put({ issuer })} placeholder=${kind === "github" ? "https://github.com" : "https://login.example.org/realms/main"} hint=${kind === "github" ? "Leave empty for GitHub.com." : "Vitrine finds the rest below it, at /.well-known/openid-configuration."} error=${at("/issuer")} autocomplete="off" maxLength=${500} />`
    }
    <div class="field-pair">
      <${Field} label="Client ID" name="provider-client" value=${values.clientId} onInput=${(clientId: string) => put({ clientId })} error=${at("/clientId")} autocomplete="off" maxLength=${500} />
      <${Field} label="Client secret" name="provider-secret" type="password" value=${values.clientSecret} onInput=${(clientSecret: string) => put({ clientSecret })} placeholder=${provider?.hasSecret ? "•••••••• (kept)" : ""} hint=${provider?.hasSecret ? "Leave empty to keep the one that is stored." : "Stored encrypted, never shown again."} error=${at("/clientSecret")} autocomplete="new-password" maxLength=${1000} />
    </div>
    <${Field} label="Only these e-mail domains" name="provider-domains" value=${values.allowedDomains} onInput=${(allowedDomains: string) => put({ allowedDomains })} placeholder="example.org, example.com" hint="Leave empty to take every verified address." error=${at("/allowedDomains")} autocomplete="off" maxLength=${2000} />
    <${Switch} label="Newcomers may join" value=${values.createAccounts} onChange=${(createAccounts: boolean) => put({ createAccounts })} hint="Whoever has no account yet joins as it is set under Joining. Off: only people who are here already." />
    <${Switch} label="Offered on the sign-in page" value=${values.enabled} onChange=${(enabled: boolean) => put({ enabled })} />
    ${problem !== null && !placed && html`<p class="field-error" role="alert">${messageOf(problem)}</p>`}
  <//>`;
}
