import { Dot } from "../kit/badge.ts";
import { Button, IconButton } from "../kit/button.ts";
import { Menu, type MenuItem, type TriggerProps } from "../kit/menu.ts";
import type { CatalogueModelView, CatalogueVariantView, EngineView } from "../lib/engine-types.ts";
import { html, type View } from "../lib/html.ts";
import { fileBytes } from "../lib/units.ts";
import { hasRoom } from "./catalogue-rows.ts";
import { useRoom } from "./room.ts";
import { isActive, isServing, stateDot, stateLabel } from "./words.ts";

/** What can be done with a variant; the page decides how. */
export interface VariantHandlers {
  busy: string | null;
  arithmetic(model: CatalogueModelView, variant: CatalogueVariantView): void;
  get(model: CatalogueModelView, variant: CatalogueVariantView): void;
  pause(variant: CatalogueVariantView): void;
  resume(variant: CatalogueVariantView): void;
  start(variant: CatalogueVariantView): void;
  swap(variant: CatalogueVariantView): void;
  settings(variant: CatalogueVariantView): void;
  remove(variant: CatalogueVariantView): void;
}

export interface VariantActionProps {
  model: CatalogueModelView;
  variant: CatalogueVariantView;
  handlers: VariantHandlers;
}

/** The one thing that makes sense next, and a menu with the rest. */
export function VariantAction({ model, variant, handlers }: VariantActionProps): View {
  const room = useRoom();
  const engines = room.engines.value ?? [];
  const engine = engines.find((one) => one.id === variant.engineId);
  return html`<div class="row-acts"><${Main} model=${model} variant=${variant} handlers=${handlers} engine=${engine} taken=${gpusTaken(engines, room.gpus.value?.gpus.length ?? 0)} />
    <${Menu} label=${`More for ${variant.label}`} align="end" items=${moreItems({ model, variant, handlers }, engine)}
      trigger=${(props: TriggerProps) => html`<${IconButton} icon="more" label=${`More for ${variant.label}`} ...${props} />`} /></div>`;
}

/** Every GPU has an engine of ours: what starts next has to take the place of one. */
function gpusTaken(engines: EngineView[], gpus: number): boolean {
  const holders = engines.filter(
    (one) => one.settings.adapter !== "remote" && one.settings.gpus !== "none" && isActive(one.status),
  );
  return gpus > 0 && holders.length >= gpus;
}

function Main({
  model,
  variant,
  handlers,
  engine,
  taken,
}: VariantActionProps & { engine: EngineView | undefined; taken: boolean }): View {
  const { busy } = handlers;
  const room = useRoom();
  if (engine && isActive(engine.status)) {
    return html`<a class="state-link" href=${`/admin/engine/${engine.id}`}><${Dot} kind=${stateDot(engine.status.state)} />${isServing(engine.status) ? "running" : stateLabel(engine.status.state).toLowerCase()}</a>`;
  }
  const { stored } = variant;
  const fits = variant.fit.verdict === "fits" || variant.fit.verdict === "fits_less_context";
  switch (stored?.state) {
    case "complete":
      if (taken)
        return html`<${Button} onClick=${() => handlers.swap(variant)} aria-label=${`Swap to ${variant.label}`}>Swap to this<//>`;
      return html`<${Button} kind=${fits ? "solid" : "plain"} busy=${busy === `start-${variant.id}`} onClick=${() => handlers.start(variant)} aria-label=${`Start ${variant.label}`}>Start<//>`;
    case "downloading":
      return html`<${Button} busy=${busy === `pause-${variant.id}`} onClick=${() => handlers.pause(variant)} aria-label=${`Pause the download of ${variant.label}`}>Pause<//>`;
    case "paused":
    case "incomplete":
    case "damaged":
      return html`<${Button} busy=${busy === `resume-${variant.id}`} onClick=${() => handlers.resume(variant)} aria-label=${`Get the rest of ${variant.label}`}>${stored.state === "damaged" ? "Repair" : "Get the rest"}<//>`;
    case undefined: {
      if (variant.fit.verdict === "does_not_fit" || variant.fit.verdict === "needs_more_gpus") return null;
      const room1 = hasRoom(variant, room.files.value);
      const free = room.files.value ? `${fileBytes(room.files.value.freeBytes)} free on the disk` : "";
      return html`<${Button} busy=${busy === `get-${variant.id}`} disabled=${!room1} data-tip=${room1 ? free : `Not enough room: ${free}`} onClick=${() => handlers.get(model, variant)} aria-label=${`Get ${variant.label}, ${fileBytes(variant.weightsBytes)}`}>Get, ${fileBytes(variant.weightsBytes)}<//>`;
    }
    default:
      return null;
  }
}

function moreItems({ model, variant, handlers }: VariantActionProps, engine: EngineView | undefined): MenuItem[] {
  const { stored } = variant;
  const idle = !engine || !isActive(engine.status);
  return [
    { label: "Show the arithmetic", icon: "info", onSelect: () => handlers.arithmetic(model, variant) },
    {
      label: engine ? "Settings of its engine" : "Start with other settings",
      icon: "settings",
      onSelect: () => handlers.settings(variant),
    },
    ...(stored
      ? []
      : [
          {
            label: "Get it anyway",
            note: fileBytes(variant.weightsBytes),
            icon: "download",
            onSelect: () => handlers.get(model, variant),
          } satisfies MenuItem,
        ]),
    ...(stored && idle
      ? [
          { kind: "line" } satisfies MenuItem,
          {
            label: "Remove from this disk",
            icon: "trash",
            danger: true,
            onSelect: () => handlers.remove(variant),
          } satisfies MenuItem,
        ]
      : []),
    { kind: "line" },
    { kind: "heading", label: `${variant.repository} · ${model.vendor} · ${model.released}` },
  ];
}
