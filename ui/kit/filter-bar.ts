import { useEffect, useRef, useState } from "preact/hooks";
import { type Children, html, type View } from "../lib/html.ts";
import { Icon, type IconName } from "./icon.ts";
import { Menu, type MenuItem, type TriggerProps } from "./menu.ts";

export interface SearchBoxProps {
  label: string;
  placeholder: string;
  value: string;
  /** Called when whoever types has paused, or pressed Enter. */
  onChange(text: string): void;
}

const pauseMs = 220;

/** A field to search in a list while typing; `/` brings the focus here. */
export function SearchBox({ label, placeholder, value, onChange }: SearchBoxProps): View {
  const [text, setText] = useState(value);
  const field = useRef<HTMLInputElement>(null);
  const change = useRef(onChange);
  change.current = onChange;
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => change.current(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text, value]);
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select, dialog");
      if (event.key !== "/" || typing || event.metaKey || event.ctrlKey || event.altKey) return;
      event.preventDefault();
      field.current?.focus();
    };
    document.addEventListener("keydown", key);
    return () => document.removeEventListener("keydown", key);
  }, []);
  return html`<div class="search"><${Icon} name="search" /><input ref=${field} class="input" type="search" aria-label=${label} placeholder=${placeholder} value=${text} maxlength="120" aria-keyshortcuts="/"
    onInput=${(event: Event) => event.currentTarget instanceof HTMLInputElement && setText(event.currentTarget.value)}
    onKeyDown=${(event: KeyboardEvent) => event.key === "Enter" && onChange(text)} /></div>`;
}

export interface FilterChipProps {
  label: string;
  icon?: IconName;
  /** Empty for no filter. */
  value: string;
  options: { value: string; label: string; note?: string }[];
  onChange(value: string): void;
}

/** One filter of a list: dashed while it lets everything through, else it says what it keeps and can be taken away. */
export function FilterChip({ label, icon, value, options, onChange }: FilterChipProps): View {
  const chosen = options.find((option) => option.value === value);
  const items: MenuItem[] = [
    ...options.map(
      (option): MenuItem => ({
        label: option.label,
        ...(option.note ? { note: option.note } : {}),
        checked: option.value === value,
        onSelect: () => onChange(option.value === value ? "" : option.value),
      }),
    ),
    ...(chosen
      ? ([{ kind: "line" }, { label: "Show all", icon: "close", onSelect: () => onChange("") }] satisfies MenuItem[])
      : []),
  ];
  return html`<span class=${`chip ${chosen ? "on" : ""}`}>
    <${Menu} label=${label} items=${items} trigger=${(
      props: TriggerProps,
    ) => html`<button type="button" class="chip-main" ...${props} aria-label=${chosen ? `${label}: ${chosen.label}` : label}>
      ${icon && html`<${Icon} name=${icon} size=${14} />`}<span>${label}</span>${chosen ? html`<b>${chosen.label}</b>` : html`<${Icon} name="chevron-down" size=${12} />`}</button>`} />
    ${chosen && html`<button type="button" class="chip-off" aria-label=${`Remove the filter: ${label}`} onClick=${() => onChange("")}><${Icon} name="close" size=${12} /></button>`}
  </span>`;
}

/** The line over a list: search and filters at its left, what can be done with the list at its right. */
export function FilterBar({ children, actions }: { children?: Children; actions?: Children }): View {
  return html`<div class="filter-bar">${children}<span class="grow"></span>${actions}</div>`;
}
