import { useApp } from "../lib/app.ts";
import { html, type View } from "../lib/html.ts";
import { Button } from "./button.ts";
import { Dialog } from "./dialog.ts";

/** Where to start a model: here, or on another server. */
export function ModelHelp({ onClose }: { onClose(): void }): View {
  const app = useApp();
  const admin = app.session.user.value?.role === "admin";
  const again = () => {
    app.models.load().catch(() => app.toasts.show("The list of models could not be read.", "bad"));
    onClose();
  };
  return html`<${Dialog} title="Use a language model" wide onClose=${onClose}
    footer=${html`<${Button} onClick=${onClose}>Close<//><${Button} kind="solid" icon="refresh" onClick=${again}>Look again<//>`}>
    <p>The built-in pattern engine works at once and without a GPU, but it only combines what it knows. A model understands what you mean. ${admin ? html`Choose one that fits this machine on the page <a class="link" href="/admin/models" onClick=${onClose}>Models</a> and press Start.` : "An administrator can start one on this machine."}</p>
    <p>Or let another server answer, and start Vitrine with one of these:</p>
    <dl class="ways">
      <dt>A vLLM, llama.cpp or other OpenAI-compatible server on your network</dt>
      <dd><code>VITRINE_OPENAI_BASE_URL=http://127.0.0.1:8000/v1 vitrine serve</code></dd>
      <dt>A key for OpenAI</dt>
      <dd><code>OPENAI_API_KEY=… vitrine serve</code></dd>
      <dt>A key for Anthropic</dt>
      <dd><code>ANTHROPIC_API_KEY=… vitrine serve</code></dd>
    </dl>
    <p class="quiet">With the first way nothing leaves your machines. The other two send prompts to that company.</p>
  <//>`;
}
