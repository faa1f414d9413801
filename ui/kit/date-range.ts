import { html, type View } from "../lib/html.ts";
import { FilterChip } from "./filter-bar.ts";

/** `since` and `until` as dates or date-times in ISO 8601; empty where there is no bound. */
export interface DateRangeValue {
  since: string;
  until: string;
}

export interface DateRangeProps extends DateRangeValue {
  label: string;
  now(): number;
  onChange(value: DateRangeValue): void;
}

const hour = 3600_000;
const spans = [
  { value: "1h", label: "Last hour", ms: hour },
  { value: "24h", label: "Last 24 hours", ms: 24 * hour },
  { value: "7d", label: "Last 7 days", ms: 7 * 24 * hour },
  { value: "30d", label: "Last 30 days", ms: 30 * 24 * hour },
];

/** `7d` or a day; @returns the moment it means, or undefined for neither. */
export function momentOf(text: string, edge: "begin" | "end", now: number): string | undefined {
  const span = spans.find(({ value }) => value === text);
  if (span) return new Date(now - span.ms).toISOString();
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(text)) return undefined;
  const moment = new Date(`${text}T${edge === "begin" ? "00:00:00.000" : "23:59:59.999"}`);
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}

/** A span of time up to now, or from one day to another. */
export function DateRange({ label, since, until, now, onChange }: DateRangeProps): View {
  const days = until !== "" || /^\d{4}-/u.test(since);
  const field = (name: string, value: string, change: (day: string) => void) =>
    html`<input class="input" type="date" aria-label=${name} value=${value} max=${new Date(now()).toISOString().slice(0, 10)}
      onChange=${(event: Event) => event.currentTarget instanceof HTMLInputElement && change(event.currentTarget.value)} />`;
  const today = () => new Date(now()).toISOString().slice(0, 10);
  return html`<${FilterChip} label=${label} icon="calendar" value=${days ? "days" : since} options=${[...spans, { value: "days", label: "From day to day" }]}
      onChange=${(value: string) => onChange(value === "days" ? { since: today(), until: today() } : { since: value, until: "" })} />
    ${days && html`<span class="days">${field("From", since, (day) => onChange({ since: day, until }))}<span class="quiet">to</span>${field("To", until, (day) => onChange({ since, until: day }))}</span>`}`;
}
