import { useEffect, useMemo, useState } from "preact/hooks";
import { Chart } from "../kit/chart.ts";
import { Segment } from "../kit/tabs.ts";
import type { HistoryView } from "../lib/engine-types.ts";
import { html, type View } from "../lib/html.ts";
import { messageOf } from "../lib/problem.ts";
import { type ChartPlan, chartsOf } from "./history.ts";

export type Range = "15" | "60" | "1440" | "10080";

const ranges: { id: Range; label: string }[] = [
  { id: "15", label: "15 min" },
  { id: "60", label: "1 h" },
  { id: "1440", label: "24 h" },
  { id: "10080", label: "7 d" },
];

export function RangePicker({ value, onChange }: { value: Range; onChange(range: Range): void }): View {
  return html`<${Segment} label="Time range" value=${value} options=${ranges} onChange=${onChange} />`;
}

export interface ChartsProps {
  range: Range;
  plans: ChartPlan[];
  read(minutes: number, signal: AbortSignal): Promise<HistoryView>;
  /** Changes when another subject is read. */
  subject: string;
  /** What to say while there are no numbers. */
  empty: string;
}

/** Charts of one subject, read again as often as their range moves. */
export function Charts({ range, plans, read, subject, empty }: ChartsProps): View {
  const [history, setHistory] = useState<{ of: string; view: HistoryView } | null>(null);
  const [error, setError] = useState<unknown>(null);
  const minutes = Number(range);
  const key = `${subject} ${range}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `read` belongs to the subject
  useEffect(() => {
    const end = new AbortController();
    const again = () => {
      if (document.visibilityState !== "visible") return;
      read(minutes, end.signal).then(
        (view) => {
          setHistory({ of: key, view });
          setError(null);
        },
        (thrown: unknown) => {
          if (!end.signal.aborted) setError(thrown);
        },
      );
    };
    again();
    const timer = setInterval(again, minutes <= 15 ? 5_000 : minutes <= 60 ? 15_000 : 60_000);
    document.addEventListener("visibilitychange", again);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", again);
      end.abort();
    };
  }, [key]);
  const charts = useMemo(() => (history ? chartsOf(history.view, plans) : []), [history, plans]);
  const none = history !== null && (history.view.times.length === 0 || charts.length === 0);
  if (error && !history) return html`<p class="card none">The numbers could not be read. ${messageOf(error)}</p>`;
  if (none) return html`<p class="card none">${empty}</p>`;
  return html`<div class="charts" aria-busy=${history?.of === key ? "false" : "true"}>
    ${
      history
        ? charts.map((chart) =>
            chart.lines.length > 0
              ? html`<div class="card chart-card" key=${chart.title}><${Chart} ...${chart} times=${history.view.times} minutes=${minutes} sync=${subject} /></div>`
              : html`<${Blank} key=${chart.title} title=${chart.title} words="Not measured in this time." />`,
          )
        : plans.map((plan) => html`<${Blank} key=${plan.title} title=${plan.title} words="" />`)
    }
  </div>`;
}

/** A chart's place, so that nothing moves when its numbers come. */
function Blank({ title, words }: { title: string; words: string }): View {
  return html`<div class="card chart-card"><figure class="chart"><figcaption><b>${title}</b></figcaption><p class="plot blank">${words}</p></figure></div>`;
}
