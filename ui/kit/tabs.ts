import { html, type View } from "../lib/html.ts";

export interface Tab<T extends string> {
  id: T;
  label: string;
  badge?: number;
  /** Colours the badge as bad news. */
  alarming?: boolean;
}

export interface TabsProps<T extends string> {
  label: string;
  tabs: Tab<T>[];
  value: T;
  onChange(id: T): void;
}

/** A tab list with arrow keys; panels carry the ids `panel-<id>` and are labelled by `tab-<id>`. */
export function Tabs<T extends string>({ label, tabs, value, onChange }: TabsProps<T>): View {
  function key(event: KeyboardEvent): void {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const at = tabs.findIndex((tab) => tab.id === value);
    const next =
      event.key === "Home" ? tabs[0] : event.key === "End" ? tabs.at(-1) : tabs.at((at + step) % tabs.length);
    if (!next || (step === 0 && event.key !== "Home" && event.key !== "End")) return;
    event.preventDefault();
    onChange(next.id);
    document.getElementById(`tab-${next.id}`)?.focus();
  }
  return html`<div class="tablist" role="tablist" aria-label=${label} onKeyDown=${key}>
    ${tabs.map(
      (
        tab,
      ) => html`<button type="button" role="tab" key=${tab.id} id=${`tab-${tab.id}`} class="tab" aria-controls=${`panel-${tab.id}`}
        aria-selected=${tab.id === value ? "true" : "false"} tabIndex=${tab.id === value ? 0 : -1} onClick=${() => onChange(tab.id)}>
        ${tab.label}${tab.badge ? html`<span class=${`count ${tab.alarming ? "bad" : ""}`}>${tab.badge > 99 ? "99+" : tab.badge}</span>` : null}
      </button>`,
    )}
  </div>`;
}

export interface SegmentProps<T extends string> {
  label: string;
  options: { id: T; label: string }[];
  value: T;
  onChange(id: T): void;
}

/** A short choice shown whole. */
export function Segment<T extends string>({ label, options, value, onChange }: SegmentProps<T>): View {
  return html`<div class="segment" role="group" aria-label=${label}>
    ${options.map(
      (option) =>
        html`<button type="button" key=${option.id} aria-pressed=${option.id === value ? "true" : "false"} onClick=${() => onChange(option.id)}>${option.label}</button>`,
    )}
  </div>`;
}
