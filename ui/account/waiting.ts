import { Mark } from "../kit/avatar.ts";
import { html, type View } from "../lib/html.ts";
import { Gate } from "./frame.ts";

export function Waiting(): View {
  return html`<div class="waiting" role="status" aria-label="Opening Vitrine"><${Mark} size=${28} /></div>`;
}

export function Unreachable(): View {
  return html`<${Gate} title="Vitrine does not answer"
    lead="The page is here, the server behind it is not. It may be restarting, or this device may have lost the network. This page tries again by itself.">
    <ul class="steps"><li>On the server, <code>systemctl status vitrine</code> or the terminal that runs <code>vitrine serve</code> says why.</li><li><code>vitrine doctor</code> checks the usual causes.</li></ul>
  <//>`;
}
