import { useState } from "preact/hooks";
import { Button } from "../../kit/button.ts";
import { Select } from "../../kit/choice.ts";
import { Field } from "../../kit/field.ts";
import { useApp } from "../../lib/app.ts";
import { type Children, html, type View } from "../../lib/html.ts";
import { ApiError, messageOf } from "../../lib/problem.ts";
import type { MailSecurity, MailView } from "../../lib/system-types.ts";
import { useSystemApi } from "../use-api.ts";

const securities: { value: MailSecurity; label: string; port: number; hint: string }[] = [
  {
    value: "starttls",
    label: "STARTTLS",
    port: 587,
    hint: "Begins in the clear and goes on encrypted, or not at all.",
  },
  { value: "tls", label: "TLS from the start", port: 465, hint: "Encrypted from the first byte." },
  {
    value: "none",
    label: "None",
    port: 25,
    hint: "Everything can be read on the way. Only for a server on this machine.",
  },
];

export interface MailFormProps {
  mail: MailView;
  onSaved(mail: MailView): void;
  /** Beside the button that saves. */
  children?: Children;
}

/** The mail server and how to sign in there. A stored password is never shown, and kept unless another is typed. */
export function MailForm({ mail, onSaved, children }: MailFormProps): View {
  const app = useApp();
  const api = useSystemApi();
  const [values, setValues] = useState(() => ({
    host: mail.host,
    port: mail.configured ? String(mail.port) : "587",
    security: mail.configured ? mail.security : "starttls",
    username: mail.username,
    password: "",
    from: mail.from,
    replyTo: mail.replyTo,
  }));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const put = (change: Partial<typeof values>) => setValues({ ...values, ...change });
  const at = (path: string) => (problem instanceof ApiError ? problem.field(path) : undefined);
  const portError = /^\d{1,5}$/u.test(values.port.trim()) ? at("/port") : "Write the number of a port.";
  const chosen = securities.find(({ value }) => value === values.security);
  const chooseSecurity = (text: string) => {
    const next = securities.find(({ value }) => value === text);
    if (!next) return;
    // A port that goes with the other choice is changed along; one that was chosen by hand stays.
    const usual = securities.some(({ port }) => String(port) === values.port);
    put({ security: next.value, ...(usual ? { port: String(next.port) } : {}) });
  };
  async function save(event: Event): Promise<void> {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(null);
    const { password, port, security, ...rest } = values;
    try {
      const saved = await api.mail.write({ ...rest, security, port: Number(port), ...(password ? { password } : {}) });
      app.toasts.show("The mail settings are saved. Send a test to see that they work.", "ok");
      put({ password: "" });
      onSaved(saved);
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  }
  const placed = ["/host", "/port", "/username", "/password", "/from", "/replyTo"].some((path) => at(path));
  return html`<form class="card settings-form" onSubmit=${save}>
    <${Field} label="Host" name="smtp-host" value=${values.host} onInput=${(host: string) => put({ host })} placeholder="smtp.example.org" error=${at("/host")} autocomplete="off" maxLength=${253} />
    <div class="field-pair">
      <${Select} label="Encryption" value=${values.security} options=${securities.map(({ value, label }) => ({ value, label }))} hint=${chosen?.hint} onChange=${chooseSecurity} />
      <${Field} label="Port" name="smtp-port" value=${values.port} onInput=${(port: string) => put({ port })} error=${portError} autocomplete="off" maxLength=${5} />
    </div>
    <div class="field-pair">
      <${Field} label="User name" name="smtp-user" value=${values.username} onInput=${(username: string) => put({ username })} hint="Leave empty where the server asks for none." error=${at("/username")} autocomplete="off" maxLength=${254} />
      <${Field} label="Password" name="smtp-password" type="password" value=${values.password} onInput=${(password: string) => put({ password })} placeholder=${mail.hasPassword ? "•••••••• (kept)" : ""} hint=${mail.hasPassword ? "Leave empty to keep the one that is stored. Another host or user name needs it again." : "Stored encrypted, never shown again."} error=${at("/password")} autocomplete="new-password" maxLength=${1024} />
    </div>
    <div class="field-pair">
      <${Field} label="From" name="smtp-from" value=${values.from} onInput=${(from: string) => put({ from })} placeholder="Vitrine <vitrine@example.org>" error=${at("/from")} autocomplete="off" maxLength=${400} />
      <${Field} label="Reply to" name="smtp-reply" value=${values.replyTo} onInput=${(replyTo: string) => put({ replyTo })} placeholder="Nobody" error=${at("/replyTo")} autocomplete="off" maxLength=${400} />
    </div>
    ${problem !== null && !placed && html`<p class="field-error" role="alert">${messageOf(problem)}</p>`}
    <div class="form-foot"><${Button} kind="solid" type="submit" busy=${busy} disabled=${values.host.trim() === "" || values.from.trim() === ""}>Save<//>${children}</div>
  </form>`;
}
