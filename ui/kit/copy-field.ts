import { useId, useState } from "preact/hooks";
import { copyText } from "../lib/clipboard.ts";
import { html, type View } from "../lib/html.ts";
import { Button } from "./button.ts";

export interface CopyFieldProps {
  label: string;
  value: string;
  hint?: string;
  /** Has the focus when it appears, all of it selected: for what is shown this once. */
  autofocus?: boolean;
}

/** A text to take along, with a button that copies it and says so. */
export function CopyField({ label, value, hint, autofocus }: CopyFieldProps): View {
  const id = useId();
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = async () => setCopied(await copyText(value));
  const focus = (field: HTMLInputElement | null) => {
    if (!autofocus || !field || field.dataset.focused !== undefined) return;
    field.dataset.focused = "";
    field.focus();
    field.select();
  };
  return html`<div class="field copy-field">
    <label for=${id}>${label}</label>
    <div class="copy-row">
      <input class="input mono" id=${id} readonly value=${value} aria-describedby=${hint ? `${id}-h` : undefined} data-autofocus=${autofocus ? "" : undefined}
        ref=${focus} onFocus=${(event: Event) => event.currentTarget instanceof HTMLInputElement && event.currentTarget.select()} />
      <${Button} icon=${copied ? "check" : "copy"} onClick=${() => void copy()} aria-label=${`Copy: ${label}`}>${copied ? "Copied" : "Copy"}<//>
    </div>
    <p class="field-hint" id=${`${id}-h`} role="status">${copied === false ? "The browser did not let this be copied. Select the text and copy it by hand." : (hint ?? "")}</p>
  </div>`;
}
