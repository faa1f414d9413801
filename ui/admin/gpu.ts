import { useState } from "preact/hooks";
import { Meter } from "../kit/meter.ts";
import { Notice } from "../kit/notice.ts";
import { Table } from "../kit/table.ts";
import type { GpuProcess, GpuReading } from "../lib/engine-types.ts";
import { html, type View } from "../lib/html.ts";
import { useTitle } from "../lib/lazy.ts";
import { memoryBytes } from "../lib/units.ts";
import { Charts, type Range, RangePicker } from "./charts.ts";
import { Ghost } from "./ghost.ts";
import type { ChartPlan } from "./history.ts";
import { useRoom } from "./room.ts";
import { isOf } from "./running-card.ts";
import { gpuWords } from "./words.ts";

/** Every GPU of this machine: how full, how busy, how hot, and who holds it. */
export function Gpu(): View {
  const room = useRoom();
  useTitle("GPU");
  const [range, setRange] = useState<Range>("60");
  const snapshot = room.gpus.value;
  if (!snapshot)
    return html`<header class="admin-head"><div><h1>GPU</h1><p class="sub">Reading…</p></div></header>${room.error.value ? null : html`<${Ghost} rows=${3} />`}`;
  const driver = [snapshot.driver && `driver ${snapshot.driver}`, snapshot.cuda && `CUDA ${snapshot.cuda}`]
    .filter(Boolean)
    .join(" · ");
  return html`<header class="admin-head"><div><h1>GPU</h1><p class="sub">${gpuWords(snapshot)}${driver ? ` · ${driver}` : ""}</p></div>${snapshot.gpus.length > 0 && html`<${RangePicker} value=${range} onChange=${setRange} />`}</header>
    ${
      snapshot.state !== "ok" &&
      html`<${Notice} kind=${snapshot.state === "failed" ? "bad" : "warn"} title=${snapshot.state === "failed" ? "The driver is there, but it does not answer" : "There is no GPU here that can be used"}>
        <p>${snapshot.detail ?? "nvidia-smi was not found."}</p>
        <p>${snapshot.state === "failed" ? "What is shown below may be old. Running engines may be affected." : "Models need one; llama.cpp runs a small model on the CPU, and a remote server works without any."} <code>vitrine doctor</code> names the fix for this machine.</p>
      <//>`
    }
    ${snapshot.gpus.map((gpu) => html`<${One} key=${gpu.uuid} gpu=${gpu} range=${range} />`)}`;
}

function One({ gpu, range }: { gpu: GpuReading; range: Range }): View {
  const room = useRoom();
  const { memoryTotalBytes: total, memoryUsedBytes: used } = gpu;
  const [plans] = useState<ChartPlan[]>(() => [
    {
      title: "Memory in use",
      metrics: [{ metric: "memoryUsed", label: "Memory in use", tone: "accent" }],
      top: total ?? undefined,
    },
    { title: "Load", metrics: [{ metric: "utilization", label: "Load", tone: "accent" }] },
  ]);
  const known = total !== null && used !== null;
  return html`<section class="gpu" aria-label=${`GPU ${gpu.index}, ${gpu.name}`}>
    <div class="list-head"><h2>GPU ${gpu.index} · ${gpu.name}</h2><span class="grow"></span><code class="quiet cut wide-only">${gpu.uuid}${gpu.computeCapability ? ` · compute ${gpu.computeCapability}` : ""}</code></div>
    <div class="card gpu-card">
      <div class="gpu-top">
        <div><span class="lab">Memory</span><p class="value num">${known ? `${memoryBytes(used)} of ${memoryBytes(total)}` : memoryBytes(used)}</p>
          ${known && html`<${Meter} label=${`Memory: ${memoryBytes(used)} of ${memoryBytes(total)} in use`} total=${total} parts=${[{ label: "used", value: used, tone: used / total > 0.97 ? "warn" : "main" }]} />`}<p class="key"><span>free ${memoryBytes(gpu.memoryFreeBytes)}</span></p></div>
        <${Fact} label="Load" value=${gpu.utilization} unit="%" />
        <${Fact} label="Temperature" value=${gpu.temperatureC} unit="°C" />
        <${Fact} label="Power" value=${gpu.powerW} unit="W" note=${gpu.powerLimitW === null ? "" : `limit ${Math.round(gpu.powerLimitW)} W`} />
      </div>
      <${Processes} gpu=${gpu} />
    </div>
    <${Charts} range=${range} plans=${plans} subject=${`gpu:${gpu.uuid}`} empty="Nothing was measured in this time yet." read=${(minutes: number, signal: AbortSignal) => room.api.gpus.history(gpu.uuid, minutes, signal)} />
  </section>`;
}

function Fact({
  label,
  value,
  unit,
  note = "",
}: {
  label: string;
  value: number | null;
  unit: string;
  note?: string;
}): View {
  return html`<div><span class="lab">${label}</span><p class=${`value num ${value === null ? "quiet" : ""}`}>${value === null ? "unknown" : `${Math.round(value)} ${unit}`}</p><p class="key">${note}</p></div>`;
}

function Processes({ gpu }: { gpu: GpuReading }): View {
  const room = useRoom();
  if (gpu.processes.length === 0) return html`<p class="none">No process holds memory on it.</p>`;
  const owner = (process: GpuProcess) => room.engines.value?.find((engine) => isOf(engine, process));
  return html`<${Table} label=${`Processes on GPU ${gpu.index}`} rows=${gpu.processes} rowKey=${(row: GpuProcess) => String(row.pid)} columns=${[
    {
      id: "who",
      label: "Held by",
      cell: (row: GpuProcess) => {
        const engine = owner(row);
        return engine
          ? html`<a class="link" href=${`/admin/engine/${engine.id}`}>${engine.settings.label}</a> <span class="quiet small mono">${row.name}</span>`
          : html`<span class="mono">${row.name}</span>`;
      },
    },
    {
      id: "pid",
      label: "Process",
      align: "end",
      wideOnly: true,
      cell: (row: GpuProcess) => html`<span class="num">${row.pid}</span>`,
    },
    {
      id: "memory",
      label: "Memory",
      align: "end",
      cell: (row: GpuProcess) => html`<span class="num">${memoryBytes(row.memoryBytes)}</span>`,
    },
  ]} />`;
}
