import { Select, Switch } from "../kit/choice.ts";
import { Field } from "../kit/field.ts";
import { html, type View } from "../lib/html.ts";
import type { SettingField } from "./settings-fields.ts";

export interface SettingInputProps {
  field: SettingField;
  value: unknown;
  /** What the field shows. */
  text: string;
  error?: string | undefined;
  onText(text: string): void;
  onValue(value: unknown): void;
}

/** The control that fits a setting. */
export function SettingInput({ field, value, text, error, onText, onValue }: SettingInputProps): View {
  const { label, hint } = field;
  if (field.kind === "switch")
    return html`<${Switch} label=${label} hint=${hint} error=${error} value=${value === true} onChange=${onValue} />`;
  if (field.kind === "select") {
    const options = field.options ?? [];
    const now = typeof value === "string" ? value : (options[0] ?? "");
    const all = options.includes(now) ? options : [...options, now];
    return html`<${Select} label=${label} hint=${hint} error=${error} value=${now} onChange=${onValue} options=${all.map((one) => ({ value: one, label: one }))} />`;
  }
  const multiline = field.kind === "lines" || field.kind === "env" || field.kind === "json";
  return html`<div class=${`${field.wide ? "span" : ""} ${multiline ? "mono-field" : ""}`}><${Field} label=${label} name=${field.key} value=${text} onInput=${onText} hint=${hint} error=${error} multiline=${multiline} placeholder=${field.placeholder} autocomplete="off" /></div>`;
}
