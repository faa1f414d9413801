import { useState } from "preact/hooks";
import { Button } from "../kit/button.ts";
import { Dialog } from "../kit/dialog.ts";
import { useApp } from "../lib/app.ts";
import { copyText } from "../lib/clipboard.ts";
import { saveFile } from "../lib/download.ts";
import { fullTime } from "../lib/format.ts";
import { html, type View } from "../lib/html.ts";

/** The recovery codes, which are shown this once: to copy, to save, to print. */
export function RecoveryDialog({ codes, onClose }: { codes: string[]; onClose(): void }): View {
  const app = useApp();
  const [stored, setStored] = useState(false);
  const [hurried, setHurried] = useState(false);
  const email = app.session.user.value?.email ?? "";
  const made = fullTime(new Date(app.now()).toISOString());
  const text = `Recovery codes for ${email} at ${location.host}, made ${made}.\nEach works once, in place of the code of the authenticator app.\n\n${codes.join("\n")}\n`;
  const copy = async () => {
    if (await copyText(text)) app.toasts.show("The recovery codes are copied.", "ok");
    else app.toasts.show("The browser did not let us copy. Select the codes by hand.", "bad");
  };
  const print = () => {
    document.body.dataset.printing = "dialog";
    window.print();
    delete document.body.dataset.printing;
  };
  // Closing by Escape or a click beside it would lose them for good.
  const close = () => {
    if (stored) onClose();
    else setHurried(true);
  };
  return html`<${Dialog} title="Store your recovery codes" onClose=${close} onSubmit=${close}
    footer=${html`<${Button} kind="solid" type="submit" disabled=${!stored}>Done<//>`}>
    <div class="recovery print-this">
      <p>When your phone is lost, one of these takes the place of its code. Each works once. <b>They are not shown again.</b></p>
      <p class="print-only">${email} at ${location.host}, ${made}</p>
      <ol class="recovery-list" aria-label="Recovery codes">${codes.map((code) => html`<li key=${code}><code>${code}</code></li>`)}</ol>
    </div>
    <div class="acts"><${Button} icon="copy" onClick=${() => void copy()}>Copy<//><${Button} icon="download" onClick=${() => saveFile(new Blob([text], { type: "text/plain" }), "vitrine-recovery-codes.txt")}>Download<//><${Button} icon="printer" onClick=${print}>Print<//></div>
    <label class="check"><input type="checkbox" checked=${stored} onChange=${(event: Event) => event.currentTarget instanceof HTMLInputElement && setStored(event.currentTarget.checked)} />I have stored them where I find them without my phone</label>
    ${hurried && !stored && html`<p class="field-error" role="alert">Store them first, then tick the box: they are not shown again.</p>`}
  <//>`;
}
