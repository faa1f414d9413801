import { useEffect, useState } from "preact/hooks";
import { useApp } from "../lib/app.ts";
import { html, type View } from "../lib/html.ts";
import { lazy } from "../lib/lazy.ts";
import { Dot } from "./badge.ts";

const ModelHelp = lazy(() => import("./model-help.ts").then((module) => module.ModelHelp));

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
    ? html`<b>${model.label}</b>: ${model.loading}.`
    : model.builtin
      ? html`<b>${model.label}</b>: rules and patterns, not a language model.${later ?? html` ${ask("Use a model")}`}`
      : html`<b>${model.label}</b> answers.${later}`;
  return html`<div class="engine-line"><${Dot} kind=${kind} /><span>${words}</span>${dialog}</div>`;
}
