import { html, type View } from "../lib/html.ts";

export interface SparklineProps {
  /** What a screen reader says, with figures. */
  label: string;
  times: number[];
  values: (number | null)[];
  /** What the width stands for, ending at the last value; in the unit of `times`. */
  length: number;
}

const width = 240;
const height = 56;

/** A small line without axes, from 0 to its largest value; a gap where nothing is known. */
export function Sparkline({ label, times, values, length }: SparklineProps): View {
  const last = times.at(-1) ?? 0;
  const first = last - length;
  const top = Math.max(1e-9, ...values.map((value) => value ?? 0));
  let open = false;
  const path = times
    .map((time, at) => {
      const value = values[at];
      if (value === null || value === undefined) {
        open = false;
        return "";
      }
      const x = ((time - first) / length) * width;
      const y = height - 3 - (value / top) * (height - 6);
      const step = `${open ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
      open = true;
      return step;
    })
    .join("");
  return html`<svg class="sparkline" viewBox=${`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label=${label}>
    <path class="ground" d=${`M0 ${height - 3}H${width}`} /><path class="trace" d=${path} />
  </svg>`;
}
