import { Dot } from "../kit/badge.ts";
import { Meter } from "../kit/meter.ts";
import type { EngineView, GpuReading } from "../lib/engine-types.ts";
import { plural } from "../lib/format.ts";
import { html, type View } from "../lib/html.ts";
import { figure, memoryBytes } from "../lib/units.ts";
import { useServerNow } from "./clock.ts";
import { useRoom } from "./room.ts";
import { isActive, isComing, startLeft, stateDot, stateSince } from "./words.ts";

/** Engine, queue and GPU at this moment, each a way to its page. */
export function OverviewNow(): View {
  const room = useRoom();
  const engines = room.engines.value;
  const gpus = room.gpus.value;
  const active = engines?.filter((engine) => isActive(engine.status)) ?? [];
  const now = useServerNow(active.some((engine) => isComing(engine.status)));
  const shown = active.length > 0 ? active : (engines?.filter((engine) => engine.status.state === "failed") ?? []);
  const running = active.reduce((sum, engine) => sum + engine.status.inFlight, 0);
  const waiting = active.reduce((sum, engine) => sum + engine.status.waiting, 0);
  const rates = active.flatMap((engine) => room.rates.value.get(engine.id)?.tokensPerSecond ?? []);
  return html`<div class="card facts now-facts">
    <a href=${shown.length === 0 ? "/admin/models" : shown.length === 1 ? `/admin/engine/${shown[0]?.id}` : "/admin/engine"}><span class="quiet small">Engine</span>
      ${engines === null ? html`<b>Reading…</b>` : shown.length === 0 ? html`<b><${Dot} kind="idle" />None runs</b><span class="quiet small">choose a model to start</span>` : shown.map((engine) => html`<${One} key=${engine.id} engine=${engine} now=${now} />`)}</a>
    <a href="/admin/engine"><span class="quiet small">Queue</span><b class="num">${plural(running, "request")} running</b><span class="quiet small num">${waiting} waiting${rates.length > 0 ? ` · ${figure(rates.reduce((sum, rate) => sum + rate, 0))} tokens per second` : ""}</span></a>
    <a href="/admin/gpu"><span class="quiet small">GPU</span>${gpus === null ? html`<b>Reading…</b>` : gpus.gpus.length === 0 ? html`<b><${Dot} kind=${gpus.state === "failed" ? "bad" : "idle"} />${gpus.state === "failed" ? "Does not answer" : "None here"}</b>` : gpus.gpus.map((gpu) => html`<${Memory} key=${gpu.uuid} gpu=${gpu} />`)}</a>
  </div>`;
}

function One({ engine, now }: { engine: EngineView; now: number }): View {
  const { status } = engine;
  const left = startLeft(status, now);
  const words = status.phase
    ? [status.phase.label, left]
    : [status.state === "failed" ? status.failure?.reason : stateSince(status, now)];
  return html`<span><b><${Dot} kind=${stateDot(status.state)} /><span class="cut">${engine.settings.label}</span></b><span class="quiet small">${words.filter(Boolean).join(" · ")}</span></span>`;
}

function Memory({ gpu }: { gpu: GpuReading }): View {
  const { memoryUsedBytes: used, memoryTotalBytes: total } = gpu;
  const load = gpu.utilization === null ? "load unknown" : `load ${gpu.utilization} %`;
  return html`<span><b class="num">${memoryBytes(used)}${total === null ? "" : ` of ${memoryBytes(total)}`}</b>
    ${used !== null && total !== null && html`<${Meter} label=${`GPU ${gpu.index}: ${memoryBytes(used)} of ${memoryBytes(total)} in use`} total=${total} parts=${[{ label: "used", value: used }]} />`}
    <span class="quiet small num">GPU ${gpu.index} · ${load}${gpu.temperatureC === null ? "" : ` · ${gpu.temperatureC} °C`}</span></span>`;
}
