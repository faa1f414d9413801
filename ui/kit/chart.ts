import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import { useApp } from "../lib/app.ts";
import { html, type View } from "../lib/html.ts";

export interface ChartLine {
  label: string;
  tone: "accent" | "warn" | "ok" | "syn-tag";
  /** One for each time; null where nothing is known. */
  values: (number | null)[];
}

export interface ChartProps {
  title: string;
  /** Seconds since 1970, ascending. */
  times: number[];
  lines: ChartLine[];
  /** How long the axis is; it ends now. */
  minutes: number;
  /** The top of the axis where it is known, else the largest value decides. */
  top?: number;
  /** How far the axis reaches at least. */
  least?: number | undefined;
  format(value: number): string;
  /** Counts have no axis labels between whole numbers. */
  whole?: boolean | undefined;
  /** Charts with the same name move their cursors together. */
  sync?: string | undefined;
}

const height = 148;
const wholeSteps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];

/** Lines over time. The words above it are the legend: the newest values, or those under the cursor. */
export function Chart({ title, times, lines, minutes, top, least, format, whole, sync }: ChartProps): View {
  const app = useApp();
  const theme = app.theme.actual.value;
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const [at, setAt] = useState<number | null>(null);
  const latest = useRef({ minutes, top, least, format });
  latest.current = { minutes, top, least, format };
  const shape = lines.map((line) => line.label + line.tone).join("|");

  // biome-ignore lint/correctness/useExhaustiveDependencies: new colours or other lines need a new plot; new values do not
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const made = new uPlot(
      options(element, lines, latest, setAt, { sync, whole }),
      [times, ...lines.map((line) => line.values)],
      element,
    );
    plot.current = made;
    const watch = new ResizeObserver(() => {
      if (element.clientWidth > 0) made.setSize({ width: element.clientWidth, height });
    });
    watch.observe(element);
    return () => {
      watch.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [theme, shape, sync]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the axes follow the range and the top
  useEffect(() => {
    plot.current?.setData([times, ...lines.map((line) => line.values)]);
  }, [times, lines, minutes, top]);

  function key(event: KeyboardEvent): void {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0 || times.length === 0) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(times.length - 1, (at ?? times.length - 1) + step));
    plot.current?.setCursor({ left: plot.current.valToPos(times[next] ?? 0, "x"), top: 0 });
  }
  const index = at ?? times.length - 1;
  const time = times[index];
  const value = (line: ChartLine, where: number) => {
    const found = line.values[where];
    return found === null || found === undefined ? "–" : format(found);
  };
  return html`<figure class="chart">
    <figcaption><b>${title}</b><span class="grow"></span><span class="chart-time num">${at === null || time === undefined ? "" : clock(time, minutes)}</span>
      ${lines.map((line) => html`<span class="chart-key num" key=${line.label}><i style=${{ background: `var(--${line.tone})` }}></i>${lines.length > 1 ? `${line.label} ` : ""}<b>${value(line, index)}</b></span>`)}</figcaption>
    <div ref=${box} class="plot" tabIndex="0" role="img" aria-label=${summary(title, lines, format)} onKeyDown=${key} onBlur=${() => plot.current?.setCursor({ left: -10, top: -10 })}></div>
  </figure>`;
}

/** The chart in words. */
function summary(title: string, lines: ChartLine[], format: (value: number) => string): string {
  const parts = lines.map((line) => {
    const known = line.values.filter((value) => value !== null);
    if (known.length === 0) return `${line.label}: nothing known`;
    const newest = known.at(-1) ?? 0;
    return `${line.label}: newest ${format(newest)}, lowest ${format(Math.min(...known))}, highest ${format(Math.max(...known))}`;
  });
  return `${title}. ${parts.join(". ")}. Left and right arrows read single values.`;
}

interface Axis {
  minutes: number;
  top: number | undefined;
  least: number | undefined;
  format(value: number): string;
}

function options(
  element: HTMLElement,
  lines: ChartLine[],
  latest: { current: Axis },
  setAt: (at: number | null) => void,
  { sync, whole }: Pick<ChartProps, "sync" | "whole">,
): uPlot.Options {
  const style = getComputedStyle(element);
  const color = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const axis: uPlot.Axis = {
    stroke: color("ink-3"),
    font: `11px ${style.getPropertyValue("--font")}`,
    grid: { stroke: color("line"), width: 1 },
    ticks: { show: false },
  };
  return {
    width: Math.max(120, element.clientWidth),
    height,
    padding: [8, 18, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: { size: 7 },
      ...(sync ? { sync: { key: sync } } : {}),
    },
    scales: {
      x: {
        range: (_plot, _min, max) => {
          const end = Math.max(Number.isFinite(max) ? max : 0, 1);
          return [end - latest.current.minutes * 60, end];
        },
      },
      y: { range: (_plot, _min, max) => [0, latest.current.top ?? roof(max, latest.current.least ?? 0)] },
    },
    axes: [
      {
        ...axis,
        size: 26,
        space: 64,
        values: (_plot, splits) => splits.map((time) => clock(time, latest.current.minutes)),
      },
      {
        ...axis,
        size: 58,
        space: 34,
        ...(whole ? { incrs: wholeSteps } : {}),
        values: (_plot, splits) => splits.map((value) => latest.current.format(value)),
      },
    ],
    series: [
      {},
      ...lines.map(
        (line): uPlot.Series => ({
          stroke: color(line.tone),
          width: 1.5,
          ...(lines.length === 1 ? { fill: `color-mix(in srgb, ${color(line.tone)} 10%, transparent)` } : {}),
          points: { show: (plot) => (plot.data[0]?.length ?? 0) < 4, size: 5 },
        }),
      ),
    ],
    hooks: {
      setCursor: [
        (plot) => {
          setAt(plot.cursor.idx ?? null);
        },
      ],
    },
  };
}

/** A little above the largest value, so that the line never touches the frame. */
const roof = (max: number | null, least: number): number =>
  max === null || !Number.isFinite(max) || max <= 0 ? least || 1 : Math.max(least, max * 1.12);

function clock(time: number, minutes: number): string {
  const date = new Date(time * 1000);
  const day: Intl.DateTimeFormatOptions = minutes > 2880 ? { weekday: "short", day: "numeric" } : {};
  const midnight = date.getHours() === 0 && date.getMinutes() === 0;
  if (minutes > 2880 && midnight) return new Intl.DateTimeFormat("en-GB", day).format(date);
  return new Intl.DateTimeFormat("en-GB", { ...day, hour: "2-digit", minute: "2-digit" }).format(date);
}
