import { useState } from "preact/hooks";
import { Badge } from "../kit/badge.ts";
import { Button } from "../kit/button.ts";
import { Dialog } from "../kit/dialog.ts";
import type { CatalogueVariantView, EngineView } from "../lib/engine-types.ts";
import { html, type View } from "../lib/html.ts";
import { fileBytes, span } from "../lib/units.ts";
import { type ModelActions, swappable } from "./model-actions.ts";
import { useRoom } from "./room.ts";
import { fitBadge, isActive } from "./words.ts";

interface Candidate {
  key: string;
  label: string;
  note: string;
  tone: "ok" | "warn" | "bad" | "plain";
  badge: string;
  to: CatalogueVariantView | EngineView;
}

export interface SwapDialogProps {
  from?: EngineView | undefined;
  to?: CatalogueVariantView | undefined;
  actions: ModelActions;
}

/** Which model takes the place of which, and what happens to requests meanwhile. */
export function SwapDialog({ from: given, to, actions }: SwapDialogProps): View {
  const room = useRoom();
  const engines = room.engines.value ?? [];
  const froms = given ? [given] : swappable(engines);
  const tos = to
    ? [candidateOf(to)]
    : candidates(room.models.value?.flatMap((model) => model.variants) ?? [], engines, given);
  const [fromId, setFromId] = useState(froms[0]?.id ?? "");
  const [toKey, setToKey] = useState(tos[0]?.key ?? "");
  const from = froms.find((engine) => engine.id === fromId);
  const target = tos.find((one) => one.key === toKey);
  const submit = async () => {
    if (from && target && (await actions.swapNow(from, target.to))) actions.close();
  };
  return html`<${Dialog} title=${to ? `Swap to ${to.label}` : `Swap ${given?.settings.label ?? "model"}`} onClose=${actions.close} onSubmit=${() => void submit()}
    footer=${html`<${Button} onClick=${actions.close}>Cancel<//><${Button} kind="solid" type="submit" busy=${actions.busy === "swap"} disabled=${!from || !target}>Swap<//>`}>
    ${!given && froms.length > 1 && html`<fieldset class="choices"><legend>It takes the place of</legend>${froms.map((engine) => html`<label key=${engine.id}><input type="radio" name="from" checked=${engine.id === fromId} onChange=${() => setFromId(engine.id)} /><span class="grow cut">${engine.settings.label}</span><span class="quiet small">${engine.status.inFlight} running, ${engine.status.waiting} waiting</span></label>`)}</fieldset>`}
    ${
      !to &&
      html`<fieldset class="choices"><legend>On this disk</legend>${tos.map((one) => html`<label key=${one.key}><input type="radio" name="to" checked=${one.key === toKey} onChange=${() => setToKey(one.key)} /><span class="grow cut">${one.label} <span class="quiet small">${one.note}</span></span><${Badge} kind=${one.tone}>${one.badge}<//></label>`)}
      ${tos.length === 0 && html`<p>No other model is on this disk. Get one from the catalogue first.</p>`}</fieldset>`
    }
    ${from && target && html`<p>${from.settings.label} finishes what it is answering, for up to ${span(from.settings.drainSeconds * 1000)}, then ${target.label} starts. Requests that come meanwhile wait and are answered by ${target.label}. If there is room for both, the new one starts first.</p>`}
  <//>`;
}

function candidateOf(variant: CatalogueVariantView): Candidate {
  const badge = fitBadge(variant.fit);
  return {
    key: variant.id,
    label: variant.label,
    note: fileBytes(variant.weightsBytes),
    tone: badge.tone,
    badge: badge.label,
    to: variant,
  };
}

function candidates(
  variants: CatalogueVariantView[],
  engines: EngineView[],
  from: EngineView | undefined,
): Candidate[] {
  const stopped = engines.filter((engine) => engine.id !== from?.id && !isActive(engine.status));
  const stored = variants.filter(
    (variant) =>
      variant.stored?.state === "complete" &&
      variant.engineId !== from?.id &&
      !engines.some((engine) => engine.id === variant.engineId && isActive(engine.status)),
  );
  const known = new Set(stored.map((variant) => variant.engineId));
  const own = stopped
    .filter((engine) => !known.has(engine.id))
    .map(
      (engine): Candidate => ({
        key: engine.id,
        label: engine.settings.label,
        note: "own engine",
        tone: "plain",
        badge: "stopped",
        to: engine,
      }),
    );
  return [...stored.map(candidateOf), ...own];
}
