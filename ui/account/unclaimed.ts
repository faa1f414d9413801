import { useEffect } from "preact/hooks";
import { useApp } from "../lib/app.ts";
import { html, type View } from "../lib/html.ts";
import { useTitle } from "../lib/lazy.ts";
import { Gate } from "./frame.ts";

/** Nobody has claimed this appliance yet, and whoever reads this has no setup link. */
export function Unclaimed({ onClaimed }: { onClaimed(): void }): View {
  const app = useApp();
  useTitle("Not set up yet");
  useEffect(() => {
    const timer = setInterval(() => {
      app.api.setupState().then(
        (state) => state.claimed && onClaimed(),
        () => undefined,
      );
    }, 5000);
    return () => clearInterval(timer);
  }, [app, onClaimed]);
  return html`<${Gate} title="Almost there" lead="This Vitrine runs, but has no administrator yet. Only someone with access to its terminal can become one.">
    <ol class="steps">
      <li>Look at the terminal where it was started: it printed a link that begins with <code>${location.origin}/setup#</code>.</li>
      <li>If that is gone or older than an hour, run <code>vitrine setup-link</code> on the server for a new one.</li>
      <li>Open the link in this browser.</li>
    </ol>
  <//>`;
}
