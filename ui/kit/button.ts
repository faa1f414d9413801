import { type Children, html, type View } from "../lib/html.ts";
import { Icon, type IconName } from "./icon.ts";

export interface ButtonProps {
  kind?: "plain" | "solid" | "accent" | "quiet" | "danger";
  size?: "s" | "m" | "l";
  icon?: IconName;
  /** Shows that the action runs, and refuses a second press. */
  busy?: boolean;
  disabled?: boolean;
  class?: string;
  children?: Children;
  [attribute: string]: unknown;
}

export function Button({ kind = "plain", size = "m", icon, busy, disabled, children, ...rest }: ButtonProps): View {
  const { class: extra = "", ...attributes } = rest;
  return html`<button type="button" ...${attributes} class=${`btn ${kind} ${size} ${extra}`} disabled=${disabled || busy} aria-busy=${busy ? "true" : undefined}>
    ${icon && html`<${Icon} name=${icon} />`}${children}${busy && html`<span class="ticks" aria-hidden="true"><i /><i /><i /></span>`}
  </button>`;
}

export interface IconButtonProps {
  icon: IconName;
  /** The name that a screen reader says and the tooltip shows. */
  label: string;
  pressed?: boolean;
  /** Shown in the tooltip beside the name. */
  keys?: string;
  class?: string;
  [attribute: string]: unknown;
}

export function IconButton({ icon, label, pressed, keys, ...rest }: IconButtonProps): View {
  const { class: extra = "", ...attributes } = rest;
  return html`<button type="button" ...${attributes} class=${`icon-btn ${extra}`} aria-label=${label} aria-pressed=${pressed === undefined ? undefined : String(pressed)} data-tip=${keys ? `${label}  ${keys}` : label}>
    <${Icon} name=${icon} />
  </button>`;
}
