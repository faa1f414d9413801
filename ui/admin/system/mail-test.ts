import { useState } from "preact/hooks";
import { Button } from "../../kit/button.ts";
import { Field } from "../../kit/field.ts";
import { Icon } from "../../kit/icon.ts";
import { useApp } from "../../lib/app.ts";
import { html, type View } from "../../lib/html.ts";
import { messageOf } from "../../lib/problem.ts";
import type { Verdict } from "../../lib/system-types.ts";
import { useSystemApi } from "../use-api.ts";

/** Sends one message at once and says in a sentence what came of it. */
export function MailTest(): View {
  const app = useApp();
  const api = useSystemApi();
  const [to, setTo] = useState(app.session.user.value?.email ?? "");
  const [busy, setBusy] = useState(false);
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  async function send(event: Event): Promise<void> {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setVerdict(null);
    try {
      setVerdict(await api.mail.test(to));
    } catch (error) {
      setVerdict({ ok: false, detail: messageOf(error) });
    } finally {
      setBusy(false);
    }
  }
  return html`<form class="card settings-form" onSubmit=${send} aria-label="Test message">
    <${Field} label="Send a test to" name="test-to" type="email" value=${to} onInput=${setTo} autocomplete="email" maxLength=${254} hint="Sent at once with what is saved above." />
    ${
      verdict &&
      html`<p class=${`verdict ${verdict.ok ? "ok" : "bad"}`} role=${verdict.ok ? "status" : "alert"}><${Icon} name=${verdict.ok ? "check" : "alert"} />${verdict.detail}</p>`
    }
    <div class="form-foot"><${Button} type="submit" icon="send" busy=${busy} disabled=${to.trim() === ""}>${busy ? "Sending" : "Send a test"}<//></div>
  </form>`;
}
