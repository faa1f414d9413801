import { useEffect, useState } from "preact/hooks";
import { useApp } from "../lib/app.ts";
import { html, type View } from "../lib/html.ts";
import { Dot } from "./badge.ts";
import { Button } from "./button.ts";
import { Dialog } from "./dialog.ts";

/** While something comes up it is looked at often, else now and then: an engine may start at any time. */
const comingMs = 4000;
const usualMs = 30_000;

/** One line that names what answers or what is on its way, and says plainly when that is no language model. */
export function EngineLine(): View {
  const app = useApp();
  const [help, setHelp] = useState(false);
  const { models } = app;
  const model = models.active.value;
  const coming = models.items.value?.find((one) => one.loading !== undefined && one.id !== model?.id);
  const often = coming !== undefined || model?.loading !== undefined;
  useEffect(() => {
    const look = () => document.visibilityState === "visible" && void models.load().catch(() => undefined);
    const timer = setInterval(look, often ? comingMs : usualMs);
    return () => clearInterval(timer);
  }, [models, often]);
  const ask = (words: string) =>
    html`<button type="button" class="link" onClick=${() => setHelp(true)}>${words}</button>`;
  const dialog = help && html`<${ModelHelp} onClose=${() => setHelp(false)} />`;
  const later = coming && html` <b>${coming.label}</b>: ${coming.loading}.`;
  if (models.items.value === null) return html`<p class="engine-line">Looking for models…</p>`;
  if (!model)
    return html`<p class="engine-line"><${Dot} kind="bad" /><span>No model answers right now. ${ask("Start one")}</span>${dialog}</p>`;
  const kind = model.loading ? "live" : model.builtin ? "warn" : "ok";
  const words = model.loading
    ? html`<b>${model.label}</b>: ${model.loading}. Requests wait for it.`
    : model.builtin
      ? html`<b>${model.label}</b>: rules and patterns, not a language model.${later ?? html` ${ask("Use a model")}`}`
      : html`<b>${model.label}</b> answers.${later}`;
  return html`<div class="engine-line"><${Dot} kind=${kind} /><span>${words}</span>${dialog}</div>`;
}

/** Where to start a model: the three ways that exist. */
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
