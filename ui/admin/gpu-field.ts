import { Select } from "../kit/choice.ts";
import { html, type View } from "../lib/html.ts";
import { memoryBytes } from "../lib/units.ts";
import { useRoom } from "./room.ts";

/** Which GPUs an engine runs on: chosen by Vitrine, none, or these. */
export function GpuField({
  value,
  onChange,
  error,
}: {
  value: unknown;
  onChange(value: unknown): void;
  error?: string | undefined;
}): View {
  const room = useRoom();
  const gpus = room.gpus.value?.gpus ?? [];
  const chosen: unknown[] = Array.isArray(value) ? value : [];
  const mode = Array.isArray(value) ? "these" : value === "none" ? "none" : "auto";
  const options = [
    { value: "auto", label: "Chosen by Vitrine" },
    { value: "none", label: "No GPU" },
    ...(gpus.length > 0 ? [{ value: "these", label: "These" }] : []),
  ];
  const change = (next: string) => onChange(next === "these" ? [gpus[0]?.uuid ?? ""] : next);
  const toggle = (uuid: string, on: boolean) => {
    const next = on ? [...chosen, uuid] : chosen.filter((one) => one !== uuid);
    if (next.length > 0) onChange(next);
  };
  return html`<div class="span gpu-field">
    <${Select} label="Runs on" value=${mode} options=${options} onChange=${change} error=${error} hint="Chosen by Vitrine: those with the most free memory." />
    ${
      mode === "these" &&
      html`<fieldset><legend class="sr-only">GPUs</legend>${gpus.map((gpu) => html`<label key=${gpu.uuid}><input type="checkbox" checked=${chosen.includes(gpu.uuid)} onChange=${(event: Event) => event.currentTarget instanceof HTMLInputElement && toggle(gpu.uuid, event.currentTarget.checked)} />GPU ${gpu.index} · ${gpu.name}<span class="quiet"> · ${memoryBytes(gpu.memoryFreeBytes)} free</span></label>`)}</fieldset>`
    }
  </div>`;
}
