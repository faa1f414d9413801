import { useId, useState } from "preact/hooks";
import { html, type View } from "../lib/html.ts";

export interface FieldProps {
  label: string;
  name: string;
  value: string;
  onInput(value: string): void;
  type?: string;
  hint?: unknown;
  error?: string | undefined;
  /** Looks as if it stood at the end of the label's line; the tab key reaches it after the field. */
  aside?: unknown;
  autocomplete?: string;
  /** Whether it has the focus when it appears; what changes later moves nobody's focus. */
  autofocus?: boolean;
  required?: boolean;
  multiline?: boolean;
  placeholder?: string;
  maxLength?: number;
  inputMode?: "text" | "numeric" | "email";
}

export function Field(props: FieldProps): View {
  const id = useId();
  const { label, hint, error, aside, multiline, onInput, autofocus: wanted, ...rest } = props;
  const [autofocus] = useState(wanted === true);
  const note = error ? `${id}-e` : hint ? `${id}-h` : undefined;
  const shared = {
    ...rest,
    id,
    class: "input",
    "aria-invalid": error ? "true" : undefined,
    "aria-describedby": note,
    "data-autofocus": autofocus ? "" : undefined,
    ref: autofocus ? focusOnce : undefined,
    onInput: (event: Event) => {
      const field = event.currentTarget;
      if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) onInput(field.value);
    },
  };
  return html`<div class=${aside ? "field with-aside" : "field"}>
    <label for=${id}>${label}</label>
    ${multiline ? html`<textarea rows="2" ...${shared} />` : html`<input type="text" ...${shared} />`}
    ${aside && html`<div class="field-aside">${aside}</div>`}
    ${error ? html`<p class="field-error" id=${`${id}-e`}>${error}</p>` : hint ? html`<div class="field-hint" id=${`${id}-h`}>${hint}</div>` : null}
  </div>`;
}

function focusOnce(element: HTMLElement | null): void {
  if (element && element.dataset.focused === undefined) {
    element.dataset.focused = "";
    element.focus();
  }
}
