import { useState } from "preact/hooks";
import type { EngineView } from "../lib/engine-types.ts";
import { html, type View } from "../lib/html.ts";
import { Charts, type Range, RangePicker } from "./charts.ts";
import type { ChartPlan } from "./history.ts";
import { useRoom } from "./room.ts";

const plans: ChartPlan[] = [
  { title: "Tokens per second", metrics: [{ metric: "tokensPerSecond", label: "Tokens per second", tone: "accent" }] },
  {
    title: "Requests",
    metrics: [
      { metric: "running", label: "running", tone: "accent" },
      { metric: "waiting", label: "waiting", tone: "warn" },
    ],
  },
  { title: "KV cache in use", metrics: [{ metric: "kvCacheUsage", label: "KV cache in use", tone: "accent" }] },
  { title: "Time to first token", metrics: [{ metric: "firstToken", label: "Time to first token", tone: "accent" }] },
];

export function EngineCharts({ engine }: { engine: EngineView }): View {
  const room = useRoom();
  const [range, setRange] = useState<Range>("60");
  return html`<section aria-labelledby="numbers">
    <div class="list-head"><h2 id="numbers">Numbers</h2><span class="grow"></span><${RangePicker} value=${range} onChange=${setRange} /></div>
    <${Charts} range=${range} plans=${plans} subject=${`engine:${engine.id}`} empty="Nothing was measured in this time. Numbers appear within a minute after the engine is ready."
      read=${(minutes: number, signal: AbortSignal) => room.api.engines.history(engine.id, minutes, signal)} />
  </section>`;
}
