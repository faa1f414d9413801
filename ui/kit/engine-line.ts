import { useState } from "preact/hooks";
import { useApp } from "../lib/app.ts";
import { html, type View } from "../lib/html.ts";
import { Dot } from "./badge.ts";
import { Button } from "./button.ts";
import { Dialog } from "./dialog.ts";

/** One line that names what answers, and says plainly when that is no language model. */
export function EngineLine(): View {
  const app = useApp();
  const [help, setHelp] = useState(false);
  const model = app.models.active.value;
  if (app.models.items.value === null) return html`<p class="engine-line">Looking for models…</p>`;
  if (!model) {
    return html`<p class="engine-line"><${Dot} kind="bad" /><span>No model answers right now. <button type="button" class="link" onClick=${() => setHelp(true)}>Start one</button></span>${help && html`<${ModelHelp} onClose=${() => setHelp(false)} />`}</p>`;
  }
  return html`<div class="engine-line">
    <${Dot} kind=${model.builtin ? "warn" : "ok"} />
    <span>${
      model.builtin
        ? html`<b>${model.label}</b>: rules and patterns, not a language model. <button type="button" class="link" onClick=${() => setHelp(true)}>Use a model</button>`
        : html`<b>${model.label}</b> answers.`
    }</span>
    ${help && html`<${ModelHelp} onClose=${() => setHelp(false)} />`}
  </div>`;
}

/** Where to start a model: the three ways that exist. */
export function ModelHelp({ onClose }: { onClose(): void }): View {
  const app = useApp();
  const again = () => {
    app.models.load().catch(() => app.toasts.show("The list of models could not be read.", "bad"));
    onClose();
  };
  return html`<${Dialog} title="Use a language model" wide onClose=${onClose}
    footer=${html`<${Button} onClick=${onClose}>Close<//><${Button} kind="solid" icon="refresh" onClick=${again}>Look again<//>`}>
    <p>The built-in pattern engine works at once and without a GPU, but it only combines what it knows. A model understands what you mean. An administrator can add one in any of these ways, then start the server again:</p>
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
