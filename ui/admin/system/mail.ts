import { useState } from "preact/hooks";
import { Badge } from "../../kit/badge.ts";
import { Button } from "../../kit/button.ts";
import { ConfirmTyping } from "../../kit/confirm-typing.ts";
import { inert } from "../../kit/foreign.ts";
import { Notice } from "../../kit/notice.ts";
import { html, type View } from "../../lib/html.ts";
import { useTitle } from "../../lib/lazy.ts";
import type { MailView } from "../../lib/system-types.ts";
import { useRead } from "../../lib/use-read.ts";
import { useActions } from "../actions.ts";
import { Ghost } from "../ghost.ts";
import { ReadProblem } from "../read-problem.ts";
import { useSystemApi } from "../use-api.ts";
import { JobQueue } from "./job-queue.ts";
import { MailForm } from "./mail-form.ts";
import { MailTest } from "./mail-test.ts";

/** How e-mail leaves this machine, and what is on its way. */
export function Mail(): View {
  useTitle("Mail");
  const api = useSystemApi();
  const read = useRead("mail", (signal) => api.mail.read(signal));
  const mail = read.value;
  return html`
    <header class="admin-head"><div><h1>Mail</h1><p class="sub">Invitations, links for a new password and notices about an account are sent through a mail server of yours. Without one, people get links from you.</p></div></header>
    <div class="plain-page">
      <${ReadProblem} what="The mail settings" read=${read} />
      ${mail ? html`<${Settings} mail=${mail} onChanged=${read.set} onCleared=${read.reload} />` : read.error ? null : html`<${Ghost} rows=${4} />`}
      <${JobQueue} />
    </div>`;
}

interface SettingsProps {
  mail: MailView;
  onChanged(mail: MailView): void;
  onCleared(): void;
}

function Settings({ mail, onChanged, onCleared }: SettingsProps): View {
  const api = useSystemApi();
  const { busy, act } = useActions();
  const [asking, setAsking] = useState(false);
  async function clear(): Promise<void> {
    if (!(await act("clear", () => api.mail.remove(), "The mail settings of this page are removed."))) return;
    setAsking(false);
    onCleared();
  }
  return html`
    ${!mail.configured && html`<${Notice} kind="info" icon="mail" title="No mail server is set up"><p>Vitrine sends nothing by itself. Enter the server that sends your organisation's mail; its administrator knows host, port and user name.</p><//>`}
    ${
      mail.source === "configuration" &&
      html`<${Notice} kind="info" title="These settings come from the configuration"><p>They stand in <code>config.toml</code> or in <code>VITRINE_SMTP_URL</code>. What you save here takes their place until you remove it again.</p><//>`
    }
    <div class="line-head"><h2>Mail server</h2>${mail.configured && html`<${Badge} kind="ok">set up<//>`}</div>
    <${MailForm} key=${`${mail.source}-${mail.host}-${mail.port}`} mail=${mail} onSaved=${onChanged}>
      ${mail.source === "page" && html`<span class="grow"></span><${Button} onClick=${() => setAsking(true)}>Remove…<//>`}
    <//>
    ${mail.configured && html`<${MailTest} />`}
    ${
      asking &&
      html`<${ConfirmTyping} title="Remove the mail server?" name=${mail.host} label="Type its host to confirm" action="Remove" busy=${busy === "clear"} onConfirm=${() => void clear()} onClose=${() => setAsking(false)}>
        <p>The settings of ${inert(mail.host)} and its password are deleted here. Unless the configuration names another server, nothing is mailed any more: people cannot ask for a new password by themselves, and you send invitations as links.</p>
      <//>`
    }`;
}
