import { useId } from "preact/hooks";
import { html, type View } from "../lib/html.ts";

export interface SelectProps {
  label: string;
  value: string;
  options: { value: string; label: string }[];
  onChange(value: string): void;
  hint?: string | undefined;
  error?: string | undefined;
  /** Only for screen readers. */
  hideLabel?: boolean;
}

export function Select({ label, value, options, onChange, hint, error, hideLabel }: SelectProps): View {
  const id = useId();
  const note = error ?? hint;
  return html`<div class="field">
    <label for=${id} class=${hideLabel ? "sr-only" : undefined}>${label}</label>
    <select class="input" id=${id} aria-invalid=${error ? "true" : undefined} aria-describedby=${note ? `${id}-n` : undefined}
      onChange=${(event: Event) => event.currentTarget instanceof HTMLSelectElement && onChange(event.currentTarget.value)}>
      ${options.map((option) => html`<option key=${option.value} value=${option.value} selected=${option.value === value}>${option.label}</option>`)}
    </select>
    ${note && html`<p class=${error ? "field-error" : "field-hint"} id=${`${id}-n`}>${note}</p>`}
  </div>`;
}

export interface SwitchProps {
  label: string;
  value: boolean;
  onChange(value: boolean): void;
  hint?: string | undefined;
  error?: string | undefined;
}

export function Switch({ label, value, onChange, hint, error }: SwitchProps): View {
  const id = useId();
  const note = error ?? hint;
  return html`<div class="field switch-field">
    <label for=${id}><input type="checkbox" role="switch" id=${id} checked=${value} aria-describedby=${note ? `${id}-n` : undefined}
      onChange=${(event: Event) => event.currentTarget instanceof HTMLInputElement && onChange(event.currentTarget.checked)} /><span class="switch" aria-hidden="true"></span>${label}</label>
    ${note && html`<p class=${error ? "field-error" : "field-hint"} id=${`${id}-n`}>${note}</p>`}
  </div>`;
}
