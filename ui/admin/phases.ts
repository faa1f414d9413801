import { Progress } from "../kit/meter.ts";
import type { EngineStatus } from "../lib/engine-types.ts";
import { html, type View } from "../lib/html.ts";
import { percent, span } from "../lib/units.ts";
import { startLeft, stateLabel } from "./words.ts";

/** Where a start stands: the steps, how far this one is, how long it took and how long it may take. */
export function Phases({ status, now }: { status: EngineStatus; now: number }): View {
  const { phase } = status;
  if (!phase)
    return html`<div class="phases"><p class="phase-line"><b>${stateLabel(status.state)}</b><span class="quiet">${span(now - status.since)}</span></p><${Progress} label=${stateLabel(status.state)} value=${null} /></div>`;
  const steps = Array.from({ length: phase.count }, (_, at) => at);
  const passed = now - phase.launchedAt;
  const left = startLeft(status, now);
  // Without a figure from the engine, what the phase took last time stands in; it never claims to be done.
  const within =
    phase.progress ?? (phase.estimateMs ? Math.min(0.95, (now - phase.startedAt) / phase.estimateMs) : null);
  return html`<div class="phases">
    <p class="phase-line"><b>${phase.label}</b>${phase.progress !== undefined && html`<span class="num">${percent(phase.progress)}</span>`}<span class="grow"></span><span class="quiet num">step ${phase.index + 1} of ${phase.count}</span></p>
    <div class="steps" role="progressbar" aria-label=${`Starting, step ${phase.index + 1} of ${phase.count}: ${phase.label}`} aria-valuemin="0" aria-valuemax=${phase.count} aria-valuenow=${phase.index}>
      ${steps.map((at) => html`<i key=${at} class=${at < phase.index ? "done" : at === phase.index ? (within === null ? "current open" : "current") : ""}>${at === phase.index && html`<s style=${{ width: `${Math.round((within ?? 1) * 100)}%` }}></s>`}</i>`)}
    </div>
    <p class="quiet small num">${span(passed)} since the start${left ? ` · ${left}` : " · the first start of this model here; later ones will say how long it takes"}</p>
  </div>`;
}
