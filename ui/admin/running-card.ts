import { useEffect, useState } from "preact/hooks";
import { Dot } from "../kit/badge.ts";
import { Button } from "../kit/button.ts";
import { Meter } from "../kit/meter.ts";
import { Sparkline } from "../kit/sparkline.ts";
import type { EngineView, GpuReading, GpuSnapshot, HistoryView } from "../lib/engine-types.ts";
import { thousands } from "../lib/format.ts";
import { html, type View } from "../lib/html.ts";
import { figure, latency, memoryBytes, percent } from "../lib/units.ts";
import { useServerNow } from "./clock.ts";
import { column } from "./history.ts";
import { Phases } from "./phases.ts";
import { useRoom } from "./room.ts";
import { engineName, isComing, isServing, stateDot, stateLabel, stateSince } from "./words.ts";

export interface RunningCardProps {
  engine: EngineView;
  busy: string | null;
  onSwap(): void;
  onRestart(): void;
  onStop(): void;
}

/** One engine at a glance: what runs, its memory, its speed. */
export function RunningCard({ engine, busy, onSwap, onRestart, onStop }: RunningCardProps): View {
  const { status, settings } = engine;
  const now = useServerNow(isComing(status));
  const context = status.launch?.measured.contextLength;
  const about = [stateSince(status, now), engineName(engine), context ? `context ${thousands(context)}` : ""];
  const serving = isServing(status);
  return html`<section class="card now" aria-label=${`${settings.label}, ${stateLabel(status.state)}`}>
    <div class="now-head">
      <span class="lab">${serving ? "Running now" : isComing(status) ? "On its way" : status.state === "idle" ? "Asleep" : "On its way out"}</span>
      <h2 class="big"><${Dot} kind=${stateDot(status.state)} /><a href=${`/admin/engine/${engine.id}`} class="cut">${settings.label}</a></h2>
      <p class="quiet small">${about.filter(Boolean).join(" · ")}</p>
      ${status.trouble && html`<p class="trouble small">${status.trouble}</p>`}
      <div class="acts">
        ${serving && html`<${Button} onClick=${onSwap}>Swap model<//>`}
        ${serving && html`<${Button} onClick=${onRestart} busy=${busy === `restart-${engine.id}`}>Restart<//>`}
        <${Button} onClick=${onStop} busy=${busy === `stop-${engine.id}`}>Stop<//>
        <a class="btn plain m" href=${`/admin/engine/${engine.id}#log`}>Logs</a>
      </div>
    </div>
    ${
      serving
        ? html`<${Memory} engine=${engine} /><${Speed} engine=${engine} />`
        : html`<div class="now-start"><${Course} engine=${engine} now=${now} />${status.waiting > 0 && html`<p class="small quiet">${status.waiting} waiting for it; they are answered when it is ready.</p>`}</div>`
    }
  </section>`;
}

/** What it does while it does not answer. */
function Course({ engine, now }: { engine: EngineView; now: number }): View {
  const { status } = engine;
  if (status.state === "idle")
    return html`<p>It was unloaded because nobody asked for a while. The next request wakes it and waits for it.</p>`;
  if (isComing(status)) return html`<${Phases} status=${status} now=${now} />`;
  return html`<${Phases} status=${status} now=${now} />${status.inFlight > 0 && html`<p class="small quiet">${status.inFlight} still being answered</p>`}`;
}

/** The GPUs that an engine uses, as far as its settings or the processes on them tell. */
export function gpusOf(engine: EngineView, snapshot: GpuSnapshot | null): GpuReading[] {
  const all = snapshot?.gpus ?? [];
  const { gpus } = engine.settings;
  if (gpus === "none" || engine.settings.adapter === "remote") return [];
  if (gpus !== "auto") return all.filter((gpu) => gpus.includes(gpu.uuid));
  if (all.length === 1) return all;
  return all.filter((gpu) => gpu.processes.some((process) => isOf(engine, process)));
}

/** Engines that set titles name their processes after the launch. */
export function isOf(engine: EngineView, process: { pid: number; name: string }): boolean {
  const { launch } = engine.status;
  return launch !== undefined && (process.pid === launch.pid || process.name.startsWith(`vitrine-${launch.id}`));
}

function Memory({ engine }: { engine: EngineView }): View {
  const room = useRoom();
  const { status, settings } = engine;
  const measured = status.launch?.measured ?? {};
  const gpus = gpusOf(engine, room.gpus.value);
  const [gpu] = gpus;
  const usage = status.metrics?.kvCacheUsage;
  const weights = measured.weightsBytes ?? 0;
  const kv = measured.kvCacheBytes ?? 0;
  const total = gpu?.memoryTotalBytes ?? weights + kv;
  const free = gpu?.memoryFreeBytes;
  const other = gpu?.memoryUsedBytes ? Math.max(0, gpu.memoryUsedBytes - weights - kv) : 0;
  const most = measured.concurrencyAtContext;
  const parts = [
    { label: "weights", value: weights, tone: "main" as const },
    { label: "KV cache", value: kv, tone: "half" as const },
    { label: "other", value: other, tone: "rest" as const },
  ];
  const words = [
    ...parts.filter((part) => part.value > 0).map((part) => `${part.label} ${memoryBytes(part.value)}`),
    free === undefined ? "" : `free ${memoryBytes(free)}`,
  ].filter(Boolean);
  if (settings.adapter === "remote")
    return html`<div><span class="lab">Attached to</span><p class="mono cut">${settings.baseUrl}</p><p class="small quiet">Its memory is managed over there.</p></div>`;
  return html`<div>
    <span class="lab">GPU memory${gpus.length > 1 ? `, each of ${gpus.length}` : ""}</span>
    ${
      total > 0
        ? html`<${Meter} label=${`GPU memory: ${words.join(", ")}`} parts=${parts} total=${total} /><p class="key num">${unitOnce(words).map((word) => html`<span key=${word}>${word}</span>`)}</p>`
        : html`<p class="small quiet">Not known: the engine has not said what it uses.</p>`
    }
    <span class="lab gap">KV cache in use</span>
    ${
      usage === undefined
        ? html`<p class="small quiet">The engine does not say.</p>`
        : html`<${Meter} label=${`KV cache in use: ${percent(usage)}`} parts=${[{ label: "used", value: usage, tone: usage > 0.9 ? "warn" : "main" }]} total=${1} />
          <p class="key num"><span>${percent(usage)}</span>${most !== undefined && html`<span>room for ${figure(Math.floor(most * 10) / 10)} at full context</span>`}</p>`
    }
  </div>`;
}

/** The unit of a row of figures stands at its end alone, where all have the same. */
function unitOnce(words: string[]): string[] {
  if (!words.every((word) => word.endsWith(" GiB"))) return words;
  return words.map((word, at) => (at < words.length - 1 ? word.slice(0, -" GiB".length) : word));
}

function Speed({ engine }: { engine: EngineView }): View {
  const room = useRoom();
  const [history, setHistory] = useState<HistoryView | null>(null);
  useEffect(() => {
    const end = new AbortController();
    const read = () => {
      if (document.visibilityState !== "visible") return;
      room.api.engines.history(engine.id, 60, end.signal).then(setHistory, () => undefined);
    };
    read();
    const timer = setInterval(read, 30_000);
    return () => {
      clearInterval(timer);
      end.abort();
    };
  }, [room, engine.id]);
  const rates = room.rates.value.get(engine.id) ?? {};
  const rate = history ? column(history, "tokensPerSecond") : null;
  const { metrics } = engine.status;
  // Before two readings have come, the last minute stands in.
  const now = rates.tokensPerSecond ?? rate?.values.at(-1) ?? undefined;
  return html`<div>
    <span class="lab">Tokens per second, last hour</span>
    ${rate && history ? html`<${Sparkline} label=${`Tokens per second in the last hour, ${now === undefined ? "now unknown" : `now ${figure(now)}`}`} times=${history.times} values=${rate.values} length=${3600} />` : html`<div class="sparkline"></div>`}
    <p class="key num"><span>now ${now === undefined ? "–" : figure(now)}</span>${rates.firstToken !== undefined && html`<span>first token ${latency(rates.firstToken)}</span>`}<span>running ${engine.status.inFlight}</span><span>waiting ${engine.status.waiting + (metrics?.waiting ?? 0)}</span></p>
  </div>`;
}
