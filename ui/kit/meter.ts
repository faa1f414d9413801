import { html, type View } from "../lib/html.ts";

export interface MeterPart {
  label: string;
  /** In the unit of `total`. */
  value: number;
  tone?: "main" | "half" | "rest" | "warn" | "bad";
}

export interface MeterProps {
  /** What a screen reader says, with figures. */
  label: string;
  parts: MeterPart[];
  total: number;
}

/** A bar of shares of a whole; the words beside it say the same. */
export function Meter({ label, parts, total }: MeterProps): View {
  const share = (value: number) => (total > 0 ? Math.max(0, Math.min(100, (value / total) * 100)) : 0);
  return html`<div class="bar-meter" role="img" aria-label=${label}>
    ${parts.map((part) => html`<i key=${part.label} class=${part.tone ?? "main"} style=${{ width: `${share(part.value)}%` }}></i>`)}
  </div>`;
}

export interface ProgressProps {
  label: string;
  /** 0 to 1; null while it cannot be told. */
  value: number | null;
}

/** How far something has come. */
export function Progress({ label, value }: ProgressProps): View {
  const now = value === null ? undefined : Math.round(Math.max(0, Math.min(1, value)) * 100);
  return html`<div class=${`progress ${value === null ? "unknown" : ""}`} role="progressbar" aria-label=${label} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${now}>
    <i style=${{ width: `${now ?? 100}%` }}></i>
  </div>`;
}
