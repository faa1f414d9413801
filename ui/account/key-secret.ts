import { useState } from "preact/hooks";
import { Button } from "../kit/button.ts";
import { Dialog } from "../kit/dialog.ts";
import type { MadeKey } from "../lib/account-api.ts";
import { useApp } from "../lib/app.ts";
import { copyText } from "../lib/clipboard.ts";
import { html, type View } from "../lib/html.ts";

/** The whole of a new key, which is shown this once. */
export function KeySecret({ made, onClose }: { made: MadeKey; onClose(): void }): View {
  const app = useApp();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    if (await copyText(made.secret)) {
      setCopied(true);
      app.toasts.show("The key is copied.", "ok");
    } else app.toasts.show("The browser did not let us copy. Select the key by hand.", "bad");
  };
  const example = `curl ${location.origin}/api/projects \\\n  -H "Authorization: Bearer $VITRINE_KEY"`;
  return html`<${Dialog} title=${`${made.name} is ready`} wide onClose=${onClose} onSubmit=${onClose}
    footer=${html`<${Button} kind="solid" type="submit">${copied ? "Done" : "I have stored it"}<//>`}>
    <p>Copy the key now and keep it where secrets are kept. <b>It is not shown again.</b></p>
    <div class="secret-line"><code class="secret-text">${made.secret}</code><${Button} icon="copy" data-autofocus="" onClick=${() => void copy()}>${copied ? "Copied" : "Copy"}<//></div>
    <div><span class="field-name">Try it</span><pre class="example"><code>${example}</code></pre></div>
  <//>`;
}
